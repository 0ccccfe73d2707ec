"""`make run` itself, after its set-up: one command, a town that answers, nothing left behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys

import psutil
import pytest

from tests.servers import templates
from tests.servers.processes import free_port
from tests.servers.templates import ROOT

pytestmark = pytest.mark.once

RUN = [sys.executable, "-m", "tools.run"]


@pytest.fixture
def environment(tmp_path):
    """As set-up leaves it, with the slow parts taken from what is there already."""
    shutil.copy(templates.sqlite_template(), tmp_path / "okigaru.sqlite3")
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "ENV_FILE": os.devnull, "SECRET_KEY": "x" * 50, "LINK_KEYS": "a=" + "x" * 64, "DEMO": "0",
        "DATA_DIR": str(tmp_path), "STATIC_ROOT": str(tmp_path / "static"),
        "PORT": str(free_port()),
    }  # fmt: skip


@pytest.mark.slow
def test_one_command_brings_a_town_up_and_ctrl_c_takes_it_down(environment, tmp_path):
    with subprocess.Popen(
        RUN, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            lines = iter(process.stdout)
            said = next(line for line in lines if "(ready)" in line)
            family = psutil.Process(process.pid).children(recursive=True)
            names = {" ".join(member.cmdline()) for member in family}
            process.send_signal(signal.SIGINT)
            last = list(lines)[-1]
        finally:
            process.kill()

    assert "お使いになれます" in said
    for part in ("valkey-server", "gunicorn", "celery --app config.celery worker", "celery beat"):
        assert any(part.split()[0] in name and part.split()[-1] in name for name in names)
    assert last == "すべて止まりました (stopped)\n"
    assert [member for member in family if member.is_running()] == []


def test_a_taken_port_is_told_in_one_sentence(environment):
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(environment["PORT"])))
        other.listen()
        done = subprocess.run(RUN, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"ポート {environment['PORT']} は使われています" in done.stderr
