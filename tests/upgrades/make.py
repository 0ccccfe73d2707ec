"""Writes the dumps of this version: `python -m tests.upgrades.make`.

Once for each release, and before it again whenever a migration or the demo changes. Dumps of
versions that were released are never made anew.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg

from tests.servers import templates
from tests.servers.postgres import Postgres, readable_binaries
from tests.upgrades import dumps

VERSION = "0.1.0"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="okigaru-upgrades-") as name:
        folder = Path(name)
        counts = sqlite(folder)
        assert postgresql(folder) == counts, "the engines differ"
    dumps.counts_path(VERSION).write_text(json.dumps(counts, indent=1) + "\n")
    print(f"{VERSION}: {sum(counts.values())} rows in {len(counts)} tables")
    return 0


def sqlite(folder: Path) -> dict[str, int]:
    file = folder / "demo.sqlite3"
    counts = filled(folder, f"sqlite:///{file}")
    dumps.write(dumps.path(VERSION, "sqlite"), dumps.dump_sqlite(file))
    return counts


def postgresql(folder: Path) -> dict[str, int]:
    with Postgres(folder) as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE demo")
        url = f"{server.url.rsplit('/', 1)[0]}/demo"
        counts = filled(folder, url)
        binaries = folder / "pginstall" / "bin"
        pg_dump = (binaries if binaries.exists() else readable_binaries(folder)) / "pg_dump"
        dumps.write(dumps.path(VERSION, "postgresql"), dumps.dump_postgres(pg_dump, url))
    return counts


def filled(folder: Path, url: str) -> dict[str, int]:
    """The demo in an empty database, with nothing for the doctor to find."""
    found = installation("fill", folder=folder, url=url)
    assert found["breaches"] == [], found["breaches"][:5]
    return found["counts"]


def installation(verb: str, *, folder: Path, url: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.upgrades.installation", verb],
        cwd=templates.ROOT, env=dumps.environment(folder, url), stdout=subprocess.PIPE, text=True,
        check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
