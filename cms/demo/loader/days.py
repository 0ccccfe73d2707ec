"""What closes days in the demo: a season, a count, an absence; and a time that was promised."""

from datetime import datetime, time, timedelta

from bookings.actions import submitting
from bookings.actions.submitting import Particulars
from bookings.rules import Wish
from cms.demo.loader.menu import Lectures
from cms.demo.loader.people import group
from cms.demo.loader.stories import GROUP, open_day
from lectures.eras import fiscal_year_of
from lectures.models import Absence, BookingRules, Centre, Lecture
from lectures.zones import local

_SEASON, _COUNTED, _PROMISED = 0, 3, 5  # places in the menu
_GROUP = 30


def load(lectures: Lectures, *, at: datetime) -> None:
    menu = lectures.of(fiscal_year_of(local(at).date()))
    today = local(at).date()
    months = {(today + timedelta(days=30 * ahead)).month for ahead in range(1, 4)}
    _rules(menu[_SEASON], season_months=",".join(map(str, sorted(months))))
    _rules(menu[_COUNTED], quota=12)
    away = today + timedelta(days=43)
    Absence.objects.create(
        site_id=menu[_SEASON].site_id,
        department=menu[_SEASON].department,
        starts_on=away,
        ends_on=away + timedelta(days=1),
        note="市の防災訓練",
    )
    _promised(menu[_PROMISED], at=at)


def _rules(lecture: Lecture, **said: object) -> None:
    BookingRules.objects.create(site_id=lecture.site_id, lecture=lecture, **said)


def _promised(lecture: Lecture, *, at: datetime) -> None:
    """The group has called the department before, and they have agreed on a time."""
    centre, soon = Centre.objects.order_by("code")[0], local(at).date() + timedelta(days=38)
    day = open_day(lecture, soon, part="morning", at=at, centre=centre)
    submitting.enter(
        lecture_id=lecture.pk,
        particulars=Particulars(
            group=group(_GROUP),
            people=22,
            wishes=(Wish(day, starts=time(10), ends=time(11, 30)),),
            centre_id=centre.pk,
            venue_booked=True,
            agreed_with=f"{lecture.department}の田中さん",
        ),
        by=GROUP,
        at=at - timedelta(hours=3),
    )
