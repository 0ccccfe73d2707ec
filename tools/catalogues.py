"""Makes the files that Django reads translations from. Needs no gettext program."""

import os
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def compile_all() -> None:
    """A .mo beside each .po that is newer than it."""
    for path in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime <= path.stat().st_mtime:
            making = path.with_suffix(f".{os.getpid()}.making")
            polib.pofile(str(path)).save_as_mofile(str(making))
            making.replace(compiled)


if __name__ == "__main__":
    compile_all()
