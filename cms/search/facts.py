"""What is known of each page found that may narrow the search, in a fixed number of queries.

Place and online are left out: a lecture goes where the group is.
"""

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lectures.courses.unsaid import ASK
from lectures.models import BookingRules, CoursePage, CoursePageMeeting, LecturePage, Provider
from lectures.models.rules import laid_over
from lectures.search.hits import Hit
from lectures.zones import local

# (value, as shown) by the name of what it narrows.
Facts = dict[str, set[tuple[str, str]]]

KINDS = {
    "lecturepage": gettext_lazy("職員がうかがう講座"),
    "coursepage": gettext_lazy("大学などの公開講座"),
    "programmepage": gettext_lazy("市民大学・シティカレッジ"),
    "articlepage": gettext_lazy("お知らせ・使い方"),
}
_EVENING = time(18)


def facts_of(found: Sequence[Hit], *, site_id: int) -> dict[int, Facts]:
    kinds = {model: [hit.pk for hit in found if hit.model == model] for model in KINDS}
    facts: dict[int, Facts] = {}
    for model, words in KINDS.items():
        said = {(model, str(words))}
        facts |= {pk: {"kind": said} for pk in kinds[model]}
    for pk, more in (
        *_of_lectures(kinds["lecturepage"], site_id=site_id),
        *_of_courses(kinds["coursepage"]),
    ):
        facts[pk] |= more
    return facts


def _of_lectures(pks: Sequence[int], *, site_id: int) -> Iterator[tuple[int, Facts]]:
    rules = {row.lecture_id: row for row in BookingRules.objects.filter(site_id=site_id)}
    town, said = rules.pop(None, None), Said()
    usual = _when_given(town, None, said) if town else set()
    rows = LecturePage.objects.filter(pk__in=pks).values_list(
        "pk", "lecture_id", "minutes", "audience", "cost_note", "category_id", "category__name",
        "department_id", "department__name",
    )  # fmt: skip
    for pk, lecture, minutes, audience, cost, category, name, department, called in rows:
        own = rules.get(lecture)
        yield (
            pk,
            {
                "category": {(str(category), name)},
                "department": {(str(department), called)},
                "audience": {(audience, audience) if audience else said.anybody},
                "length": {said.length(minutes)},
                "free": set() if cost else {said.free},
                "when": _when_given(town, own, said) if town and own else usual,
            },
        )


def _of_courses(pks: Sequence[int]) -> Iterator[tuple[int, Facts]]:
    meetings: dict[int, list[Any]] = {pk: [] for pk in pks}
    said = Said()
    for one in CoursePageMeeting.objects.filter(page__in=pks):
        meetings[one.page_id].append(one)
    rows = CoursePage.objects.filter(pk__in=pks).values_list(
        "pk", "audience", "fee_note", "provider_id", "provider__name", "provider__kind", "entry"
    )
    for pk, audience, fee, provider, called, host, entry in rows:
        days = meetings[pk]
        minutes = (int((one.ends_at - one.starts_at).total_seconds() / 60) for one in days)
        yield (
            pk,
            {
                "provider": {(str(provider), called)},
                "host": {(host, str(Provider.Kind(host).label))},
                "entry": {(entry, str(CoursePage.Entry(entry).label))},
                "audience": said.audience(audience),
                "length": {said.length(number) for number in minutes},
                "free": set() if fee else {said.free},
                "when": {_when_held(one, said) for one in days},
            },
        )


class Said:
    """The words beside the values, in the reader's language: asked for once and not for every page."""

    def __init__(self) -> None:
        self.anybody = ("anybody", _("どなたでも"))
        self.free = ("yes", _("無料"))
        self.weekday, self.weekend = ("weekday", _("平日")), ("weekend", _("土曜・日曜"))
        self.evening = ("evening", _("夜"))
        self._lengths = [
            (30, ("30", _("30分まで"))),
            (60, ("60", _("31分から60分"))),
            (90, ("90", _("61分から90分"))),
        ]
        self._longer = ("more", _("91分から"))

    def audience(self, words: str) -> set[tuple[str, str]]:
        if words == ASK:
            return set()
        return {(words, words) if words else self.anybody}

    def length(self, minutes: int) -> tuple[str, str]:
        return next((said for most, said in self._lengths if minutes <= most), self._longer)


def _when_given(town: BookingRules, own: BookingRules | None, said: Said) -> set[tuple[str, str]]:
    rules = laid_over(town, own, names=("weekends", "day_until"))
    found = {said.weekday}
    found |= {said.weekend} if rules["weekends"] else set()
    return found | ({said.evening} if rules["day_until"] > _EVENING else set())


def _when_held(meeting: CoursePageMeeting, said: Said) -> tuple[str, str]:
    starts = local(meeting.starts_at)
    if starts.time() >= _EVENING:
        return said.evening
    return said.weekday if starts.weekday() < 5 else said.weekend
