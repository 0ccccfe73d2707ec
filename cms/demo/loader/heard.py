"""What came back in the demo: listeners' answers, two reports that differ, a department's 「なし」."""

from datetime import datetime, timedelta

from bookings.actions import direct_asking, listening, reporting
from bookings.actions.direct_asking import QUARTERS, Quarter
from bookings.actions.moves import Actor, By
from bookings.actions.reporting import Numbers
from bookings.actions.surveying import Marks
from bookings.models import LectureSession, audience
from bookings.status import Way
from lectures.models import Department
from lectures.zones import local

_LATELY = timedelta(days=120)
_ASKED = 5  # departments
_MARKS = ((4, 4), (4, 3), (3, 3), (4, 4), (3, 4), (2, 3), (4, 4))
_WORDS = (
    "図がわかりやすかったです。",
    "",
    "家でもやってみます。",
    "",
    "声が少し聞こえにくかったです。",
)


def load(*, at: datetime) -> None:
    held = LectureSession.objects.delivered().filter(ends_at__gt=at - _LATELY)
    sessions = list(held.exclude(reports=None).order_by("-starts_at", "-pk"))
    for session in [one for one in sessions if audience.is_open(one, at=at)][:1]:
        for number, (understood, useful) in enumerate(_MARKS):
            listening.answer(
                session_id=session.pk,
                marks=Marks(understood, useful),
                words=_WORDS[number] if number < len(_WORDS) else "",
                at=min(at, session.ends_at + timedelta(minutes=number)),
            )
    with_children = (one for one in sessions[3:] if one.reports.latest("version").children)
    if session := next(with_children, None):
        _counted_otherwise(session, at=at)
    _asked(at=at)


def _counted_otherwise(session: LectureSession, *, at: datetime) -> None:
    """The department's page counts one adult more and one child less than the first report."""
    first = session.reports.latest("version")
    way = Way.WEB if first.way == Way.EMAIL else Way.EMAIL
    reporting.report(
        session_id=session.pk,
        numbers=Numbers(first.adults + 1, first.children - 1, first.minutes),
        by=By(Actor.DEPARTMENT, way),
        at=at - timedelta(hours=1),
        words="会場の名簿で数えなおしました。",
    )


def _asked(*, at: datetime) -> None:
    """About the newest quarter that is over; the first department has said: nothing."""
    today = local(at).date()
    days = [
        today.replace(year=today.year - back, month=month, day=day)
        for month, day in QUARTERS
        for back in (0, 1)
    ]
    day = max(one for one in days if one <= today)
    (first, last) = QUARTERS[day.month, day.day]
    year = day.year - (first[0] > day.month)
    quarter = Quarter(day, day.replace(year, *first), day.replace(year, *last))
    for pk in direct_asking.waiting(quarter, at=at)[:_ASKED]:
        direct_asking.ask(department_id=pk, quarter=quarter, at=at - timedelta(days=3))
    answered = Department.objects.filter(direct_asks__isnull=False).order_by("code").first()
    if answered is not None:
        ask = answered.direct_asks.latest("pk")
        by = By(Actor.DEPARTMENT, Way.EMAIL)
        direct_asking.say_none(ask_id=ask.pk, by=by, at=at - timedelta(days=2), confirm=True)
