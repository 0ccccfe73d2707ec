"""A few requests in each state, around today."""

from datetime import datetime, timedelta

from bookings.actions import answering, deciding, sessions, submitting, supporting, talking
from bookings.actions.answering import Said
from bookings.actions.moves import Actor, By
from bookings.models import Assignment, BookingRequest
from bookings.rules import Slot
from bookings.status import Reason, Support, Way
from cms.demo.loader import afterwards, stories
from cms.demo.loader.menu import Lectures
from cms.demo.loader.people import Staff, group
from cms.demo.loader.stories import GROUP, OFFICE, Wanted
from lectures.eras import fiscal_year_of
from lectures.models import Centre
from lectures.zones import local

DEPARTMENT = By(Actor.DEPARTMENT, Way.WEB)
HELPS = "0204"  # who sends interpreters


def load(lectures: Lectures, *, staff: Staff, at: datetime) -> None:
    menu = lectures.of(fiscal_year_of(local(at).date()))
    make = _Maker(menu, at)
    _new(make)
    _asked(make)
    _answered(make, staff)
    _fixed(make, staff)
    _held(make, staff)
    _supported(make, staff)
    _ended(make, staff)


class _Maker:
    """Hands out requests of different lectures, groups and centres."""

    def __init__(self, menu: list, at: datetime) -> None:
        self.menu, self.at, self.number = menu, at, 0
        self.centres = list(Centre.objects.order_by("code"))

    def request(self, *, ago: int, ahead: int, **wanted: object) -> BookingRequest:
        """Submitted `ago` days before now, for a day `ahead` days from now."""
        self.number += 1
        return stories.request(
            Wanted(
                lecture=self.menu[self.number % len(self.menu)],
                group=group(self.number),
                centre=self.centres[self.number % len(self.centres)],
                day=local(self.at).date() + timedelta(days=ahead),
                **wanted,  # type: ignore[arg-type]
            ),
            at=self.before(ago),
        )

    def before(self, days: int) -> datetime:
        return self.at - timedelta(days=days, hours=2)


def _new(make: _Maker) -> None:
    make.request(ago=1, ahead=35, remarks="耳の遠い人が3人います。")
    make.request(ago=0, ahead=50, way=Way.FAX, people=14)
    submitting.start_draft(lecture_id=make.menu[0].pk, language="ja", at=make.before(1))
    unclear = make.request(ago=6, ahead=40)
    deciding.want_change(
        request_id=unclear.pk,
        by=OFFICE,
        at=make.before(5),
        words="会場の部屋の名前が分かりません。2階の集会室でよいか、教えてください。",
    )


def _asked(make: _Maker) -> None:
    stories.ask(make.request(ago=3, ahead=33), at=make.before(2))
    stories.ask(make.request(ago=14, ahead=28, part="afternoon"), at=make.before(12))


def _answered(make: _Maker, staff: Staff) -> None:
    (declined,) = stories.ask(_single(make, ago=9, ahead=30), at=make.before(8))
    answering.decline(
        assignment_id=declined.pk,
        version=0,
        by=DEPARTMENT,
        at=make.before(6),
        reason=Reason.LECTURER_BUSY,
        said=Said(words="その週は訓練があります。"),
    )
    (countered,) = stories.ask(_single(make, ago=8, ahead=31), at=make.before(7))
    answering.counter(
        assignment_id=countered.pk,
        version=0,
        by=DEPARTMENT,
        at=make.before(4),
        slots=_next_days(countered, at=make.before(4)),
        said=Said(words="前後の日なら、うかがえます。"),
    )


def _next_days(asked: Assignment, *, at: datetime) -> list[Slot]:
    """The next two days on which the place is open, at the same hour."""
    request, day, found = asked.request, local(asked.starts_at).date(), []
    for _number in range(2):
        tomorrow = day + timedelta(days=1)
        later = stories.open_day(
            request.lecture, tomorrow, part="morning", at=at, centre=request.centre
        )
        apart = later - local(asked.starts_at).date()
        found.append(Slot(asked.starts_at + apart, asked.ends_at + apart))
        day = later
    return found


def _fixed(make: _Maker, staff: Staff) -> None:
    for ago, ahead, named in ((30, 1, True), (30, 4, True), (26, 12, True), (24, 20, False)):
        wanted = make.request(ago=ago, ahead=ahead)
        stories.accept(
            stories.ask(wanted, at=make.before(ago - 1)),
            staff=staff,
            at=make.before(ago - 4),
            named=named,
        )
    words = "・うかがう人の車は、何台とめられるようにすればよいですか"
    talking.write(request_id=wanted.pk, words=words, by=GROUP, at=make.before(1))
    for ahead in (-2, -5):
        past = make.request(ago=34, ahead=ahead)
        stories.accept(stories.ask(past, at=make.before(33)), staff=staff, at=make.before(30))


def _held(make: _Maker, staff: Staff) -> None:
    """Some days ago: reported by mail, reported in doubt, and what the group thought of it."""
    for ahead, tell in (
        (-5, lambda session: afterwards.reported_by_mail(session, afterwards.GOOD)),
        (-4, lambda session: afterwards.reported_by_mail(session, afterwards.DOUBTFUL)),
        (-6, afterwards.surveyed),
    ):
        past = _single(make, ago=36, ahead=ahead)
        session = stories.accept(
            stories.ask(past, at=make.before(35)), staff=staff, at=make.before(32)
        )
        if session is not None and session.ends_at < make.before(2):
            tell(session)


def _supported(make: _Maker, staff: Staff) -> None:
    """Sign language that comes, captioning that is still waited for."""
    wanted = make.request(ago=18, ahead=38, remarks="手話を使う人が2人います。")
    asked = stories.ask(wanted, at=make.before(17))
    session = stories.accept(asked, staff=staff, at=make.before(14))
    if session is None:
        return
    made = [
        supporting.ask_support(
            request_id=wanted.pk,
            support=support,
            department_id=staff.departments[HELPS].pk,
            slot=Slot(session.starts_at, session.ends_at),
            by=OFFICE,
            at=make.before(2),
            words="手話を使う人が2人います。",
        )
        for support in (Support.SIGN_LANGUAGE, Support.CAPTIONING)
    ]
    answering.accept(assignment_id=made[0].pk, version=0, by=DEPARTMENT, at=make.before(1))


def _ended(make: _Maker, staff: Staff) -> None:
    refused = make.request(ago=20, ahead=25)
    deciding.refuse(
        request_id=refused.pk,
        by=OFFICE,
        at=make.before(19),
        reason=Reason.RULES,
        words="商品の販売を兼ねた集まりには、うかがえません。",
    )
    withdrawn = make.request(ago=15, ahead=32)
    deciding.withdraw(request_id=withdrawn.pk, by=GROUP, at=make.before(10))
    nobody = make.request(ago=40, ahead=15)
    for assignment in stories.ask(nobody, at=make.before(39)):
        answering.decline(
            assignment_id=assignment.pk,
            version=0,
            by=DEPARTMENT,
            at=make.before(36),
            reason=Reason.LECTURER_BUSY,
        )
    deciding.give_up(
        request_id=nobody.pk, by=OFFICE, at=make.before(34), reason=Reason.LECTURER_BUSY
    )
    off = make.request(ago=33, ahead=14)
    session = stories.accept(stories.ask(off, at=make.before(32)), staff=staff, at=make.before(30))
    if session is not None:
        sessions.cancel_session(
            session_id=session.pk, reason=Reason.DISASTER, by=OFFICE, at=make.before(3)
        )


def _single(make: _Maker, *, ago: int, ahead: int) -> BookingRequest:
    """A request for a lecture that one department gives alone."""
    request = make.request(ago=ago, ahead=ahead)
    while request.lecture.other_departments.exists():
        request = make.request(ago=ago, ahead=ahead)
    return request
