"""The bytes of one connection, within limits: command lines, and a mail until its final dot.

Only CR LF ends a line and only CR LF . CR LF ends a mail, whatever other line ends the mail holds:
servers that differ about that can be made to see two mails in one.
"""

import asyncio

MAX_LINE = 2_048
_CHUNK = 65_536
_END = b"\r\n.\r\n"


class LineTooLong(Exception):
    """The other side does not speak this protocol."""


class Closed(Exception):
    """The connection ended in the middle."""


class Wire:
    """What was read and not yet used is kept: commands may be sent ahead."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._kept = bytearray()

    async def line(self) -> bytes:
        """One command, without its line end."""
        while (end := self._kept.find(b"\r\n")) < 0:
            if len(self._kept) > MAX_LINE:
                raise LineTooLong
            self._kept += await self._more()
        line = bytes(self._kept[:end])
        del self._kept[: end + 2]
        return line

    async def mail(self, *, limit: int) -> bytes | None:
        """One mail with its dots undone; None: it was larger than `limit`, and is thrown away."""
        found, looked_at, too_large = bytearray(b"\r\n") + self._kept, 0, False
        while (end := found.find(_END, looked_at)) < 0:
            too_large = too_large or len(found) > limit + len(_END)
            if too_large:
                del found[: -len(_END)]
            looked_at = max(0, len(found) - len(_END) + 1)
            found += await self._more()
        self._kept = found[end + len(_END) :]
        del found[end + 2 :]
        if too_large or len(found) - 2 > limit:
            return None
        return bytes(found.replace(b"\r\n.", b"\r\n")[2:])

    async def answer(self, *lines: str) -> None:
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode("ascii", "replace"))
        await self._writer.drain()

    async def _more(self) -> bytes:
        chunk = await self._reader.read(_CHUNK)
        if not chunk:
            raise Closed
        return chunk
