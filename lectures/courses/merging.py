"""What a source says now, what it said last, and what our page says: three sides, one report. Pure.

What an editor has changed here is never overwritten unless somebody picks it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from lectures.courses.found import FACTS, MEETING, Course
from lectures.eras import full_day, time_range
from lectures.sheets.decoding import as_cp932
from lectures.zones import local

_FORMULAS = str.maketrans("＝＋－＠", "=+-@")


@dataclass(frozen=True)
class Known:
    """A page that stands for a course. `said`: by the source, at the last time; empty for a page
    of ours that the file names by our own name."""

    key: str
    page: int
    title: str
    said: Mapping[str, str]
    here: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)  # of meetings: the source's → ours
    adopted: bool = False
    over: bool = False


@dataclass(frozen=True)
class Change:
    field: str
    old: str
    new: str
    base: str | None = None

    @property
    def label(self) -> str:
        return str(FACTS[self.field][0]) if self.field in FACTS else _("日程")

    @property
    def old_words(self) -> str:
        return words_of(self.field, self.old)

    @property
    def new_words(self) -> str:
        return words_of(self.field, self.new)

    def token(self, key: str) -> str:
        """The name of its box in the form."""
        return hashlib.sha256(f"{key}\n{self.field}".encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Merged:
    """`changes` are brought in; `edited` only where somebody picks them."""

    found: Course
    known: Known | None
    said: Mapping[str, str]
    changes: tuple[Change, ...] = ()
    edited: tuple[Change, ...] = ()

    @property
    def key(self) -> str:
        return self.known.key if self.known else self.found.key

    @property
    def title(self) -> str:
        return self.found.title

    @property
    def is_new(self) -> bool:
        return self.known is None

    @property
    def picks(self) -> list[tuple[str, Change]]:
        return [(change.token(self.key), change) for change in self.edited]


@dataclass
class Report:
    new: list[Merged] = field(default_factory=list)
    changed: list[Merged] = field(default_factory=list)
    edited: list[Merged] = field(default_factory=list)  # nothing but what was edited here
    same: list[Merged] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    @property
    def with_edits(self) -> list[Merged]:
        return [one for one in (*self.changed, *self.edited) if one.edited]

    @property
    def does_something(self) -> bool:
        return bool(self.new or self.changed or self.with_edits)

    def stamp(self) -> str:
        """From which state this was seen."""
        seen = [
            [one.key, sorted(one.said.items()), [[c.field, c.old] for c in (*one.changes, *one.edited)]]
            for one in (*self.new, *self.changed, *self.edited)
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()[:40]


def merged(courses: Iterable[Course], known: Iterable[Known], *, deleted: Mapping[str, str], at: datetime) -> Report:  # fmt: skip
    """`deleted`: keys whose pages an editor deleted, with their titles."""
    report, left = Report(), {one.key: one for one in known}
    by_meeting = {
        name: one for one in left.values() for name in {**one.here, **one.said} if name.startswith(MEETING)
    }  # fmt: skip
    for course in courses:
        if course.key in deleted:
            report.deleted.append(deleted[course.key])
            continue
        one = left.get(course.key) or _by_meeting(course, by_meeting, left)
        if one is not None:
            left.pop(one.key, None)
        _sort_in(_compared(course, one, at=at), report)
    report.gone = [one for one in left.values() if not one.adopted and not one.over]
    return report


def _by_meeting(
    course: Course, known: Mapping[str, Known], left: Mapping[str, Known]
) -> Known | None:
    """A course whose title has changed is known by the names of its meetings."""
    found = (known.get(MEETING + meeting.key) for meeting in course.meetings)
    return next((one for one in found if one is not None and one.key in left), None)


def _sort_in(one: Merged, report: Report) -> None:
    if one.is_new:
        report.new.append(one)
    elif one.changes:
        report.changed.append(one)
    else:
        (report.edited if one.edited else report.same).append(one)


def _compared(course: Course, known: Known | None, *, at: datetime) -> Merged:
    here: Mapping[str, str] = known.here if known else {}
    base: Mapping[str, str] = known.said if known else {}
    said = {**course.facts}
    meant = _meant(course, known) if known and known.adopted else {}
    for meeting in course.meetings:
        name = meant.get(meeting.key) or MEETING + meeting.key
        said[name] = meeting.packed(here.get(name) or base.get(name, ""))
    removed = [
        name
        for name in (here if known and known.adopted else base)
        if name.startswith(MEETING) and name not in said and not _is_past(here.get(name, ""), at)
    ]
    changes, edited = [], []
    for name, new in (*said.items(), *((name, "") for name in removed)):
        old = here.get(name, "")
        unsaid = new == "" and not base.get(name) and name in FACTS
        if alike(old, new) or (unsaid and not (known and known.adopted)):
            continue
        change = Change(name, old, new, base.get(name))
        theirs = known is None or known.adopted or _is_theirs(name, old, base.get(name))
        (changes if theirs else edited).append(change)
    for name in removed:
        said[name] = ""
    return Merged(course, known, said, tuple(changes), tuple(edited))


def _meant(course: Course, known: Known) -> dict[str, str]:
    """A line that was added to our own export has no name of ours: the next time it has its day's."""
    named = {MEETING + meeting.key for meeting in course.meetings}
    free = {
        json.loads(value)[0]: name
        for name, value in known.here.items()
        if name.startswith(MEETING) and name not in named
    }
    return {
        meeting.key: free[meeting.starts_at.isoformat()]
        for meeting in course.meetings
        if MEETING + meeting.key not in known.here and meeting.starts_at.isoformat() in free
    }


def _is_theirs(name: str, old: str, base: str | None) -> bool:
    """Whether what stands here is what the source said, or nothing."""
    if base is None:
        return old == ""
    return alike(old, base)


def _is_past(packed: str, at: datetime) -> bool:
    return bool(packed) and datetime.fromisoformat(json.loads(packed)[1]) < at


def alike(one: str, other: str) -> bool:
    return one == other or _plain(one) == _plain(other)


def _plain(text: str) -> str:
    """As it reads after a way through a file: letters that none may carry are gone."""
    kept = "".join(letter if letter.isprintable() or letter == "\n" else "" for letter in text)
    return as_cp932("".join(kept.translate(_FORMULAS).split()))


def words_of(name: str, value: str) -> str:
    if not name.startswith(MEETING) or not value:
        return value
    starts, ends, title, lecturer, room, all_day, cancelled = json.loads(value)
    since, until = (local(datetime.fromisoformat(text)) for text in (starts, ends))
    when = full_day(since.date()) + ("" if all_day else f" {time_range(since, until)}")
    parts = [when, title, lecturer, room, _("中止") if cancelled else ""]
    return "、".join(part for part in parts if part)
