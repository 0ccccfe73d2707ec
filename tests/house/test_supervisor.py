"""`make run` in the small: real processes, real signals."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.servers.templates import ROOT

pytestmark = pytest.mark.once

SCRIPT = """
import sys
from pathlib import Path
from config.supervisor import Program, Supervisor

# A program with a child of its own, as gunicorn and Celery have.
FAMILY = ["sh", "-c", "sleep 1000 & echo family $$ $!; wait"]
STUBBORN = ["sh", "-c", "trap '' TERM; echo family $$ 0; while :; do sleep 0.2; done"]
programs = [Program("broker", FAMILY), Program("worker", FAMILY)]
if "stubborn" in sys.argv:
    programs.append(Program("stubborn", STUBBORN))
say = lambda text: print(text, flush=True)
Supervisor(programs, logs=Path(sys.argv[1]), say=say).run(each_round=lambda: None)
"""


@pytest.fixture
def supervisor(tmp_path):
    running = []

    def start(*arguments, stop_seconds="25"):
        script = SCRIPT.replace("programs = [", f"import config.supervisor\n"
                                f"config.supervisor.STOP_SECONDS = {stop_seconds}\nprograms = [")  # fmt: skip
        running.append(
            subprocess.Popen([sys.executable, "-c", script, str(tmp_path), *arguments], cwd=ROOT)
        )
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def families(folder: Path, *, program: str) -> list[tuple[int, int]]:
    """(leader, child) of every start so far."""
    log = folder / f"{program}.log"
    text = log.read_text() if log.exists() else ""
    return [(int(leader), int(child)) for leader, child in re.findall(r"family (\d+) (\d+)", text)]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A zombie whose parent has not collected it yet is dead.
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(condition, *, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def everybody(folder: Path) -> list[int]:
    pairs = [pair for log in folder.glob("*.log") for pair in families(folder, program=log.stem)]
    return [pid for pair in pairs for pid in pair if pid]


def test_a_killed_program_is_started_again_and_its_children_do_not_stay(supervisor, tmp_path):
    supervisor()
    wait_until(lambda: len(families(tmp_path, program="worker")) == 1)
    [(leader, child)] = families(tmp_path, program="worker")

    os.kill(leader, signal.SIGKILL)

    wait_until(lambda: len(families(tmp_path, program="worker")) == 2)
    assert not alive(child)
    assert len(families(tmp_path, program="broker")) == 1


@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
def test_a_signal_stops_everybody(supervisor, tmp_path, number):
    process = supervisor()
    wait_until(lambda: len(everybody(tmp_path)) == 4)

    process.send_signal(number)

    assert process.wait(10) == 0
    assert [pid for pid in everybody(tmp_path) if alive(pid)] == []


def test_nobody_outlives_a_killed_supervisor(supervisor, tmp_path):
    process = supervisor()
    wait_until(lambda: len(everybody(tmp_path)) == 4)
    leaders = [families(tmp_path, program=name)[0][0] for name in ("broker", "worker")]

    process.kill()

    wait_until(lambda: not any(alive(pid) for pid in leaders))


def test_a_program_that_will_not_stop_is_ended(supervisor, tmp_path):
    process = supervisor("stubborn", stop_seconds="1")
    wait_until(lambda: len(everybody(tmp_path)) == 5)

    process.terminate()

    assert process.wait(10) == 0
    assert [pid for pid in everybody(tmp_path) if alive(pid)] == []
