"""What next year's draft says otherwise than this year's lecture: a field, then and now. Reads only."""

from dataclasses import dataclass
from difflib import ndiff

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.rollover.words import lines_of
from lectures.models import Lecture, LectureFacts, LecturePage

_NAMES: dict[str, Promise] = {"title": _("講座名"), "summary": _("短い説明")}
_LEFT_OUT = ("accepting",)


@dataclass(frozen=True)
class Difference:
    heading: Promise | str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One line of the words below the facts: same, added or removed."""

    change: str
    text: str


def differences(old: Lecture | None, new: LecturePage) -> list[Difference]:
    """In the order of the form. A new lecture differs from nothing: everything it says is shown."""
    found = []
    for name, heading in _headings().items():
        before, now = (_words(old, name) if old else ""), _words(new, name)
        if before != now:
            found.append(Difference(heading, before, now))
    return found


def body_differences(old: LecturePage | None, new: LecturePage) -> list[Line]:
    """Empty where the words are the same."""
    before, now = lines_of(old), lines_of(new)
    if before == now:
        return []
    names = {"+ ": "added", "- ": "removed", "  ": "same"}
    return [Line(names[row[:2]], row[2:]) for row in ndiff(before, now) if row[:2] in names]


def _headings() -> dict[str, Promise | str]:
    facts = {
        field.name: field.verbose_name
        for field in LectureFacts._meta.fields
        if field.name not in _LEFT_OUT
    }
    return {**_NAMES, **facts}


def _words(row: Lecture | LecturePage, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    return "" if value is None else str(value)
