"""Thirty departments, forty sessions ahead, and a plan of what 1 April does to them.

The plan is a plain table of addresses: the tests judge by it, never by what the code believes.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from wagtail.models import Site

from bookings.actions import answering, asking, sessions, supporting
from bookings.models import BookingRequest, LectureSession
from bookings.rules import Slot, Wish
from bookings.status import Reason, Support
from lectures.models import Absence, Category, Department, Lecture, Lecturer
from lectures.reorganising import Change, Fate
from lectures.working_days import WorkingDays
from tests.factories.town import (
    DEPARTMENT,
    OFFICE,
    ZONE,
    Town,
    make_department,
    make_lecturer,
    make_town,
    submitted,
)

TURN = date(2027, 4, 1)
DOMAIN = "city.mikagami.example"
FAMILIES = (
    "佐藤 高橋 渡辺 伊藤 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村"
    " 林 斎藤 清水 山崎 森 池田 橋本 阿部 石川 前田 藤田 小川 岡田 後藤 長谷川"
).split()
RENAMED, SAME_MAILBOX = range(1, 11), range(11, 15)
MERGED = {15: "D21", 16: "D21", 17: "D90", 18: "D90", 19: "D01", 20: "D22"}
LEAVING = (1, 3, 5, 15, 17, 21, 23, 25, 27, 29)
SIGNING = 10  # gives sign language, and gets a new name and mailbox itself
ENDED, INSTEAD = 26, 28  # ends without a successor; the office asks another in its place
AWAY = (2, 8)  # away over the turn, with a deputy; both get a new name and mailbox
DEPUTY = f"dairi@{DOMAIN}"
OFFICE_BOX = f"gakushu@{DOMAIN}"
CALLED_OFF, MOVED, SIGNED = (18, 32), (19, 33), 33  # sessions by their ordinal


def code_of(number: int) -> str:
    return f"D{number:02}"


@dataclass
class TurningTown:
    town: Town
    departments: dict[int, Department] = field(default_factory=dict)
    lectures: dict[int, Lecture] = field(default_factory=dict)
    first: dict[int, Lecturer] = field(default_factory=dict)
    second: dict[int, Lecturer] = field(default_factory=dict)
    sessions: list[LectureSession] = field(default_factory=list)
    late: list[BookingRequest] = field(default_factory=list)
    orphaned: list[str] = field(default_factory=list)


def mailbox_before(number: int) -> str:
    return f"ka{number}@{DOMAIN}"


def mailbox_after(number: int) -> str:
    """Who reads the department's mail from 1 April on."""
    if number in RENAMED:
        return f"shin{number}@{DOMAIN}"
    if number in MERGED:
        goal = MERGED[number]
        return f"mirai@{DOMAIN}" if goal == "D90" else mailbox_after(int(goal[1:]))
    if number == ENDED:
        return OFFICE_BOX
    return mailbox_before(number)


def mailbox_on(number: int, day: date) -> str:
    return mailbox_before(number) if day < TURN else mailbox_after(number)


def changes() -> list[Change]:
    renamed = [
        Change(Fate.RENAME, code_of(n), name=f"新{n}課", email=f"shin{n}@{DOMAIN}") for n in RENAMED
    ]
    same = [Change(Fate.RENAME, code_of(n), name=f"名前の新しい{n}課") for n in SAME_MAILBOX]
    merged = [Change(Fate.MERGE, code_of(n), successor=goal) for n, goal in MERGED.items()]
    new = Change(Fate.NEW, new_code="D90", name="こども未来課", email=f"mirai@{DOMAIN}")
    return [*renamed, *same, *merged, new, Change(Fate.END, code_of(ENDED))]


def make_turning_town(site: Site) -> TurningTown:
    made = TurningTown(make_town(site))
    made.town.office.digest_weekday, made.town.office.office_digest_at = 1, None
    made.town.office.save()
    kind = Category.objects.first()
    for number in range(1, 31):
        row = make_department(
            site, code=code_of(number), name=f"第{number}課", email=mailbox_before(number)
        )
        made.departments[number] = row
        family = FAMILIES[number - 1]
        made.first[number] = make_lecturer(row, name=f"{family} 一郎")
        made.second[number] = make_lecturer(row, name=f"{family} 花子")
        made.lectures[number] = Lecture.objects.create(
            site=site, fiscal_year=made.town.lecture.fiscal_year, number=f"5-{number:02}",
            title=f"第{number}課の講座", minutes=60, category=kind, department=row,
        )  # fmt: skip
    return made


def days_ahead() -> list[date]:
    """Forty working days from the middle of March to the end of May."""
    days, found = WorkingDays(), []
    day = date(2027, 3, 15)
    while len(found) < 40:
        if days.is_open(day):
            found.append(day)
        day += timedelta(days=1)
    return found


def request_for(
    made: TurningTown, number: int, *, day: date, moment: datetime, ordinal: int
) -> BookingRequest:
    town = Town(
        made.town.site, made.town.office, made.departments[number], [], made.lectures[number],
        made.town.centre,
    )  # fmt: skip
    wish = Wish(day, starts=time(10), ends=time(11))
    return submitted(town, moment=moment, wishes=(wish,), venue_name=f"第{ordinal}公民館")


def accepted(
    made: TurningTown, number: int, request: BookingRequest, *, moment: datetime, named: bool
) -> LectureSession:
    ask = asking.ask(request_id=request.pk, by=OFFICE, at=moment)[0]
    answering.accept(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=moment,
        lecturer_ids=[made.first[number].pk] if named else [],
    )  # fmt: skip
    return request.sessions.get()


def fill(made: TurningTown, *, moment: datetime) -> None:
    """Forty requests: thirty-five have a date (seven of them no name), five are asked later."""
    for ordinal, day in enumerate(days_ahead()):
        number = ordinal % 30 + 1
        request = request_for(made, number, day=day, moment=moment, ordinal=ordinal)
        if ordinal % 8 == 7:
            made.late.append(request)
            continue
        named = ordinal % 6 != 4
        session = accepted(made, number, request, moment=moment, named=named)
        made.sessions.append(session)
    promise_help(made, moment=moment)


def ask_late(made: TurningTown, *, moment: datetime) -> None:
    """A week before the turn: five dates, and sign language for four that are fixed."""
    for row in made.late:
        asking.ask(request_id=row.pk, by=OFFICE, at=moment)
    for session in made.sessions[-4:]:
        supporting.ask_support(
            request_id=session.request_id, support=Support.SIGN_LANGUAGE,
            department_id=made.departments[SIGNING].pk,
            slot=Slot(session.starts_at, session.ends_at), by=OFFICE, at=moment,
        )  # fmt: skip


def session_at(ordinal: int) -> LectureSession:
    return LectureSession.objects.get(venue_name=f"第{ordinal}公民館")


def promise_help(made: TurningTown, *, moment: datetime) -> None:
    """Sign language that is agreed before the turn, and deputies of departments that are away."""
    session = session_at(SIGNED)
    ask = supporting.ask_support(
        request_id=session.request_id, support=Support.SIGN_LANGUAGE,
        department_id=made.departments[SIGNING].pk,
        slot=Slot(session.starts_at, session.ends_at), by=OFFICE, at=moment,
    )  # fmt: skip
    answering.accept(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=moment,
        lecturer_ids=[made.first[SIGNING].pk],
    )  # fmt: skip
    for number in AWAY:
        Absence.objects.create(
            site=made.town.site, department=made.departments[number],
            starts_on=date(2027, 3, 25), ends_on=date(2027, 4, 10), deputy_email=DEPUTY,
        )  # fmt: skip


def change_after(made: TurningTown, *, moment: datetime) -> None:
    """After the turn: new asks, also for a lecture whose department ended; off and moved dates."""
    for ordinal, number in enumerate((2, 16, ENDED), start=50):
        day = date(2027, 5, 10) + timedelta(days=ordinal - 50)
        request = request_for(made, number, day=day, moment=moment, ordinal=ordinal)
        chosen = made.departments[INSTEAD].pk if number == ENDED else None
        asking.ask(request_id=request.pk, by=OFFICE, at=moment, department_id=chosen)
    for ordinal in CALLED_OFF:
        row = session_at(ordinal)
        sessions.cancel_session(session_id=row.pk, reason=Reason.DISASTER, by=OFFICE, at=moment)
    for ordinal in MOVED:
        row = session_at(ordinal)
        slot = Slot(row.starts_at + timedelta(hours=4), row.ends_at + timedelta(hours=4))
        sessions.reschedule(session_id=row.pk, slot=slot, by=OFFICE, at=moment)


def nine(day: date) -> datetime:
    return datetime.combine(day, time(9, 5), ZONE)
