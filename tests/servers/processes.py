"""Starting a server for tests so that it cannot outlive them."""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

_libc = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


class ServerMissing(RuntimeError):
    """A server the tests need is not on this machine; the message says what to install."""


class Process:
    """One server in its own process group, stopped with its whole family."""

    def __init__(self, argv: Sequence[str | Path], *, log: Path, **options: Any) -> None:
        self.log = log
        with log.open("ab") as file:
            self.popen = subprocess.Popen(
                [str(part) for part in argv],
                stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                start_new_session=True, preexec_fn=_die_with_parent, **options,
            )  # fmt: skip

    def wait_for(self, ready: Callable[[], bool], *, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            if self.popen.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"{self.popen.args[0]} did not start:\n{self.tail()}")  # type: ignore[index]
            time.sleep(0.05)

    def tail(self) -> str:
        """The last lines of its log, for a failure's message."""
        return self.log.read_text(errors="replace")[-2000:]

    def stop(self, *, seconds: float = 20) -> None:
        if self.popen.poll() is None:
            self.popen.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.popen.wait(seconds)
        self.kill()

    def kill(self) -> None:
        """What a power cut leaves: the whole group ends at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_facts: object) -> None:
        self.stop()


def _die_with_parent() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def program(name: str, *, package: str) -> str:
    found = shutil.which(
        name, path=os.environ.get("PATH", os.defpath) + ":/usr/sbin:/usr/local/sbin"
    )
    if found is None:
        raise ServerMissing(f"{name} is not installed: apt-get install {package}")
    return found


def unprivileged() -> pwd.struct_passwd | None:
    """Whom a server that refuses root runs as; None when we are not root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None
