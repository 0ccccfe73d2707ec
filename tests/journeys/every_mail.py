"""What must happen in the demo town so that each kind of mail has been sent at least once.

The town's own story and three weeks of periodic work tell of most; here is what is rare in it, by
the real actions and in a department of its own. A kind that is new and that neither tells of gets
its function here.
"""

from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from wagtail.models import Site

from accounts import secrets
from accounts.models import SiteRole, User
from bookings.actions import (
    answering,
    asking,
    changing,
    confirming_mail,
    consenting,
    consulting,
    deciding,
    direct_asking,
    duty,
    mailtexts,
    merging,
    receiving,
    resuming,
    sessions,
    submitting,
    supporting,
    talking,
    turning,
    undoing,
    wishing,
)
from bookings.actions.answering import Said
from bookings.actions.moves import By
from bookings.actions.submitting import GroupFacts
from bookings.emails import facts, texts
from bookings.models import (
    Assignment,
    BookingRequest,
    CounterSlot,
    DirectAsk,
    Grant,
    LectureSession,
    OfficeDigest,
)
from bookings.models.duty_reach import Reach, sessions_in
from bookings.rules import Slot, Wish
from bookings.status import ConsultationAbout, RequestStatus, Way
from cms.rollover import answering as answering_menu
from cms.rollover import asking as menu_asking
from cms.rollover import opening
from cms.rollover.lists import share_of
from cms.rollover.models import MenuAsk
from lectures.models import (
    Centre,
    Department,
    DepartmentMember,
    FiscalYear,
    Lecture,
    MenuPage,
    OfficeSettings,
)
from notifications.inbox.receiving import receive
from notifications.models import OutgoingEmail
from notifications.status import State
from tests.factories.bookings import make_request, propose
from tests.factories.lectures import person
from tests.factories.replies import PROVEN, asked, raw_reply, reply
from tests.factories.town import (
    DEPARTMENT,
    GROUP,
    LECTURER,
    NOW,
    OFFICE,
    Town,
    at,
    make_department,
    make_lecturer,
    submitted,
)

SOON = NOW + timedelta(hours=2)
NUMBER = "9-99"
DAYS = [date(2026, 12, day) for day in (14, 15, 16, 17, 18, 21, 22, 23, 24, 25)]
FIRST = Slot(at("2026-11-26 14:00"), at("2026-11-26 15:00"))
SECOND = Slot(at("2026-11-27 14:00"), at("2026-11-27 15:00"))
MORNING = Slot(at("2027-01-14 10:00"), at("2027-01-14 11:00"))


def happen(site: Site) -> None:
    """At tests.factories.town.NOW."""
    town = _department_with_a_lecture(site)
    free = iter(DAYS)
    _asked_back(town)
    _address_changed(town)
    _expired(town)
    _questioned(town)
    _not_delivered(asked(town))
    _undone(_confirmed(town, next(free)))
    _counter_taken(town)
    _moved(_confirmed(town, next(free)))
    _named_later(town, next(free))
    _supported(town, _confirmed(town, next(free)))
    _leaving(town, _confirmed(town, next(free)))
    OfficeSettings.objects.update(lecturers_answer=True)
    _lecturer_said_yes(town, _confirmed(town, next(free)), slot=FIRST)
    _lecturer_said_yes(town, _confirmed(town, next(free)), slot=SECOND)
    _lecturer_said_no(town, _confirmed(town, next(free)))
    _tried_a_text(site, _confirmed(town, next(free)))
    _address_unconfirmed(town)
    _draft_kept(town)
    _consulted(town)
    _merged(town)
    _group_acts(town)
    _day_out(_confirmed(town, next(free)))
    _menu_rolled_over(site)
    _direct_lectures_asked(town)


def _direct_lectures_asked(town: Town) -> None:
    """A department is asked what it gave without the office, and says by mail: nothing."""
    quarter = direct_asking.Quarter(date(2026, 10, 1), date(2026, 7, 1), date(2026, 9, 30))
    direct_asking.ask(department_id=town.department.pk, quarter=quarter, at=SOON)
    ask = DirectAsk.objects.get(department=town.department)
    by = By(DEPARTMENT.actor, Way.EMAIL)
    direct_asking.say_none(ask_id=ask.pk, by=by, at=SOON, confirm=True)


def _menu_rolled_over(site: Site) -> None:
    """A department is asked for next year's lectures, reminded, and answers all of them."""
    source = MenuPage.objects.filter(fiscal_year__site=site, locale__language_code="ja")
    menu = source.live().latest("fiscal_year__year")
    rollover = opening.open_next(menu, due_on=SOON.date(), by=None, at=SOON)
    opening.carry(rollover, at=SOON)
    menu_asking.ask_departments(rollover.pk, at=SOON)
    first = MenuAsk.objects.order_by("pk").first()
    menu_asking.remind(first.pk, at=SOON + timedelta(days=1))
    for row in share_of(first).rows:
        answering_menu.answer(
            entry_id=row.entry.pk, seen=answering_menu.seen_of(row.entry),
            said=answering_menu.Said("same"), by=answering_menu.By(), at=SOON,
        )  # fmt: skip
    with transaction.atomic():
        menu_asking.record(MenuAsk.objects.get(pk=first.pk), at=SOON)


def _group_acts(town: Town) -> None:
    """The group writes, is answered, changes its number, and wishes for another day in vain."""
    first, second = (Wish(date(2027, 1, day), "morning") for day in (18, 19))
    request = make_request(town, status=RequestStatus.CONFIRMED, wishes=(first,), people=25)
    talking.write(request_id=request.pk, words="車は何台ですか。", by=GROUP, at=SOON)
    talking.reply(request_id=request.pk, words="2台です。", by=OFFICE, at=SOON)
    request.refresh_from_db()
    changing.amend(
        request_id=request.pk, facts={"people": 30}, seen=request.version, by=GROUP, at=SOON
    )
    request.refresh_from_db()
    wish = wishing.wish(
        session_id=_session_of(request).pk, wishes=(second,), venue=None, seen=request.version,
        by=GROUP, at=SOON,
    )  # fmt: skip
    wishing.keep(wish_id=wish.pk, by=DEPARTMENT, at=SOON)


def _merged(town: Town) -> None:
    """Two departments are asked, and one goes into the other before they answer."""
    ended = make_department(
        town.site, code="9-97", name="統合される課", email="togo@city.example.jp"
    )
    ask = asked(town)
    asking.ask(
        request_id=ask.request_id, by=OFFICE, at=NOW, slot=Slot(ask.starts_at, ask.ends_at),
        department_id=ended.pk, part=2,
    )  # fmt: skip
    yesterday = NOW.date() - timedelta(days=1)
    Department.objects.filter(pk=ended.pk).update(ends_on=yesterday, successor=town.department)
    assert merging.merge_asks(request_id=ask.request_id, at=NOW)


def _day_out(request: BookingRequest) -> None:
    """A typhoon that goes another way after the mail has left."""
    session = _session_of(request)
    day = session.starts_at.date()
    reach = Reach(day, day, None, frozenset({session.department_id}))
    shown = sessions_in(reach, at=SOON)
    made = duty.decide(
        duty.Choice(
            reach, "disaster", "", {session.public_id: "postpone"},
            {row.public_id: row.version for row in shown},
        ),
        submission_id=uuid4(), by=OFFICE, at=SOON,
    )  # fmt: skip
    duty.carry(now=lambda: SOON)
    mails = OutgoingEmail.objects.filter(kind="group_duty_off")
    mails.update(state=State.SENT, handoff_at=SOON, sent_at=SOON, changed_at=SOON)
    duty.take_back(duty_id=made.pk, version=made.version, by=OFFICE, at=SOON)
    duty.carry(now=lambda: SOON)


def _address_unconfirmed(town: Town) -> None:
    """Nobody has pressed the button of the receipt mail for a day."""
    request = submitted(town, confirmed=False, wishes=(Wish(DAYS[-1], "morning"),), people=25)
    confirming_mail.ask_again(request_id=request.pk, at=NOW + confirming_mail.AGAIN_AFTER)


def _consulted(town: Town) -> None:
    """Few people ask by the web and are answered by mail."""
    asked_of = consulting.Asked(
        group=GroupFacts(
            name="", contact_name="佐藤 花子", phone="", notify_by="email",
            email="sato@mail.example",
        ),
        about=ConsultationAbout.FEW, words="6人でも聞けますか。", people=6,
        lecture_id=town.lecture.pk,
    )  # fmt: skip
    row = consulting.take(asked=asked_of, by=GROUP, at=NOW, site_id=town.site.pk)
    consulting.tell(
        consultation_id=row.pk, words="うかがえます。電話をください。", settled=True,
        seen=row.version, by=By(OFFICE.actor, Way.EMAIL), at=SOON,
    )  # fmt: skip
    consulting.write(consultation_id=row.pk, words="8人になりました。", by=GROUP, at=SOON)
    consulting.withdraw(consultation_id=row.pk, by=GROUP, at=SOON)


def _draft_kept(town: Town) -> None:
    draft = submitting.start_draft(lecture_id=town.lecture.pk, language="ja", at=NOW)
    grant = draft.grants.get(purpose=Grant.Purpose.DRAFT)
    resuming.mail_link(grant_id=grant.pk, address="sato@mail.example", language="ja", at=NOW)


def report_by_mail(site: Site, *, moment) -> None:
    """A department and a lecturer answer the mail that asked for the figures, each of a session."""
    for slot, by_lecturer in ((FIRST, False), (SECOND, True)):
        session = LectureSession.objects.get(starts_at=slot.starts_at, lecture__number=NUMBER)
        grants = session.grants.filter(purpose=Grant.Purpose.REPORT)
        grant = grants.filter(lecturer__isnull=not by_lecturer).earliest("pk")
        sender = grant.lecturer.email if grant.lecturer else session.department.email
        to = secrets.fill(facts.reply_address(grant))
        raw = raw_reply("25 3 60\n", to=to, sender=sender)
        receiving.take(receive(raw, envelope_to=[to], at=moment).pk, at=moment)


def answer_the_digest(site: Site, *, moment) -> None:
    """The office writes two lines below the newest one; one of them is none of its numbers."""
    clerk = _clerk(site)
    grant = OfficeDigest.objects.latest("pk").grant
    to = secrets.fill(facts.reply_address(grant))
    domain = clerk.email.partition("@")[2]
    results = PROVEN.replace("city.mikagami.example", domain)
    raw = raw_reply("99 再依頼\n", to=to, sender=clerk.email, results=results)
    receiving.take(receive(raw, envelope_to=[to], at=moment).pk, at=moment)


def _department_with_a_lecture(site: Site) -> Town:
    department = make_department(
        site, code="9901", name="防災推進室", email="bousai@city.mikagami.example"
    )
    lecturers = [
        make_lecturer(department, name="田中 一郎", email="tanaka@city.mikagami.example"),
        make_lecturer(department, name="鈴木 花", email="suzuki@city.mikagami.example"),
    ]
    year, known = FiscalYear.objects.get(year=2026), Lecture.objects.order_by("pk")[0]
    lecture = Lecture.objects.create(
        site=site, fiscal_year=year, number=NUMBER, title="夜の避難を歩いてみる", minutes=60,
        category=known.category, department=department,
    )  # fmt: skip
    office, centre = OfficeSettings.objects.get(), Centre.objects.order_by("pk")[0]
    return Town(site, office, department, lecturers, lecture, centre)


def _confirmed(town: Town, day: date, *, lecturers: bool = True) -> BookingRequest:
    wishes = (Wish(day, "morning"),)
    return make_request(
        town, status=RequestStatus.CONFIRMED, lecturers=lecturers, wishes=wishes, people=25
    )


def _ask_of(request: BookingRequest) -> Assignment:
    return request.assignments.latest("pk")


def _session_of(request: BookingRequest) -> LectureSession:
    return request.sessions.get()


def _asked_back(town: Town) -> None:
    ask = asked(town)
    receiving.take(reply("2\n", assignment=ask).pk, at=SOON)


def _address_changed(town: Town) -> None:
    """The old mailbox is still read for a while: its calendar must let the ask go."""
    ask, before = asked(town), town.department.email
    DepartmentMember.objects.create(
        site=town.site, department=town.department, email=before,
        role=DepartmentMember.Role.FORMER,
    )  # fmt: skip
    Department.objects.filter(pk=town.department.pk).update(email="shin@city.mikagami.example")
    asking.recall(assignment_id=ask.pk, by=OFFICE, at=SOON)
    Department.objects.filter(pk=town.department.pk).update(email=before)


def _expired(town: Town) -> None:
    slot = Slot(NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    request = submitted(town)
    ask = asking.ask(request_id=request.pk, by=OFFICE, at=NOW, slot=slot)[0]
    asking.expire(assignment_id=ask.pk, at=SOON)


def _questioned(town: Town) -> None:
    said = Said(words="スクリーンはありますか。")
    answering.question(assignment_id=asked(town).pk, by=DEPARTMENT, at=SOON, said=said)


def _undone(request: BookingRequest) -> None:
    ask = _ask_of(request)
    undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=SOON)


def _counter_taken(town: Town) -> None:
    request = make_request(town, status=RequestStatus.PROPOSING)
    slot = CounterSlot.objects.filter(answer__assignment__request=request).first()
    deciding.take_counter(request_id=request.pk, slot_id=slot.pk, by=GROUP, at=SOON)


def _moved(request: BookingRequest) -> None:
    session = _session_of(request)
    sessions.reschedule(session_id=session.pk, slot=MORNING, by=OFFICE, at=SOON)


def _named_later(town: Town, day: date) -> None:
    session = _session_of(_confirmed(town, day, lecturers=False))
    sessions.name_lecturers(
        session_id=session.pk, lecturer_ids=[town.lecturers[1].pk], by=OFFICE, at=SOON
    )


def _supported(town: Town, request: BookingRequest) -> None:
    """Sign language comes; captioning could come at another time only."""
    session = _session_of(request)
    welfare = make_department(
        town.site, code="9902", name="障がい福祉室", email="shogai@city.mikagami.example"
    )
    signs, captions = (
        supporting.ask_support(
            request_id=request.pk, support=support, department_id=welfare.pk,
            slot=Slot(session.starts_at, session.ends_at), by=OFFICE, at=SOON,
        )
        for support in ("sign_language", "captioning")
    )  # fmt: skip
    answering.accept(assignment_id=signs.pk, version=signs.version, by=DEPARTMENT, at=SOON)
    propose(captions, moment=SOON)


def _leaving(town: Town, request: BookingRequest) -> None:
    """Who was to go is transferred before the day."""
    session = _session_of(request)
    leaver = make_lecturer(town.department, name="転出 太郎")
    sessions.name_lecturers(session_id=session.pk, lecturer_ids=[leaver.pk], by=OFFICE, at=SOON)
    leaver.memberships.update(until=NOW.date())
    turning.want_successor(session_id=session.pk, by=OFFICE, at=SOON)


def _not_delivered(ask: Assignment) -> None:
    mails = OutgoingEmail.objects.filter(event_mail__event__assignment=ask)
    mails.update(state=State.FAILED, changed_at=SOON)


def _lecturer_said_yes(town: Town, request: BookingRequest, *, slot: Slot) -> None:
    """A day that comes within the three weeks: reports are asked for after it."""
    session, tanaka = _session_of(request), town.lecturers[0]
    sessions.reschedule(session_id=session.pk, slot=slot, by=OFFICE, at=SOON)
    consenting.say_yes(session_id=session.pk, lecturer_id=tanaka.pk, by=LECTURER, at=SOON)


def _lecturer_said_no(town: Town, request: BookingRequest) -> None:
    session, tanaka = _session_of(request), town.lecturers[0]
    consenting.say_no(session_id=session.pk, lecturer_id=tanaka.pk, by=LECTURER, at=SOON)


def _tried_a_text(site: Site, request: BookingRequest) -> None:
    mailtexts.send_trial(
        kind="group_received", language="ja", wording=texts.starting("group_received", "ja"),
        about=request, key=uuid4(), by=_clerk(site), at=SOON,
    )  # fmt: skip


def _clerk(site: Site) -> User:
    return person(site, SiteRole.Role.OFFICE)
