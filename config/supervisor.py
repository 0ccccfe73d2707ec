"""Keeps the processes of one installation running: starts, restarts, stops, leaves no orphan.

For `make run` and small towns; a city's servers have systemd or containers for this. Knows no
Django: what runs is told by `tools.run`. Each program is the leader of its own process group and is
told to end when we die, so even a kill -9 of this process leaves nothing behind. (`supervisor` from
PyPI was tried: it reloads on SIGHUP where a closed terminal means stop, and its children survive it.)
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
STOP_SECONDS = 25.0  # longer than Celery's own soft shutdown
STEADY_SECONDS = 30.0
LONGEST_PAUSE = 30.0
LOG_LIMIT = 10_000_000
_libc = ctypes.CDLL(None)


@dataclass
class Program:
    """One command that must be running."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    not_before: float = 0.0
    pause: float = 0.5


class Supervisor:
    """Starts programs in order and watches them until a signal arrives. More may be added."""

    def __init__(
        self, programs: Sequence[Program], *, logs: Path, say: Callable[[str], None]
    ) -> None:
        self.programs, self.logs, self.say = list(programs), logs, say
        self.stopping = False

    def run(self, *, each_round: Callable[[], None]) -> None:
        """Returns when a signal has stopped everything."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, self._stop_asked)
        end_with_parent()
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1)  # a dead program's children become ours to end
        self.logs.mkdir(parents=True, exist_ok=True)
        try:
            while not self.stopping:
                for program in self.programs:
                    self._keep(program)
                each_round()
                time.sleep(0.2)
        finally:
            self.stop()

    def stop(self) -> None:
        """Ask the programs to end; after STOP_SECONDS end them."""
        deadline = time.monotonic() + STOP_SECONDS
        # The broker stands first and ends last: the others say goodbye to it.
        for group in (self.programs[1:], self.programs[:1]):
            running = [program for program in group if program.process]
            for program in running:
                _signal(program, signal.SIGTERM)
            for program in running:
                _wait(program, seconds=max(0.5, deadline - time.monotonic()))
                self._end_group(program)

    def _keep(self, program: Program) -> None:
        if program.process is not None and program.process.poll() is None:
            if time.monotonic() - program.started_at > STEADY_SECONDS:
                program.pause = 0.5
            return
        if program.process is not None:
            log = self.logs / f"{program.name}.log"
            self.say(f"{program.name} が止まったので、もう一度始めます (restarting; see {log})")
            self._end_group(program)
            program.not_before = time.monotonic() + program.pause
            program.pause = min(program.pause * 2, LONGEST_PAUSE)
        if time.monotonic() >= program.not_before:
            self._start(program)

    def _start(self, program: Program) -> None:
        program.started_at = time.monotonic()
        with open_log(self.logs / f"{program.name}.log") as log:
            program.process = subprocess.Popen(
                program.argv,
                env=os.environ | program.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True, preexec_fn=end_with_parent,
            )  # fmt: skip

    def _end_group(self, program: Program) -> None:
        """Nothing of a program's family may outlive it."""
        if program.process is None:
            return
        _signal(program, signal.SIGKILL)
        program.process.wait()
        program.process = None
        _reap_adopted()

    def _stop_asked(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def end_with_parent() -> None:
    """Linux ends this process politely when its parent has gone."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def open_log(path: Path) -> IO[bytes]:
    """Append; a log that grew large makes room, one old copy is kept."""
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".old.log"))
    return path.open("ab")


def _signal(program: Program, number: signal.Signals) -> None:
    """To the leader when it is to stop by itself, to its whole group when it must end."""
    assert program.process is not None
    try:
        if number == signal.SIGKILL:
            os.killpg(program.process.pid, number)
        else:
            program.process.send_signal(number)
    except ProcessLookupError:
        pass


def _wait(program: Program, *, seconds: float) -> None:
    assert program.process is not None
    with contextlib.suppress(subprocess.TimeoutExpired):
        program.process.wait(seconds)


def _reap_adopted() -> None:
    """Collect the ended children of ended programs."""
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass
