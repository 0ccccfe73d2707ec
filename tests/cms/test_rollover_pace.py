"""SQLite has one writer: whoever wants to write while the next menu is copied gets a turn."""

import sqlite3
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from lectures import pacing

STEPS = 8


@pytest.fixture
def file(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(pacing, "connection", SimpleNamespace(vendor="sqlite"))
    path = tmp_path / "town.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE written (who TEXT)")
    made.close()
    return path


def written_first(path: Path) -> list[str]:
    """Who wrote, in order: long steps one after the other, and a guest that came during the first."""
    copier = sqlite3.connect(path, isolation_level=None)
    started = threading.Event()
    left = STEPS

    def step() -> bool:
        nonlocal left
        copier.execute("BEGIN IMMEDIATE")
        started.set()
        time.sleep(0.15)
        copier.execute("INSERT INTO written VALUES ('step')")
        copier.execute("COMMIT")
        left -= 1
        return left > 0

    def write() -> None:
        started.wait()
        with sqlite3.connect(path, timeout=20) as guest:
            guest.execute("INSERT INTO written VALUES ('guest')")
        guest.close()

    visitor = threading.Thread(target=write)
    visitor.start()
    pacing.repeat(step, seconds=60)
    visitor.join()
    rows = [row[0] for row in copier.execute("SELECT who FROM written ORDER BY rowid")]
    copier.close()
    return rows


def test_a_guest_writes_before_the_copying_is_over(file):
    assert "guest" in written_first(file)[:5]


def test_without_a_breath_the_guest_finds_the_file_locked_again_and_again(file, monkeypatch):
    monkeypatch.setattr(pacing, "_BREATH", 0)

    assert any("guest" not in written_first(file)[-STEPS - 1 :][:5] for _try in range(5))
