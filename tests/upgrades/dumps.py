"""Databases as plain SQL: written from a live one, read into an empty one. Knows no Django."""

import gzip
import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg

FOLDER = Path(__file__).parent
# What psql says to itself, and what only the server's own version knows.
_NOT_SQL = ("\\restrict", "\\unrestrict", "SET transaction_timeout")


def path(version: str, engine: str) -> Path:
    return FOLDER / f"{version}-{engine}.sql.gz"


def counts_path(version: str) -> Path:
    return FOLDER / f"{version}-counts.json"


def dump_sqlite(database: Path) -> str:
    """The search index is left out and made again: `iterdump` writes it in a form nobody reads."""
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT name, type FROM pragma_table_list").fetchall()
        index = tuple(f'"{name}"' for name, kind in tables if kind in ("virtual", "shadow"))
        made = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
        ).fetchall()
        statements = [one for one in connection.iterdump() if not _is_index(one, index)]
    again = [f"{sql};\nINSERT INTO {name}({name}) VALUES('rebuild');" for name, sql in made]
    return "\n".join([*statements[:-1], *again, statements[-1]])


def _is_index(statement: str, tables: tuple[str, ...]) -> bool:
    if "writable_schema" in statement or statement.startswith("INSERT INTO sqlite_master"):
        return True
    about = statement.replace("'", '"').removeprefix("CREATE TABLE ").removeprefix("INSERT INTO ")
    return about.startswith(tables)


def load_sqlite(sql: str, *, into: Path) -> None:
    with closing(sqlite3.connect(into)) as connection:
        connection.executescript(sql)


def dump_postgres(pg_dump: Path, url: str) -> str:
    """INSERT and not COPY, so that any client can read it back."""
    command = [pg_dump, "--no-owner", "--no-privileges", "--rows-per-insert=200", url]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def load_postgres(sql: str, *, into: str) -> None:
    plain = "\n".join(line for line in sql.splitlines() if not line.startswith(_NOT_SQL))
    with psycopg.connect(into, autocommit=True) as connection:
        connection.execute(plain)


def write(file: Path, sql: str) -> None:
    file.write_bytes(gzip.compress(sql.encode(), mtime=0))


def read(file: Path) -> str:
    return gzip.decompress(file.read_bytes()).decode()


def environment(folder: Path, url: str) -> dict[str, str]:
    """Of an installation process on that database."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TEST_")} | {
        "DJANGO_SETTINGS_MODULE": "config.settings", "ENV_FILE": os.devnull,
        "SECRET_KEY": "only-for-dumps-" + "0123456789" * 5, "LINK_KEYS": "d=" + "0f" * 32,
        "DATABASE_URL": url, "REDIS_URL": "", "DATA_DIR": str(folder), "DEMO": "1", "DEBUG": "0",
        "BASE_URL": "http://127.0.0.1:8000", "LOG_LEVEL": "ERROR",
    }  # fmt: skip
