"""What is made once and then copied: a migrated SQLite file, a PostgreSQL template, the static files.

Each name holds a hash of what it was made from, so a new migration or style sheet makes a new one.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]


def fingerprint() -> str:
    """Changes with any migration of ours and any version of Django or Wagtail."""
    digest = hashlib.sha256(f"{version('django')} {version('wagtail')}".encode())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    for name in ("constraints.py", "scoping.py"):
        digest.update((ROOT / "accounts" / name).read_bytes())
    return digest.hexdigest()[:16]


def sqlite_template() -> Path:
    """The path of a migrated file."""
    return made_once(f"{fingerprint()}.sqlite3", lambda path: migrate(f"sqlite:///{path}"))


def static_root() -> Path:
    """The folder that `collectstatic` filled; real servers need its manifest."""
    digest = hashlib.sha256(f"{version('django')} {version('wagtail')} {ROOT}".encode())
    for path in sorted(ROOT.glob("static/**/*")) + sorted(ROOT.glob("*/static/**/*")):
        if path.is_file():
            digest.update(str(path).encode() + path.read_bytes())
    return made_once(
        f"{digest.hexdigest()[:16]}.static",
        lambda path: manage("collectstatic", "--no-input", environment={"STATIC_ROOT": str(path)}),
    )


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """By the first process that asks; the last few are kept."""
    folder = Path(tempfile.gettempdir()) / f"okigaru-templates-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    made = folder / name
    with locked(folder / "lock"):
        if not made.exists():
            others = sorted(folder.glob(f"*{made.suffix}"), key=lambda path: path.stat().st_mtime)
            for old in others[:-3]:
                remove(old)
            making = made.with_name(f"making-{name}")
            remove(making)
            make(making)
            making.rename(made)
    return made


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def postgres_template(server_url: str) -> str:
    """The name of a migrated database on that server."""
    name = f"okigaru_template_{fingerprint()}"
    base = server_url.rsplit("/", 1)[0]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if row is None:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}_making"')
            connection.execute(f'CREATE DATABASE "{name}_making"')
            migrate(f"{base}/{name}_making")
            connection.execute(f'ALTER DATABASE "{name}_making" RENAME TO "{name}"')
    return name


def migrate(database_url: str) -> None:
    manage("migrate", environment={"TEST_DATABASE_URL": database_url})


def manage(*arguments: str, environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments, "--verbosity=0"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"} | environment,
        check=True,
    )


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
