"""Three past years and this year so far: what the counts and curves are made of.

Each step is the real action at an invented time; the plan stands in cms/demo/town/plan.toml.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.once import held
from bookings.actions import deciding, sessions, surveying
from bookings.actions.moves import Actor, By
from bookings.actions.surveying import Marks
from bookings.chases import morning_after
from bookings.models import LectureSession
from bookings.status import Reason, Way
from cms.demo.loader import stories
from cms.demo.loader.menu import Lectures, Menu
from cms.demo.loader.people import Staff, group
from cms.demo.loader.reading import lectures, read
from cms.demo.loader.stories import OFFICE, Wanted
from lectures.eras import fiscal_year_of
from lectures.models import Centre, Lecture
from lectures.zones import local, venue_zone

_APRIL_ON = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
_TRIES = 5
_SELDOM = 3
_REFUSED = (
    (Reason.RULES, "商品の販売を兼ねた集まりには、うかがえません。"),
    (Reason.LECTURER_BUSY, "その月は、講師の予定がうまっています。"),
    (Reason.NOT_LOCAL, "市に住む人、働く人、学ぶ人の団体に、うかがっています。"),
    (Reason.DATE_PASSED, "申し込みから日にちまでが短く、用意がまにあいません。"),
)
_CALLED_OFF = (Reason.DISASTER, Reason.GROUP_WISH, Reason.CITY_DUTY)
_SAID = (
    "質問にていねいに答えてもらえました。",
    "続きの話も聞きたいです。",
    "資料の字が少し小さかったです。",
    "孫にも聞かせたい話でした。",
    "もう少し時間がほしかったです。",
    "",
)


def load(known: Lectures, *, staff: Staff, at: datetime) -> None:
    """The same town each time: the dice are fixed, only the calendar moves."""
    past = _Past(staff=staff, at=at, dice=random.Random(19))
    plan, this_year = read("plan"), fiscal_year_of(local(at).date())
    with held():
        for place, held_by_month in enumerate(plan["held"]):
            year = this_year - len(plan["held"]) + 1 + place
            menu = _Asked(known.by_year[year])
            for month, count in zip(_APRIL_ON, held_by_month, strict=True):
                for _each in range(count):
                    past.told(menu, past.some_day(year, month), past.delivered)
            for _each in range(plan["cancelled"][place]):
                past.called_off(menu, past.some_day(year, past.dice.choice((6, 8, 10))))
            for number in range(plan["refused"][place]):
                past.refused(menu, past.some_day(year, 7 + number), number=place + number)
    _no_more_requests(known, this_year=this_year)


def _no_more_requests(known: Lectures, *, this_year: int) -> None:
    """The menus that were on paper are over."""
    Lecture.objects.filter(fiscal_year__year__lt=this_year - 1).update(accepting=False)


@dataclass(frozen=True)
class _Asked:
    """The lectures of a year that groups ask for."""

    menu: Menu

    def in_month(self, month: int) -> list[Lecture]:
        """Those of that month, but for what only some hours have."""
        return [
            lecture
            for number, lecture in self.menu.items()
            if _often(number) and "day_until" not in _rules(number) and _has(number, month)
        ]


def _often(number: str) -> int:
    return lectures().get(number, {}).get("asked", 0)


def _rules(number: str) -> dict:
    return lectures()[number].get("rules", {})


def _has(number: str, month: int) -> bool:
    season = _rules(number).get("season_months")
    return season is None or str(month) in season.split(",")


class _Past:
    """Throws the dice and tells one request after the other."""

    def __init__(self, *, staff: Staff, at: datetime, dice: random.Random) -> None:
        self.staff, self.at, self.dice, self.number = staff, at, dice, 0
        self.centres = list(Centre.objects.order_by("code"))
        shares = read("plan")["ways"]
        self.ways, self.shares = [Way(name) for name in shares], list(shares.values())

    def some_day(self, year: int, month: int) -> date:
        return date(year + (month < 4), month, self.dice.randint(1, 28))

    def told(self, menu: _Asked, day: date, end: Callable[[LectureSession], None]) -> None:
        """Asked for, accepted and ended in that way, unless the day is still to come."""
        for _try in range(_TRIES):
            if not self._is_past(day):
                return
            session = self._accepted(self._wanted(menu, day))
            if session is not None:
                return end(session)

    def called_off(self, menu: _Asked, day: date) -> None:
        if not self._is_past(day):
            return
        session = self._accepted(self._by_mail(menu, day))
        if session is not None:
            sessions.cancel_session(
                session_id=session.pk,
                reason=self.dice.choice(_CALLED_OFF),
                by=OFFICE,
                at=session.starts_at - timedelta(days=2),
            )

    def _is_past(self, day: date) -> bool:
        return day < local(self.at).date() - timedelta(days=10)

    def _wanted(self, menu: _Asked, day: date) -> Wanted:
        self.number += 1
        lecture = self._lecture(menu.in_month(day.month))
        return Wanted(
            lecture=lecture,
            group=group(self.number),
            centre=self.dice.choice(self.centres),
            day=day,
            people=self.dice.randint(15, _rules(lecture.number).get("max_people", 60)),
            part=stories.PARTS[self.dice.choice((0, 0, 0, 1, 1, 2))],
            way=self.dice.choices(self.ways, self.shares)[0],
        )

    def _lecture(self, found: list[Lecture]) -> Lecture:
        """The well known ones most; every third time the next of those that few ask for."""
        rare = [lecture for lecture in found if _often(lecture.number) <= _SELDOM]
        if self.number % 3 == 0:
            return rare[self.number // 3 % len(rare)]
        (lecture,) = self.dice.choices(found, [_often(one.number) for one in found])
        return lecture

    def _submitted(self, wanted: Wanted) -> datetime:
        return stories.at_hour(wanted.day - timedelta(days=self.dice.randint(32, 50)), 10)

    def _by_mail(self, menu: _Asked, day: date) -> Wanted:
        """Of a group that reads mail: nobody has to be called years later."""
        while True:
            wanted = self._wanted(menu, day)
            if wanted.group.email:
                return wanted

    def _accepted(self, wanted: Wanted) -> LectureSession | None:
        """None: every lecturer was busy, and the office gave up."""
        submitted = self._submitted(wanted)
        booking_request = stories.request(wanted, at=submitted)
        asked = stories.ask(booking_request, at=submitted + timedelta(days=self.dice.randint(0, 2)))
        answered = submitted + timedelta(days=self.dice.randint(3, 8))
        way = self.dice.choice((Way.WEB, Way.EMAIL, Way.PHONE))
        session = stories.accept(asked, staff=self.staff, at=answered, way=way)
        if session is None:
            deciding.give_up(
                request_id=booking_request.pk, by=OFFICE, reason=Reason.LECTURER_BUSY,
                at=answered + timedelta(days=1),
            )  # fmt: skip
        return session

    def delivered(self, session: LectureSession) -> None:
        people, children = session.request.people or 20, self.dice.choice((0, 0, 0, 5, 12))
        stories.deliver(session, adults=max(1, people - children), children=children)
        if self.number % 3 == 1:
            self._asked_how_it_was(session)

    def _asked_how_it_was(self, session: LectureSession) -> None:
        morning = morning_after(session.ends_at, venue_zone())
        if not surveying.want_survey(session_id=session.pk, at=morning):
            return
        surveying.answer(
            session_id=session.pk,
            marks=Marks(
                understood=self.dice.choice((3, 4, 4, 4)), useful=self.dice.choice((2, 3, 4, 4))
            ),
            by=By(Actor.GROUP, Way.WEB),
            at=morning + timedelta(hours=self.dice.randint(3, 60)),
            words=self.dice.choice(_SAID),
        )

    def refused(self, menu: _Asked, day: date, *, number: int) -> None:
        if not self._is_past(day):
            return
        wanted = self._by_mail(menu, day)
        submitted = self._submitted(wanted)
        request = stories.request(wanted, at=submitted)
        reason, words = _REFUSED[number % len(_REFUSED)]
        deciding.refuse(
            request_id=request.pk, by=OFFICE, reason=reason, words=words,
            at=submitted + timedelta(days=2),
        )  # fmt: skip
