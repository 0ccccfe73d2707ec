"""What the list of courses and a programme show, and how the list is narrowed. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from config import clock
from lectures import spoken
from lectures.courses.when import SLOTS
from lectures.listing import Asked, keys_found
from lectures.zones import local, venue_zone

if TYPE_CHECKING:
    from lectures.models.pages.course import CoursePage
    from lectures.models.pages.course_list import CourseIndexPage
    from lectures.models.pages.programme import ProgrammePage

_HOWS = {"in_person": gettext_lazy("会場で"), "online": gettext_lazy("オンライン")}
_OPEN = ("open", "soon")


@dataclass(frozen=True)
class CoursesAsked(Asked):
    """What was typed, and the kinds chosen. Unknown values narrow to nothing, as typed."""

    entry: str = ""
    host: str = ""
    when: str = ""
    how: str = ""
    only_open: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "CoursesAsked":
        return cls(
            q=Asked.read(query).q,
            entry=query.get("entry", "")[:12],
            host=query.get("host", "")[:10],
            when=query.get("when", "")[:10],
            how=query.get("how", "")[:10],
            only_open=query.get("open", "") == "1",
        )

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.entry or self.host or self.when or self.how or self.only_open)

    def fits(self, page: "CoursePage") -> bool:
        return (
            self.entry in ("", page.entry)
            and self.host in ("", page.provider.kind)
            and (not self.when or self.when in page.slots())
            and (not self.how or self.how in ways(page))
            and (not self.only_open or page.intake()[0] in _OPEN)
        )


def ways(page: "CoursePage") -> set[str]:
    """How it can be taken part in; nothing where nobody said."""
    both = {"in_person", "online"}
    return both if page.format == "both" else both & {page.format}


def of_courses(index: "CourseIndexPage", asked: CoursesAsked) -> dict[str, Any]:
    """Courses still to come by their first day, then those that are over, newest first."""
    every = apps.get_model("lectures", "CoursePage").objects.child_of(index).live()
    pages = list(for_cards(every))
    found = keys_found(every, asked)
    shown = [page for page in pages if (found is None or page.pk in found) and asked.fits(page)]
    today = clock.today(venue_zone())
    over = [page for page in shown if (page.last_day() or today) < today]
    ahead = [page for page in shown if page not in over]
    programmes = apps.get_model("lectures", "ProgrammePage").objects.child_of(index).live()
    colleges = [] if asked.narrows else list(programmes.defer("body"))
    spoken.speak([*shown, *colleges], but=["body"])
    return {
        "asked": asked,
        "ahead": sorted(ahead, key=_by_day),
        "over": sorted(over, key=_by_day, reverse=True),
        "count": len(pages),
        "entries": _choices([(page.entry, page.get_entry_display()) for page in pages]),
        "hosts": _choices([(page.provider.kind, _kind(page)) for page in pages]),
        "slots": _of_each([page.slots() for page in pages], SLOTS),
        "hows": _of_each([ways(page) for page in pages], _HOWS),
        "programmes": colleges,
    }


def of_programme(programme: "ProgrammePage") -> dict[str, Any]:
    """Its live courses in the editor's order, and all their dates by month."""
    pages = courses_of(programme)
    dates = sorted(
        ((meeting, page) for page in pages for meeting in page.meetings.all()),
        key=lambda pair: (pair[0].starts_at, pair[1].pk),
    )
    return {
        "courses": pages,
        "months": [
            (month, list(group))
            for month, group in groupby(dates, key=lambda pair: local(pair[0].starts_at).date().replace(day=1))
        ],
    }  # fmt: skip


def courses_of(programme: "ProgrammePage") -> list["CoursePage"]:
    """Each once, only those that are published in the same town."""
    order = [entry.course_page_id for entry in programme.entries.all()]
    root = programme.get_site()
    pages = apps.get_model("lectures", "CoursePage").objects.filter(pk__in=order).live().public()
    if root is not None:
        pages = pages.filter(provider__site=root)
    by_key = {page.pk: page for page in for_cards(pages)}
    return [by_key[pk] for pk in dict.fromkeys(order) if pk in by_key]


def for_cards(pages: QuerySet) -> QuerySet:
    return pages.select_related("provider").prefetch_related("meetings").defer("body")


def _choices(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """(value, words, how many) of what occurs; nothing where there is no choice."""
    found = [(value, words, pairs.count((value, words))) for value, words in dict.fromkeys(pairs)]
    return found if len(found) > 1 else []


def _of_each(values: Sequence[set[str]], names: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """As `_choices`, of courses that may have several values, in the order of the names."""
    counts = {value: sum(value in each for each in values) for value in names}
    found = [(value, str(names[value]), count) for value, count in counts.items() if count]
    return [] if all(count == len(values) for _value, _words, count in found) else found


def _kind(page: "CoursePage") -> str:
    return str(page.provider.get_kind_display())


def _by_day(page: "CoursePage") -> tuple[bool, str, int]:
    day = page.first_day()
    return day is None, day.isoformat() if day else "", page.pk
