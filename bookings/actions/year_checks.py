"""What should be done before a year is closed, each with how much of it there is. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from bookings.counting.targets import town_targets
from bookings.models import BookingRequest, DifferingReports, DirectAsk, LectureSession
from bookings.sentence import Sentence, Year, sentence
from bookings.status import REQUEST_OPEN, RequestStatus, SessionState
from lectures.eras import fiscal_year_range
from lectures.models import FiscalYear
from lectures.zones import local


@dataclass(frozen=True)
class Check:
    """`stops`: it cannot be let stand."""

    code: str
    number: int
    sentence: str
    stops: bool = False


def checks_of(year: int, *, at: datetime) -> list[Check]:
    """Those that find something, the stopping ones first."""
    first, last = fiscal_year_range(year)
    found = [*_stopping(year, last=last, today=local(at).date())]
    for code, number, words in _waivable(year, first=first, last=last, at=at):
        if number:
            found.append(Check(code, number, words))
    return found


def _stopping(year: int, *, last: date, today: date) -> Iterator[Check]:
    if today <= last:
        yield Check(
            "not-over",
            1,
            sentence("%(year)sは、まだ終わっていません。", year=Year(year)),
            stops=True,
        )
    if FiscalYear.objects.filter(year=year, closed_at__isnull=False).exists():
        yield Check(
            "closed", 1, sentence("%(year)sは、もう締めました。", year=Year(year)), stops=True
        )


def _waivable(
    year: int, *, first: date, last: date, at: datetime
) -> Iterator[tuple[str, int, Sentence | str]]:
    """(code, how many, in words)."""
    sessions = LectureSession.objects.filter(fiscal_year__year=year)
    number = sessions.unresolved(at=at).count()
    yield (
        "no-report", number, sentence("終わったのに報告がない回が%(number)d回あります。", number=number)
    )  # fmt: skip
    number = DifferingReports.objects.filter(session__in=sessions).count()
    yield (
        "differing", number, sentence("数のちがう報告が%(number)d回あります。", number=number)
    )  # fmt: skip
    asks = DirectAsk.objects.filter(answer=DirectAsk.Answer.OPEN, until__gte=first, until__lte=last)
    number = asks.values("department").distinct().count()
    yield (
        "direct",
        number,
        sentence("直接受けた講座のおたずねに、返事のない課が%(number)dあります。", number=number),
    )
    number = sessions.filter(state=SessionState.POSTPONED).count()
    yield (
        "no-date", number, sentence("新しい日が決まっていない延期が%(number)d回あります。", number=number)
    )  # fmt: skip
    number = still_open(first=first, last=last)
    yield (
        "open", number, sentence("この年度の日を希望したままの申込みが%(number)d件あります。", number=number)
    )  # fmt: skip
    yield ("target", int(year not in town_targets([year])), _("この年度の目標が入っていません。"))


def still_open(*, first: date, last: date) -> int:
    """Requests that are not decided, and whose wished days all lie in that year."""
    rows = BookingRequest.objects.filter(
        status__in=REQUEST_OPEN - {RequestStatus.CONFIRMED},
        wishes__day__gte=first,
        wishes__day__lte=last,
    ).exclude(wishes__day__gt=last)
    return rows.distinct().count()
