"""What the list of courses and a programme show, and how the list is narrowed. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import QuerySet

from config import clock
from lectures.listing import Asked, keys_found
from lectures.zones import local, venue_zone

if TYPE_CHECKING:
    from lectures.models.pages.course import CoursePage
    from lectures.models.pages.course_list import CourseIndexPage
    from lectures.models.pages.programme import ProgrammePage

_OPEN = ("open", "soon")


@dataclass(frozen=True)
class CoursesAsked(Asked):
    """What was typed, and the kinds chosen. Unknown values narrow to nothing, as typed."""

    entry: str = ""
    host: str = ""
    only_open: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "CoursesAsked":
        return cls(
            q=Asked.read(query).q,
            entry=query.get("entry", "")[:12],
            host=query.get("host", "")[:10],
            only_open=query.get("open", "") == "1",
        )

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.entry or self.host or self.only_open)

    def fits(self, page: "CoursePage") -> bool:
        return (
            self.entry in ("", page.entry)
            and self.host in ("", page.provider.kind)
            and (not self.only_open or page.intake()[0] in _OPEN)
        )


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
    return {
        "asked": asked,
        "ahead": sorted(ahead, key=_by_day),
        "over": sorted(over, key=_by_day, reverse=True),
        "count": len(pages),
        "entries": _choices([(page.entry, page.get_entry_display()) for page in pages]),
        "hosts": _choices([(page.provider.kind, _kind(page)) for page in pages]),
        "programmes": [] if asked.narrows else list(programmes.defer("body")),
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


def _kind(page: "CoursePage") -> str:
    return str(page.provider.get_kind_display())


def _by_day(page: "CoursePage") -> tuple[bool, str, int]:
    day = page.first_day()
    return day is None, day.isoformat() if day else "", page.pk
