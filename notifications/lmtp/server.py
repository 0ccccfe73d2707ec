"""Listens for the mail server of this machine, and for nobody else: whoever may speak here may also
write what our mail server would say about a sender.
"""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from notifications.inbox import parts, receiving
from notifications.lmtp import deposit
from notifications.lmtp.session import Envelope, Session
from notifications.lmtp.wire import Wire

logger = logging.getLogger(__name__)

MAX_CONNECTIONS = 8
STOP_SECONDS = 20
_ANNOUNCE_SECONDS = 1.0


class NotHere(ValueError):
    """The address is reachable from other machines, or is none."""


class Server:
    """All database work is done by one thread, one mail after the other."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self.now, self.sessions, self.new = now, set[Session](), asyncio.Event()
        self.clerk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lmtp")

    async def run(self, listen: str, *, ready: Callable[[], None]) -> None:
        """Until SIGTERM or SIGINT; a mail that is being stored is stored to the end."""
        server, stop = await _listening(listen, self.connected), asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        announcing = asyncio.create_task(self._announce())
        ready()
        await stop.wait()
        server.close()
        announcing.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                while any(session.busy for session in self.sessions):
                    await asyncio.sleep(0.05)
        await self._by_clerk(deposit.let_go)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wire = Wire(reader, writer)
        session = Session(
            wire, knows=self._knows, deposit=self._deposit, max_bytes=parts.MAX_BYTES
        )  # fmt: skip
        try:
            if len(self.sessions) >= MAX_CONNECTIONS:
                await wire.answer("421 4.3.2 too many connections, try again later")
                return
            self.sessions.add(session)
            await session.run()
        except ConnectionError:
            pass
        except Exception as problem:  # noqa: BLE001 — one connection must not end the others
            logger.error("a connection ended: %s", type(problem).__name__)
        finally:
            self.sessions.discard(session)
            writer.close()

    async def _knows(self, domain: str) -> bool | None:
        return await self._by_clerk(deposit.knows, domain)

    async def _deposit(self, raw: bytes, envelope: Envelope) -> list[str]:
        at = self.now()
        answers = await self._by_clerk(lambda: deposit.deposit(raw, envelope, at=at))
        self.new.set()
        return answers

    async def _by_clerk(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.clerk, work, *arguments)

    async def _announce(self) -> None:
        """The reader is called once for all that came in a second."""
        while True:
            await self.new.wait()
            self.new.clear()
            await asyncio.to_thread(receiving.announce)
            await asyncio.sleep(_ANNOUNCE_SECONDS)


async def _listening(listen: str, connected: Any) -> asyncio.Server:
    if listen.startswith("unix://"):
        path = Path(urlsplit(listen).path)
        if path.is_socket():  # of a server that was killed
            path.unlink()
        server = await asyncio.start_unix_server(connected, path)
        path.chmod(0o660)
        return server
    host, _colon, port = listen.rpartition(":")
    if host not in ("127.0.0.1", "[::1]", "localhost") or not port.isdigit():
        raise NotHere("LMTP_LISTEN must be 127.0.0.1:port, [::1]:port or unix:///path")
    return await asyncio.start_server(
        connected, host.strip("[]"), int(port), family=socket.AF_UNSPEC
    )
