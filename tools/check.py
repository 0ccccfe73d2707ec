"""`make check`: everything that can be known without running a test. Goes on after a failure."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
CHECKS: dict[str, list[object]] = {
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "types": [BIN / "mypy"],
    "layers": [BIN / "lint-imports", "--no-logo"],
    "translations": [sys.executable, "-m", "tools.messages", "check"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
}


def main(wanted: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="okigaru-check-") as folder:
        failed = [name for name in wanted or CHECKS if not passes(name, folder=folder)]
    print(f"check: {', '.join(failed)} failed" if failed else "check: all passed", flush=True)
    return 1 if failed else 0


def passes(name: str, *, folder: str) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        [str(part) for part in CHECKS[name]],
        cwd=ROOT, env=os.environ | production(folder), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    print(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'} "
          f"({time.monotonic() - started:.0f} s)", flush=True)  # fmt: skip
    if done.returncode != 0:
        print(done.stdout, flush=True)
    return done.returncode == 0


def production(folder: str) -> dict[str, str]:
    """The environment of a city's server, so that what it refuses is found here."""
    return {
        "ENV_FILE": os.devnull, "DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": folder,
        "SECRET_KEY": "check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "LINK_KEYS": "check=" + "0123456789abcdef" * 4, "DEMO": "0", "DEBUG": "0", "HTTPS": "1",
        "CLOCK_MAY_MOVE": "0", "BEHIND_PROXY": "1", "ALLOWED_HOSTS": "okigaru.example.jp",
        "CSRF_TRUSTED_ORIGINS": "https://okigaru.example.jp",
        "BASE_URL": "https://okigaru.example.jp", "DATABASE_URL": f"sqlite:///{folder}/x.sqlite3",
        "REDIS_URL": "redis://127.0.0.1:6379/0", "EMAIL_URL": "smtp://127.0.0.1:25",
        "INBOX_URL": "imaps://okigaru:secret@127.0.0.1:993/INBOX", "AUTHSERV_ID": "mx.example.jp",
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
