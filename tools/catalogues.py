"""Makes the files that Django reads translations from. Needs no gettext program."""

import os
from pathlib import Path

import polib

from config.readings import EASY, marked

ROOT = Path(__file__).resolve().parent.parent


def compile_all() -> None:
    """A .mo beside each .po that is newer than it."""
    for path in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime <= path.stat().st_mtime:
            making = path.with_suffix(f".{os.getpid()}.making")
            with_readings(polib.pofile(str(path))).save_as_mofile(str(making))
            making.replace(compiled)


def with_readings(catalogue: polib.POFile) -> polib.POFile:
    """漢字《かんじ》 of the easy words becomes what `config.readings` puts on a page."""
    if catalogue.metadata.get("Language") == EASY:
        for entry in catalogue:
            entry.msgstr = marked(entry.msgstr)
            entry.msgstr_plural = {n: marked(text) for n, text in entry.msgstr_plural.items()}
    return catalogue


if __name__ == "__main__":
    compile_all()
