"""The words of the program, their English and their やさしい日本語, without gettext's programs.

    python -m tools.messages update    write new words into locale/, drop those no longer used
    python -m tools.messages check     fail when a word has no English, or English has no word

Japanese is the source language: the text in the code is what a Japanese reader sees. The easy words
are complete for the pages that a group meets (EASY_PAGES); elsewhere the Japanese stands.
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

from config import readings

ROOT = Path(__file__).resolve().parent.parent
EASY_PAGES = (
    "bookings/forms/", "bookings/plan.py", "bookings/public/", "bookings/rules/", "bookings/spelling/",
    "cms/search/", "lectures/closing.py", "lectures/seasons.py", "templates/4", "templates/50", "templates/base.html",
    "templates/bookings/day_now.html", "templates/bookings/key_refused.html",
    "templates/bookings/plan/", "templates/bookings/public/", "templates/cms/home.html", "templates/cms/search/",
    "templates/frame/ask_office.html",
    "templates/frame/error_links.html", "templates/frame/footer.html",
    "templates/frame/header.html", "templates/lectures/apply.html", "templates/lectures/card.html",
    "templates/lectures/categories.html", "templates/lectures/lecture.html",
    "templates/lectures/menu.html", "templates/lectures/nothing.html",
)  # fmt: skip
SOURCES = ("accounts", "bookings", "cms", "config", "lectures", "notifications", "templates")
KEYWORDS = {
    "_": None,
    "_lazy": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "sentence": None,
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


class Catalogue(NamedTuple):
    """The words in one language; `pages`: the files that it is complete for."""

    name: str
    code: str
    folder: str
    plurals: str
    pages: tuple[str, ...] = ("",)

    @property
    def path(self) -> Path:
        return ROOT / "locale" / self.folder / "LC_MESSAGES" / "django.po"

    def wants(self, places: list[str]) -> bool:
        return any(place.startswith(self.pages) for place in places)


ENGLISH = Catalogue("English", "en", "en", "nplurals=2; plural=(n != 1);")
EASY = Catalogue(
    "やさしい日本語", readings.EASY, "ja_Easy", "nplurals=1; plural=0;", pages=EASY_PAGES
)


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


def update(catalogue: Catalogue) -> int:
    file = open_catalogue(catalogue)
    known, used = entries(file), words()
    missing = {word for word in used.keys() - known.keys() if catalogue.wants(used[word])}
    for word in known.keys() - used.keys():
        file.remove(known[word])
    for word in missing:
        file.append(new_entry(word, catalogue))
    for word, entry in entries(file).items():
        entry.occurrences = [(place, "") for place in used[word]]
    file.sort(key=lambda entry: (entry.occurrences, entry.msgid))
    file.save(str(catalogue.path))
    print(f"{len(file)} words, {len(missing)} new: {catalogue.path.relative_to(ROOT)}")
    return 0


def open_catalogue(catalogue: Catalogue) -> polib.POFile:
    if catalogue.path.exists():
        return polib.pofile(str(catalogue.path), wrapwidth=100)
    catalogue.path.parent.mkdir(parents=True, exist_ok=True)
    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": catalogue.code,
        "Plural-Forms": catalogue.plurals,
    }
    return file


def new_entry(word: Word, catalogue: Catalogue) -> polib.POEntry:
    forms = dict.fromkeys(range(1 if "nplurals=1" in catalogue.plurals else 2), "")
    plural = {"msgid_plural": word.plural, "msgstr_plural": forms} if word.plural else {}
    return polib.POEntry(msgctxt=word.context, msgid=word.singular, **plural)


def check(catalogue: Catalogue) -> int:
    faults = sorted(faults_of(entries(open_catalogue(catalogue)), words(), catalogue=catalogue))
    for fault in faults:
        print(fault)
    told = f"{len(faults)} faults" if faults else "complete"
    print(f"translations, {catalogue.name}: {told}")
    return 1 if faults else 0


def faults_of(
    known: dict[Word, polib.POEntry],
    used: dict[Word, list[str]],
    *,
    catalogue: Catalogue = ENGLISH,
) -> Iterator[str]:
    for word in used.keys() - known.keys():
        if catalogue.wants(used[word]):
            yield f"{used[word][0]}: no {catalogue.name} for 「{word.singular}」 (make messages)"
    for word, entry in known.items():
        if word not in used:
            yield f"locale/{catalogue.folder}: 「{word.singular}」 is used nowhere (make messages)"
        elif fault := fault_in(word, entry, catalogue=catalogue):
            yield f"{used[word][0]}: the {catalogue.name} of 「{word.singular}」 {fault}"


def fault_in(word: Word, entry: polib.POEntry, *, catalogue: Catalogue) -> str:
    texts = list(entry.msgstr_plural.values()) if word.plural else [entry.msgstr]
    if entry.fuzzy or not all(texts):
        return "is empty or fuzzy"
    if any(not set(PLACEHOLDER.findall(text)) <= placeholders(word) for text in texts):
        return "has other placeholders"
    if catalogue is EASY and (kanji := "".join(map(readings.unread, texts))):
        return f"has no reading for {kanji}"
    return ""


def placeholders(word: Word) -> set[str]:
    return set(PLACEHOLDER.findall(word.singular + word.plural))


def main(command: str) -> int:
    step = {"update": update, "check": check}[command]
    return max([step(catalogue) for catalogue in (ENGLISH, EASY)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
