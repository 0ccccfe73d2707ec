"""A day that was closed (災害・選挙など): nobody is asked for it again, nothing new comes onto it."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import SiteRole, User
from bookings.actions import answering, asking, chasing, deciding, duty, sessions, weekly
from bookings.actions.digest_items import items_now
from bookings.actions.moves import Refused
from bookings.answers.digest import Word
from bookings.desk.steps import why_rows
from bookings.models import Duty
from bookings.models.duty_reach import Reach, requests_asked
from bookings.models.office_days import deadlines
from bookings.models.rulebook import rules_for
from bookings.rules import Slot
from bookings.status import RequestStatus
from lectures.models import NextDepartment
from tests.factories.bookings import make_request
from tests.factories.duty import CANCEL, DAY, EVE, carry, choice, confirmed, decide, mails
from tests.factories.town import DEPARTMENT, NOW, OFFICE, at, make_department

pytestmark = pytest.mark.django_db
REMIND = Word.REMIND


def test_a_closed_day_is_not_chased_nor_handed_on_and_nobody_accepts_it(town, clock_at):
    clock_at(NOW)
    other = make_department(town.site, code="0306", name="危機管理課", email="k@city.example")
    NextDepartment.objects.create(site=town.site, lecture=town.lecture, department=other)
    (ask,) = asking.ask(request_id=make_request(town).pk, by=OFFICE, at=NOW)
    decide(moment=NOW)
    by_when = deadlines()

    for moment in (ask.due_at, by_when.second_reminder(ask.due_at), by_when.escalation(ask.due_at)):
        assert not chasing.chase(
            assignment_id=ask.pk, at=moment, by_when=by_when, digest_today=False
        )
    with pytest.raises(Refused, match="災害・台風"):
        chasing.hand_on(assignment_id=ask.pk, by=OFFICE, at=NOW)
    with pytest.raises(Refused, match="災害・台風"):
        answering.accept(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW)

    ask.refresh_from_db()
    assert (ask.state, ask.reminded_at) == ("asked", None)
    made = Duty.objects.get()
    duty.reopen(duty_id=made.pk, version=made.version, by=OFFICE, at=NOW)
    assert chasing.chase(assignment_id=ask.pk, at=ask.due_at, by_when=by_when, digest_today=False)


def test_nobody_is_reminded_of_an_ask_whose_day_was_taken(town, clock_at, client):
    """By hand, many at once, in the department's week, in the office's list of orders."""
    clock_at(NOW)
    request = make_request(town)
    (ask,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    late, office = ask.due_at + timedelta(hours=1), signed_in(client, town.site)
    assert weekly._asks([ask.department_id], by_when=deadlines(), at=late) == [ask]
    assert REMIND in orders(late)
    decide(moment=NOW)

    with pytest.raises(Refused, match="催促せずに、ほかの日時"):
        chasing.remind_next(assignment_id=ask.pk, by=OFFICE, at=NOW)
    assert "催促せずに、ほかの日時" in str(why_rows.remind(ask, at=NOW))
    shown = office.post("/desk/requests/bulk/", {"deed": "remind", "pick": [request.public_id]})
    assert "催促せずに、ほかの日時" in shown.content.decode()
    assert weekly._asks([ask.department_id], by_when=deadlines(), at=late) == []
    assert REMIND not in orders(late)
    ask.refresh_from_db()
    assert (ask.reminded_at, mails("department_reminded").count()) == (None, 0)

    made = Duty.objects.get()
    duty.reopen(duty_id=made.pk, version=made.version, by=OFFICE, at=NOW)
    chasing.remind_next(assignment_id=ask.pk, by=OFFICE, at=NOW)
    assert mails("department_reminded").count() == 1


def signed_in(client, site):
    user = User.objects.create_user("yamada@city.mikagami.example", "a-long-password")
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.OFFICE)
    client.force_login(user)
    return client


def orders(moment) -> list[str]:
    return [word for item in items_now(at=moment) for word in item.words]


def test_the_next_department_is_not_asked_for_a_day_on_which_it_is_out(town):
    other = make_department(town.site, code="0306", name="危機管理課", email="k@city.example")
    NextDepartment.objects.create(site=town.site, lecture=town.lecture, department=other)
    (ask,) = asking.ask(request_id=make_request(town).pk, by=OFFICE, at=NOW)
    decide(choice(Reach(DAY, DAY, None, frozenset({other.pk})), moment=NOW), moment=NOW)
    last = deadlines().escalation(ask.due_at)

    assert chasing.escalate(assignment_id=ask.pk, at=last)

    assert ask.request.assignments.get().state == "asked"


def test_a_group_cannot_take_a_proposed_date_that_was_closed_since(town):
    request = make_request(town)
    (ask,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    slot = Slot(at("2026-12-17 14:00"), at("2026-12-17 15:00"))
    answer = answering.counter(
        assignment_id=ask.pk, version=ask.version, slots=[slot], by=DEPARTMENT, at=NOW
    )
    decide(moment=NOW)

    with pytest.raises(Refused, match="災害・台風"):
        deciding.take_counter(
            request_id=request.pk, slot_id=answer.slots.get().pk, by=OFFICE, at=NOW
        )
    assert not request.sessions.exists()


def test_the_office_cannot_fix_or_add_a_session_on_a_closed_day(town, site):
    """Nor where only another department that comes along is out."""
    welfare = make_department(site, code="0409", name="福祉課", email="f@city.example")
    session = confirmed(town)
    session.request.assignments.update(department=welfare)
    decide(choice(Reach(DAY, DAY, None, frozenset({welfare.pk})), fates={}))
    slot = Slot(at("2026-12-17 14:00"), at("2026-12-17 15:00"))

    with pytest.raises(Refused, match="災害・台風"):
        sessions.reschedule(session_id=session.pk, slot=slot, by=OFFICE, at=EVE)
    with pytest.raises(Refused, match="災害・台風"):
        sessions.add(request_id=session.request_id, slot=slot, lecturer_ids=[], by=OFFICE, at=EVE)
    decide()
    with pytest.raises(Refused, match="災害・台風"):
        deciding.confirm_agreed(
            request_id=make_request(town).pk, slot=slot, lecturer_ids=[], by=OFFICE, at=EVE
        )


def test_what_is_held_on_a_closed_day_can_get_another_hall(town):
    session = confirmed(town)
    decide(choice(fates={}))
    slot, hall = Slot(session.starts_at, session.ends_at), sessions.Venue(name="北小学校")

    sessions.reschedule(session_id=session.pk, slot=slot, venue=hall, by=OFFICE, at=EVE)
    sessions.move_row(session_id=session.pk, slot=slot, venue=hall, by=OFFICE, at=EVE)

    session.refresh_from_db()
    assert session.venue_name == "北小学校"
    assert not requests_asked(at=EVE).exists()


def test_a_session_that_came_onto_a_closed_day_is_marked_but_not_one_that_was_kept(town):
    confirmed(town)
    lost = confirmed(town, starts=time(14))
    decide(choice(fates={lost.public_id: CANCEL}))
    carry()
    assert not requests_asked(at=EVE).exists()

    after = EVE + timedelta(minutes=1)
    sessions.correct_session(session_id=lost.pk, reason="mistake", by=OFFICE, at=after)

    assert list(requests_asked(at=after)) == [lost.request]


def test_many_closed_days_cost_no_more_queries_than_two(town, site):
    welfare = make_department(site, code="0409", name="福祉課", email="f@city.example")
    make_request(town, status=RequestStatus.ASKING)
    confirmed(town)

    def more(days: int) -> None:
        for number in range(days):
            day = DAY + timedelta(days=Duty.objects.count() + number)
            only = frozenset({welfare.pk if number % 2 else town.department.pk})
            decide(choice(Reach(day, day, None, only), fates={}))

    def queries() -> list[int]:
        found = []
        for read in (lambda: list(requests_asked(at=EVE)), lambda: rules_for(town.lecture)):
            with CaptureQueriesContext(connection) as asked:
                read()
            found.append(len(asked))
        return found

    more(2)
    before = queries()
    more(6)
    assert queries() == before


def test_days_that_are_over_close_nothing(town, clock_at):
    decide()
    clock_at(EVE + timedelta(days=30))

    assert rules_for(town.lecture).closed == ()


def test_many_asks_are_looked_at_with_the_queries_of_one(town, clock_at):
    clock_at(NOW)
    asks = [
        asking.ask(request_id=make_request(town).pk, by=OFFICE, at=NOW)[0] for _number in range(3)
    ]
    decide(choice(Reach(DAY, DAY, None, frozenset({town.department.pk})), fates={}))

    def queries(rows) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert chasing.in_vain(rows) == {row.pk for row in rows}
        return len(asked)

    assert queries(asks) == queries(asks[:1])
