"""待つ日数: working days from 受付 to the decision on the requests of one fiscal year.

The decision is the first 決定, 不承認 or 不成立. The day of 受付, or the next working day where the
town hall is closed, is day 0. Reads only; five questions whatever the number of requests.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, Min, OuterRef
from django.utils.translation import gettext as _

from bookings.models import BookingRequest, Consultation, RequestEvent
from bookings.models.office_days import office_settings, working_days
from bookings.models.request import BookingRequestQuerySet
from bookings.status import ConsultationEnd, Reason, RequestStatus, Verb
from lectures.working_days import WorkingDays
from lectures.zones import local

_DECIDED = (RequestStatus.CONFIRMED, RequestStatus.REFUSED, RequestStatus.UNFULFILLED)
_WAITING = (
    RequestStatus.SUBMITTED, RequestStatus.NEEDS_CHANGE, RequestStatus.ASKING, RequestStatus.PROPOSING,
)  # fmt: skip
Reasons = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Waits:
    """Of `decided` requests: `median`, `ninetieth` (nine of ten took no longer), None of nothing.

    `in_time` were decided within `deadline` working days; `late` of those `waiting` are over it.
    """

    deadline: int
    decided: int
    median: float | None
    ninetieth: int | None
    in_time: int
    waiting: int
    late: int
    refused: Reasons
    unfulfilled: Reasons
    consultations: Reasons

    @property
    def percent_in_time(self) -> int | None:
        return round(100 * self.in_time / self.decided) if self.decided else None

    @property
    def unmet(self) -> list[tuple[str, Reasons]]:
        """(what became of it, its reasons)."""
        return [
            (str(RequestStatus.REFUSED.label), self.refused),
            (str(RequestStatus.UNFULFILLED.label), self.unfulfilled),
            (_("相談で終わった"), self.consultations),
        ]

    @property
    def has_unmet(self) -> bool:
        return any(rows for _what, rows in self.unmet)


class Calendar:
    """Counts working days between two days; looks each day up once."""

    def __init__(self, days: WorkingDays, first: date, last: date):
        every = (first + timedelta(days=n) for n in range((last - first).days + 1))
        self._open = [day for day in every if days.is_open(day)]

    def between(self, begins: date, ends: date) -> int:
        """0 on the day itself, and on the first working day where `begins` is closed."""
        until = bisect_right(self._open, ends)
        first = bisect_right(self._open, begins - timedelta(days=1))
        return max(0, until - first - 1)


def waits(year: int, *, at: datetime) -> Waits:
    requests = BookingRequest.objects.submitted().filter(fiscal_year__year=year)
    asked = list(_of_office(requests).values_list("pk", "submitted_at", "status"))
    decided_at = dict(
        RequestEvent.objects.filter(
            request__fiscal_year__year=year, to_status__in=_DECIDED
        ).order_by().values_list("request").annotate(first=Min("at"))
    )  # fmt: skip
    deadline, today = office_settings().answer_days, local(at).date()
    begins = [local(one[1]).date() for one in asked if one[1]]
    calendar = Calendar(working_days(), min(begins, default=today), today)
    took, open_for = [], []
    for (pk, _submitted_at, status), day in zip(asked, begins, strict=True):
        decided = decided_at.get(pk)
        if decided is not None:
            took.append(calendar.between(day, local(decided).date()))
        elif status in _WAITING:
            open_for.append(calendar.between(day, today))
    return Waits(
        deadline=deadline, decided=len(took), median=middle(took), ninetieth=ninetieth(took),
        in_time=sum(days <= deadline for days in took), waiting=len(open_for),
        late=sum(days > deadline for days in open_for),
        refused=_reasons(year, RequestStatus.REFUSED),
        unfulfilled=_reasons(year, RequestStatus.UNFULFILLED),
        consultations=_consultations(year),
    )  # fmt: skip


def middle(days: Sequence[int]) -> float | None:
    """The median; between two, their mean."""
    if not days:
        return None
    ordered, half = sorted(days), len(days) // 2
    return ordered[half] if len(days) % 2 else (ordered[half - 1] + ordered[half]) / 2


def ninetieth(days: Sequence[int]) -> int | None:
    """The smallest number of days within which nine of ten were decided (nearest rank)."""
    return sorted(days)[-(-9 * len(days) // 10) - 1] if days else None


def _of_office(requests: BookingRequestQuerySet) -> BookingRequestQuerySet:
    """What a department took by itself was never waited for here."""
    direct = RequestEvent.objects.filter(request=OuterRef("pk"), verb=Verb.DIRECT)
    return requests.exclude(Exists(direct))


def _reasons(year: int, status: RequestStatus) -> Reasons:
    """Why, the commonest first."""
    events = RequestEvent.objects.filter(
        request__fiscal_year__year=year, request__status=status, to_status=status
    ).exclude(from_status=status)
    found = Counter(events.order_by().values_list("reason", flat=True))
    words = dict(Reason.choices)
    return tuple((str(words.get(key, "")), number) for key, number in found.most_common())


def _consultations(year: int) -> Reasons:
    rows = Consultation.objects.of_year(year).unmet().values_list("reason", flat=True)
    words = dict(ConsultationEnd.choices)
    return tuple((str(words[key]), number) for key, number in Counter(rows).most_common())
