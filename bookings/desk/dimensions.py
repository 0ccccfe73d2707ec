"""By what the inbox can be narrowed: each with its choices and its condition. Reads only.

No condition joins a table with many rows for one request, so that counts stay counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import Assignment, LectureSession, PreferredSlot
from bookings.status import ASSIGNMENT_STANDING, AssignmentState, SessionState, Way
from lectures.models import Category, Centre, Department
from lectures.zones import local, venue_zone

_MONTHS_BACK, _MONTHS_AHEAD = 6, 12
_SOON = timedelta(days=7)
# By which a request can come in; the others are ways of what happens later.
_ENTRIES = (Way.WEB, Way.PHONE, Way.FAX, Way.POST, Way.COUNTER, Way.DEPARTMENT)
DUE = {
    "late": gettext_lazy("返事の期限をすぎた"),
    "today": gettext_lazy("返事は今日まで"),
    "week": gettext_lazy("返事は7日以内"),
    "open": gettext_lazy("返事を待っている"),
}

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Dimension:
    """`key` stands in the address; `choices` of a day, `condition` of a choice and a moment."""

    key: str
    label: Promise
    choices: Callable[[date], Choices]
    condition: Callable[[str, datetime], Q]


def _departments(today: date) -> Choices:
    return list(Department.objects.order_by("code").values_list("code", "name"))


def _of_department(code: str, at: datetime) -> Q:
    """Whom the table names: who is asked, or whose lecture it is while nobody is."""
    asked = Assignment.objects.filter(request=OuterRef("pk"), state__in=ASSIGNMENT_STANDING)
    theirs = asked.filter(department__code=code)
    return Q(Exists(theirs)) | (Q(lecture__department__code=code) & ~Q(Exists(asked)))


def _categories(today: date) -> Choices:
    rows = Category.objects.order_by("order", "name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


def _centres(today: date) -> Choices:
    return list(Centre.objects.order_by("code").values_list("code", "name"))


def _at_centre(code: str, at: datetime) -> Q:
    """By wish, or by the fixed place."""
    held = _sessions().filter(Q(centre__code=code) | Q(room__centre__code=code))
    return Q(centre__code=code) | Q(room__centre__code=code) | Q(Exists(held))


def _ways(today: date) -> Choices:
    return [(way.value, str(way.label)) for way in _ENTRIES]


def _months(today: date) -> Choices:
    first = today.year * 12 + today.month - 1
    found = range(first - _MONTHS_BACK, first + _MONTHS_AHEAD + 1)
    return [
        (
            f"{month // 12}-{month % 12 + 1:02}",
            _("%(year)d年%(month)d月") % {"year": month // 12, "month": month % 12 + 1},
        )
        for month in found
    ]


def _in_month(month: str, at: datetime) -> Q:
    """A fixed date in it; while nothing is fixed, one of the wishes."""
    year, number = map(int, month.split("-"))
    first = date(year, number, 1)
    after = date(year + number // 12, number % 12 + 1, 1)
    begins, ends = (datetime.combine(day, time(), venue_zone()) for day in (first, after))
    fixed = _sessions().filter(starts_at__gte=begins, starts_at__lt=ends)
    wished = PreferredSlot.objects.filter(request=OuterRef("pk"), day__gte=first, day__lt=after)
    return Q(Exists(fixed)) | (Q(Exists(wished)) & ~Q(Exists(_sessions())))


def _due(today: date) -> Choices:
    return [(key, str(words)) for key, words in DUE.items()]


def _is_due(key: str, at: datetime) -> Q:
    tonight = datetime.combine(local(at).date(), time.max, venue_zone())
    until = {
        "late": {"due_at__lt": at},
        "today": {"due_at__gte": at, "due_at__lte": tonight},
        "week": {"due_at__gte": at, "due_at__lte": tonight + _SOON},
        "open": {},
    }[key]
    asked = Assignment.objects.filter(request=OuterRef("pk"), state=AssignmentState.ASKED)
    return Q(Exists(asked.filter(**until)))


def _sessions() -> QuerySet[LectureSession]:
    rows = LectureSession.objects.filter(request=OuterRef("pk"))
    return rows.exclude(state=SessionState.CANCELLED)


DIMENSIONS = (
    Dimension("department", gettext_lazy("担当課"), _departments, _of_department),
    Dimension(
        "category",
        gettext_lazy("分野"),
        _categories,
        lambda pk, at: Q(lecture__category=int(pk)),
    ),
    Dimension("centre", gettext_lazy("地域交流センター"), _centres, _at_centre),
    Dimension("way", gettext_lazy("申込みの経路"), _ways, lambda way, at: Q(way=way)),
    Dimension("month", gettext_lazy("講座の月"), _months, _in_month),
    Dimension("due", gettext_lazy("期限"), _due, _is_due),
)
