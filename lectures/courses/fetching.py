"""A file from an address that an editor typed in. May reach public machines only.

The address is looked up once, and the connection goes to that very machine, so a name that answers
otherwise the second time leads nowhere. Each redirect is a new address and is checked alike.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

from lectures.courses.found import MOST_BYTES

_SECONDS, _ALTOGETHER = 15.0, 40.0
_HOPS = 4
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = (301, 302, 303, 307, 308)
_AGENT = "Okigaru course import"


class NotFetched(Exception):
    """A sentence for the editor: why, and what to do."""


@dataclass(frozen=True)
class Fetched:
    """`content` None: it has not changed since."""

    content: bytes | None
    etag: str = ""
    modified: str = ""


def is_public(address: str) -> bool:
    """Neither ours, nor a neighbour's, nor nobody's; what is wrapped in IPv6 is looked into."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if wrapped is not None:
            return is_public(str(wrapped))
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast and not found.is_reserved


def fetch(
    address: str,
    *,
    etag: str = "",
    modified: str = "",
    allowed: Callable[[str], bool] = is_public,
    ports: dict[str, int] | None = None,
) -> Fetched:
    """NotFetched: a reason in plain words."""
    until = time.monotonic() + _ALTOGETHER
    asked = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {name: value for name, value in asked.items() if value}
    for _hop in range(_HOPS):
        parts = _checked(address, ports=ports or _PORTS)
        with _answer(
            parts, headers=headers, allowed=allowed, ports=ports or _PORTS, until=until
        ) as answer:
            if answer.status in _REDIRECTS:
                address = _next(address, answer.getheader("Location", ""))
                continue
            return _read(answer, until=until, asked=bool(headers))
    raise NotFetched(_("転送が多すぎます。アドレスを確かめてください。"))


def _next(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError:
        raise NotFetched(_("アドレスの形がちがいます。")) from None


def _checked(address: str, *, ports: dict[str, int]) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotFetched(_("アドレスの形がちがいます。")) from None
    if parts.scheme not in ports or not parts.hostname:
        raise NotFetched(_("http か https で始まるアドレスにしてください。"))
    if parts.username or parts.password:
        raise NotFetched(_("アドレスに、名前やパスワードは入れられません。"))
    if port not in (None, *ports.values()):
        raise NotFetched(_("このアドレスのポートには、つなげません。"))
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in address):
        raise NotFetched(_("アドレスの形がちがいます。"))
    return parts


def _machine(parts: SplitResult, *, port: int, allowed: Callable[[str], bool]) -> str:
    """All that the name leads to must be public; the first is taken."""
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(_("アドレスの相手が見つかりません。")) from None
    machines = [str(each[4][0]) for each in found]
    if not machines or not all(map(allowed, machines)):
        raise NotFetched(_("このアドレスは、外に公開されたものではないので、見に行きません。"))
    return machines[0]


@contextmanager
def _answer(
    parts: SplitResult,
    *,
    headers: dict[str, str],
    allowed: Callable[[str], bool],
    ports: dict[str, int],
    until: float,
) -> Iterator[http.client.HTTPResponse]:
    port = parts.port or ports[parts.scheme]
    machine = _machine(parts, port=port, allowed=allowed)
    connection = _Pinned(
        parts.hostname or "", port, machine=machine, secure=parts.scheme == "https", until=until
    )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    said = {"User-Agent": _AGENT, "Accept-Encoding": "identity", "Accept": "*/*", **headers}
    try:
        connection.request("GET", _ascii(path), headers=said)
        with connection.getresponse() as answer:
            yield answer
    except ssl.SSLError:
        raise NotFetched(
            _("相手の証明書を確かめられません。提供機関に知らせてください。")
        ) from None
    except TimeoutError:
        raise NotFetched(
            _("時間内に返事がありませんでした。あとでもう一度ためしてください。")
        ) from None
    except (OSError, http.client.HTTPException, UnicodeError):
        raise NotFetched(_("つながりませんでした。アドレスを確かめてください。")) from None
    finally:
        connection.close()


def _ascii(path: str) -> str:
    return "".join(
        letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in path
    )


class _Pinned(http.client.HTTPConnection):
    """To that machine, whatever the name leads to by now; the certificate is the name's."""

    def __init__(self, host: str, port: int, *, machine: str, secure: bool, until: float) -> None:
        super().__init__(host.encode("idna").decode("ascii"), port, timeout=_SECONDS)
        self.machine, self.secure, self.until = machine, secure, until
        self.response_class = partial(_answer_of, until=until)  # type: ignore[assignment]

    def connect(self) -> None:
        self.sock = socket.create_connection((self.machine, self.port), _left(self.until))
        if self.secure:
            context = ssl.create_default_context()
            self.sock.settimeout(_left(self.until))
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
        self.sock.settimeout(_left(self.until))


def _left(until: float) -> float:
    left = min(_SECONDS, until - time.monotonic())
    if left <= 0:
        raise TimeoutError
    return left


class _Bounded(io.RawIOBase):
    """Reads until a moment: a byte now and then, in headers or body, holds nobody up for hours."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self.sock, self.until = sock, until
        self.raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self.sock.settimeout(_left(self.until))
        return self.raw.readinto(buffer)

    def close(self) -> None:
        self.raw.close()
        super().close()


@dataclass(frozen=True)
class _Read:
    """As much of a socket as an answer is read from."""

    sock: socket.socket
    until: float

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Bounded(self.sock, self.until))


def _answer_of(sock: Any, *args: Any, until: float, **more: Any) -> http.client.HTTPResponse:
    return http.client.HTTPResponse(_Read(sock, until), *args, **more)  # type: ignore[arg-type]


def _read(answer: http.client.HTTPResponse, *, until: float, asked: bool) -> Fetched:
    if answer.status == 304 and asked:
        return Fetched(None)
    if answer.status != 200:
        said = _("相手が「%(status)d」と答えました。アドレスを確かめてください。")
        raise NotFetched(said % {"status": answer.status})
    if answer.getheader("Content-Encoding", "identity").lower() not in ("", "identity"):
        raise NotFetched(_("圧縮されたファイルは読めません。"))
    content = bytearray()
    while part := answer.read1(65536):
        content += part
        if len(content) > MOST_BYTES:
            raise NotFetched(_("ファイルが大きすぎます（5MBまで）。"))
        if time.monotonic() > until:
            raise NotFetched(_("時間内に読み終わりませんでした。あとでもう一度ためしてください。"))
    etag, modified = answer.getheader("ETag", ""), answer.getheader("Last-Modified", "")
    return Fetched(bytes(content), _header(etag, 200), _header(modified, 60))


def _header(text: str, most: int) -> str:
    """What does not fit is not remembered: half a header would be a wrong one."""
    return text if len(text) <= most and text.isascii() and text.isprintable() else ""
