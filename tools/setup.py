"""Makes `.venv`, installs what is listed and writes `.env`. A second run does nothing.

Runs before any library is there: standard library only, Python 3.11 or newer, no root.

    python3 tools/setup.py requirements.txt | requirements-dev.txt
"""

import contextlib
import fcntl
import hashlib
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
INSTALLER = "uv==0.13.9"
QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}


def main(wanted: str) -> int:
    with (ROOT / ".setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            make_environment()
            install(wanted)
        except subprocess.CalledProcessError as error:
            say(f"準備が止まりました (set-up stopped): {' '.join(map(str, error.cmd))}")
            return 1
        write_env_file(ROOT / ".env")
    return 0


def make_environment() -> None:
    if PYTHON.exists() and call(PYTHON, "-c", "import pip", quiet=True) == 0:
        return
    say("仮想環境を作っています (making .venv) …")
    check_call(sys.executable, "-m", "venv", "--clear", VENV)


def install(wanted: str) -> None:
    """Install unless the stamp says that exactly this list, or the longer one, is there."""
    installed = STAMP.read_text().split() if STAMP.exists() else []
    if fingerprint(wanted) in installed:
        return
    say("ライブラリを入れています (installing libraries, up to a minute) …")
    started = time.monotonic()
    STAMP.unlink(missing_ok=True)
    if not with_uv(wanted):
        check_call(PYTHON, "-m", "pip", "install", "-q", "--use-pep517", "-r", wanted)
    # What tests need contains what runs: both are there now.
    names = {wanted, "requirements.txt"}
    STAMP.write_text("\n".join(sorted(fingerprint(name) for name in names)))
    say(f"ライブラリが入りました (installed in {time.monotonic() - started:.0f} s)")


def with_uv(wanted: str) -> bool:
    """uv is some ten times faster than pip, but does not read pip's configuration."""
    if call(PYTHON, "-m", "pip", "install", "-q", INSTALLER, quiet=True) != 0:
        return False
    command = [PYTHON, "-m", "uv", "pip", "install", "-q", "--system-certs", "--python", PYTHON]
    return call(*command, "-r", wanted, quiet=True) == 0


def fingerprint(wanted: str) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted({wanted, "requirements.txt"}):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def write_env_file(path: Path) -> None:
    """The secrets of this installation; an existing file is left as it is."""
    lines = [
        "# Written once by set-up. Keep it secret; a backup needs it, a repository must not have it.",
        f"SECRET_KEY={secrets.token_urlsafe(48)}",
        f"LINK_KEYS=a={secrets.token_hex(32)}",
        "REDIS_URL=embedded://",
        "DEMO=1",
    ]
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w") as file:
            file.write("\n".join(lines) + "\n")


def call(*command: object, quiet: bool = False) -> int:
    output = subprocess.DEVNULL if quiet else None
    return subprocess.call(
        [str(part) for part in command],
        cwd=ROOT, env=os.environ | QUIET, stdout=output, stderr=output,
    )  # fmt: skip


def check_call(*command: object) -> None:
    code = call(*command)
    if code != 0:
        raise subprocess.CalledProcessError(code, [str(part) for part in command])


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
