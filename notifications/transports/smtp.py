"""SMTP in its single steps, so that the row can be marked between RCPT and DATA."""

import smtplib
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings

from notifications.transports.wire import ConnectionBroken, Reply

_DEFAULT_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
_TROUBLE = (smtplib.SMTPException, OSError)


@dataclass(frozen=True)
class Address:
    """Where and how to connect: `smtp://`, `smtp+tls://` or `smtps://user:password@host:port`."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    timeout: float
    ca_file: str | None

    @classmethod
    def parse(cls, url: str) -> "Address":
        parts: SplitResult = urlsplit(url)
        if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
            raise ValueError("EMAIL_URL: write smtp://host, smtp+tls://host or smtps://host")
        options = parse_qs(parts.query)
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port or _DEFAULT_PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            timeout=float(options.get("timeout", ["30"])[0]),
            ca_file=options.get("ca_file", [None])[0],
        )


class SmtpTransport:
    """One connection, reused for a batch."""

    def __init__(self, url: str) -> None:
        self.address = Address.parse(url)
        self._server: smtplib.SMTP | None = None

    def open(self) -> None:
        try:
            self._server = self._connect()
        except _TROUBLE as problem:
            raise ConnectionBroken(type(problem).__name__) from problem

    def offer(self, *, sender: str, recipient: str) -> Reply:
        server = self._connected()
        try:
            reply = _reply(server.mail(sender))
            return _reply(server.rcpt(recipient)) if reply.accepted else reply
        except _TROUBLE as problem:
            raise ConnectionBroken(type(problem).__name__) from problem

    def data(self, content: bytes) -> Reply:
        server = self._connected()
        try:
            return _reply(server.data(content))
        except smtplib.SMTPDataError as refusal:  # the answer to DATA itself was not 354
            return _reply((refusal.smtp_code, refusal.smtp_error))
        except _TROUBLE as problem:
            raise ConnectionBroken(type(problem).__name__) from problem

    def reset(self) -> None:
        try:
            self._connected().rset()
        except _TROUBLE as problem:
            raise ConnectionBroken(type(problem).__name__) from problem

    def close(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except _TROUBLE:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            raise ConnectionBroken("not connected")
        return self._server

    def _connect(self) -> smtplib.SMTP:
        address, ehlo = self.address, urlsplit(settings.BASE_URL).hostname
        context = ssl.create_default_context(cafile=address.ca_file)
        if address.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                address.host, address.port, ehlo, timeout=address.timeout, context=context
            )
        else:
            server = smtplib.SMTP(address.host, address.port, ehlo, timeout=address.timeout)
        try:
            if address.scheme == "smtp+tls":
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            if address.user:
                server.login(address.user, address.password)
        except _TROUBLE:
            server.close()
            raise
        return server


def _reply(answer: tuple[int, bytes | str]) -> Reply:
    code, text = answer
    # smtplib says -1 for an answer that is none; 3xx is no answer to any of our steps.
    if code < 200 or 300 <= code < 400:
        raise ConnectionBroken("no answer that means yes or no")
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return Reply(code, " ".join(words.split())[:300])
