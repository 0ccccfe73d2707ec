"""One connection of a mail server. Takes nothing on its own authority: `knows` says whether a domain
is ours, `deposit` answers for each recipient after the mail is safe.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from notifications.lmtp.wire import Closed, LineTooLong, Wire

MAX_RECIPIENTS = 100
IDLE_SECONDS = 300
LATER = "451 4.3.0 the database is away, try again later"
_ADDRESS = re.compile(r'\s*<(?:@[^:<>]*:)?((?:"[^"\r\n]*"|[^<>\s"])*)>(?:\s+(.*))?\s*')
_SIZE = re.compile(r"(?:^|\s)SIZE=(\d{1,18})(?:\s|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Envelope:
    sender: str
    recipients: list[str] = field(default_factory=list)


Knows = Callable[[str], Awaitable[bool | None]]
Deposit = Callable[[bytes, Envelope], Awaitable[list[str]]]


class Session:
    """`await Session(…).run()` ends when the other side does."""

    def __init__(self, wire: Wire, *, knows: Knows, deposit: Deposit, max_bytes: int) -> None:
        self.wire, self.knows, self.deposit, self.max_bytes = wire, knows, deposit, max_bytes
        self.envelope: Envelope | None = None
        self.greeted = self.busy = False

    async def run(self) -> None:
        try:
            await self.wire.answer("220 okigaru LMTP")
            while await self._next():
                pass
        except LineTooLong:
            await self.wire.answer("500 5.5.2 line too long")
        except TimeoutError:
            await self.wire.answer("421 4.4.2 idle for too long")
        except (Closed, ConnectionError):
            pass  # nothing was promised

    async def _next(self) -> bool:
        async with asyncio.timeout(IDLE_SECONDS):
            line = await self.wire.line()
        verb, _space, rest = line.decode("utf-8", "replace").partition(" ")
        answer = {
            "LHLO": self._lhlo, "MAIL": self._mail, "RCPT": self._rcpt, "DATA": self._data,
            "RSET": self._rset, "NOOP": self._noop, "VRFY": self._vrfy,
        }.get(verb.upper())  # fmt: skip
        if verb.upper() == "QUIT":
            await self.wire.answer("221 2.0.0 bye")
            return False
        await self.wire.answer(*(await answer(rest) if answer else ["500 5.5.1 unknown command"]))
        return True

    async def _lhlo(self, _name: str) -> list[str]:
        self.greeted, self.envelope = True, None
        names = ["okigaru", "PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "SMTPUTF8"]
        return [f"250-{name}" for name in names] + [f"250 SIZE {self.max_bytes}"]

    async def _mail(self, rest: str) -> list[str]:
        found = _ADDRESS.fullmatch(rest[5:]) if rest[:5].upper() == "FROM:" else None
        if not self.greeted or self.envelope is not None:
            return ["503 5.5.1 LHLO first, and one MAIL at a time"]
        if found is None:
            return ["501 5.5.4 MAIL FROM:<address>"]
        size = _SIZE.search(found[2] or "")
        if size and int(size[1]) > self.max_bytes:
            return [f"552 5.3.4 larger than {self.max_bytes} bytes"]
        self.envelope = Envelope(found[1])
        return ["250 2.1.0 ok"]

    async def _rcpt(self, rest: str) -> list[str]:
        found = _ADDRESS.fullmatch(rest[3:]) if rest[:3].upper() == "TO:" else None
        if self.envelope is None:
            return ["503 5.5.1 MAIL first"]
        if found is None or "@" not in found[1]:
            return ["501 5.5.4 RCPT TO:<address>"]
        if len(self.envelope.recipients) >= MAX_RECIPIENTS:
            return ["452 4.5.3 too many recipients"]
        known = await self.knows(found[1].rpartition("@")[2])
        if known is None:
            return [LATER]
        if not known:
            return ["550 5.1.2 no such domain here"]
        self.envelope.recipients.append(found[1])
        return ["250 2.1.5 ok"]

    async def _data(self, _rest: str) -> list[str]:
        envelope, self.envelope = self.envelope, None
        if envelope is None or not envelope.recipients:
            return ["503 5.5.1 no valid recipient"]
        await self.wire.answer("354 end with a line that is one dot")
        async with asyncio.timeout(IDLE_SECONDS):
            raw = await self.wire.mail(limit=self.max_bytes)
        if raw is None:
            return [f"552 5.3.4 larger than {self.max_bytes} bytes"] * len(envelope.recipients)
        self.busy = True
        try:
            return await self.deposit(raw, envelope)
        finally:
            self.busy = False

    async def _rset(self, _rest: str) -> list[str]:
        self.envelope = None
        return ["250 2.0.0 ok"]

    async def _noop(self, _rest: str) -> list[str]:
        return ["250 2.0.0 ok"]

    async def _vrfy(self, _rest: str) -> list[str]:
        return ["252 2.5.2 try RCPT"]
