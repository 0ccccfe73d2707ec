"""Brings one installation up to date: words, database, style sheets, the demo town.

Every step may run again and again; a step that takes more than two seconds says so.
"""

import hashlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands

from lectures.search.indexing import VERSION
from tools import catalogues


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    catalogues.compile_all()
    django.setup()
    for text, step in STEPS:
        with told(text):
            step()
    return 0


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def collect_static() -> None:
    """Skipped when the same files were collected already: it takes longer than all the rest."""
    seen = fingerprint()
    mark = Path(settings.DATA_DIR) / "static-collected.mark"
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if collected.exists() and mark.exists() and mark.read_text() == seen:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(seen)


def fingerprint() -> str:
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = os.stat(storage.path(path))
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def index_pages() -> None:
    """Pages that were saved under other rules of the search are written into its index anew."""
    mark = Path(settings.DATA_DIR) / "search-index.mark"
    if mark.exists() and mark.read_text() == VERSION:
        return
    call_command("update_index", verbosity=0)
    mark.write_text(VERSION)


def load_demo() -> None:
    if settings.DEMO and "load_demo" in get_commands():
        call_command("load_demo", if_empty=True, verbosity=0)
        # `make run` shows them; they are no secret, a demo town holds nobody's data.
        lines = import_module("cms.demo.loader.logins").lines()
        (Path(settings.DATA_DIR) / "demo-logins.txt").write_text("\n".join(lines) + "\n")


STEPS: list[tuple[str, Callable[[], None]]] = [
    ("データベースを整えています (migrating)", migrate),
    ("さがすための索引を作っています (indexing pages)", index_pages),
    ("見た目のファイルを集めています (collecting style sheets)", collect_static),
    ("見本の町を用意しています (loading the demo town)", load_demo),
]


@contextmanager
def told(text: str) -> Iterator[None]:
    """Say what goes on, but only when it takes a while."""
    timer = threading.Timer(2, print, args=[f"{text} …"], kwargs={"flush": True})
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


if __name__ == "__main__":
    sys.exit(main())
