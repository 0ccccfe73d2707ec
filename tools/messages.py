"""The words of the program and their English, without gettext's programs.

    python -m tools.messages update    write new words into locale/en, drop those no longer used
    python -m tools.messages check     fail when a word has no English, or English has no word

Japanese is the source language: the text in the code is what a Japanese reader sees.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCES = ("accounts", "bookings", "cms", "config", "lectures", "notifications", "templates")
KEYWORDS = {
    "_": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


class Word(NamedTuple):
    """What gettext tells texts apart by."""

    context: str | None
    singular: str
    plural: str


def words() -> dict[Word, list[str]]:
    """Every text to translate, and the files that it stands in."""
    found: dict[Word, list[str]] = {}
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                for word in words_in(path):
                    places = found.setdefault(word, [])
                    place = str(path.relative_to(ROOT))
                    places += [place] if place not in places else []
    return found


def words_in(path: Path) -> Iterator[Word]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        if "{%" not in source and "{{" not in source:
            return
        source = as_python(source, path)
    file = io.BytesIO(source.encode())
    for _line, texts, _comments, context in extract("python", file, keywords=KEYWORDS):
        singular, plural = (texts, "") if isinstance(texts, str) else (texts[-2], texts[-1])
        yield Word(context, singular, plural)


def as_python(template: str, path: Path) -> str:
    """Django's own reading of a template; unindented, so that Python's tokenizer accepts it."""
    return "\n".join(line.strip() for line in templatize(template, origin=str(path)).splitlines())


def entries(catalogue: polib.POFile) -> dict[Word, polib.POEntry]:
    return {
        Word(entry.msgctxt, entry.msgid, entry.msgid_plural or ""): entry
        for entry in catalogue
        if not entry.obsolete
    }


def update() -> int:
    catalogue = open_catalogue()
    known, used = entries(catalogue), words()
    for word in known.keys() - used.keys():
        catalogue.remove(known[word])
    for word in used.keys() - known.keys():
        catalogue.append(new_entry(word))
    for word, entry in entries(catalogue).items():
        entry.occurrences = [(place, "") for place in used[word]]
    catalogue.sort(key=lambda entry: (entry.occurrences, entry.msgid))
    catalogue.save(str(ENGLISH))
    print(f"{len(used)} words, {len(used.keys() - known.keys())} new: {ENGLISH.relative_to(ROOT)}")
    return 0


def open_catalogue() -> polib.POFile:
    if ENGLISH.exists():
        return polib.pofile(str(ENGLISH), wrapwidth=100)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def new_entry(word: Word) -> polib.POEntry:
    plural = {"msgid_plural": word.plural, "msgstr_plural": {0: "", 1: ""}} if word.plural else {}
    return polib.POEntry(msgctxt=word.context, msgid=word.singular, **plural)


def check() -> int:
    faults = sorted(faults_of(entries(open_catalogue()), words()))
    for fault in faults:
        print(fault)
    print(f"translations: {len(faults)} faults" if faults else "translations: complete")
    return 1 if faults else 0


def faults_of(known: dict[Word, polib.POEntry], used: dict[Word, list[str]]) -> Iterator[str]:
    for word in used.keys() - known.keys():
        yield f"{used[word][0]}: no English for 「{word.singular}」 (make messages)"
    for word, entry in known.items():
        texts = list(entry.msgstr_plural.values()) if word.plural else [entry.msgstr]
        if word not in used:
            yield f"locale/en: 「{word.singular}」 is used nowhere (make messages)"
        elif entry.fuzzy or not all(texts):
            yield f"{used[word][0]}: the English of 「{word.singular}」 is empty or fuzzy"
        elif any(not set(PLACEHOLDER.findall(text)) <= placeholders(word) for text in texts):
            yield f"{used[word][0]}: the English of 「{word.singular}」 has other placeholders"


def placeholders(word: Word) -> set[str]:
    return set(PLACEHOLDER.findall(word.singular + word.plural))


if __name__ == "__main__":
    sys.exit({"update": update, "check": check}[sys.argv[1]]())
