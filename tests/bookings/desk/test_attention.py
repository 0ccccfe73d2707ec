"""いま手を打つこと: each matter shows, and goes when it has been seen to."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bookings.actions import answering, asking, deciding, noting, sessions
from bookings.actions.answering import Said
from bookings.actions.moves import Actor, By
from bookings.desk.attention import KINDS, matters_now
from bookings.models import ApplicantGroup, Assignment
from bookings.status import Reason, RequestStatus, Way
from notifications import decisions
from notifications.models import OutgoingEmail
from notifications.status import State
from tests.factories.bookings import deliver, make_request
from tests.factories.town import DEPARTMENT, NOW, OFFICE, GroupFacts, submitted

R = RequestStatus
LATER = NOW + timedelta(hours=2)


def shown(at=LATER) -> dict[str, int]:
    """{words: count} of the list."""
    return {str(matter.sentence): matter.count for matter in matters_now(at=at)}


def counts(key: str, at=LATER) -> int:
    return next(kind for kind in KINDS if kind.key == key).rows(at=at).count()


def test_nothing_waits_in_an_empty_town(town):
    assert matters_now(at=NOW) == []


def test_a_new_request_until_it_is_asked(town):
    row = submitted(town)
    assert shown() == {"新しい申込み": 1}

    asking.ask(request_id=row.pk, by=OFFICE, at=LATER)
    assert shown() == {}


def test_an_ask_past_its_day_until_it_is_answered(town):
    make_request(town, status=R.ASKING)
    ask = Assignment.objects.get()
    late = ask.due_at + timedelta(minutes=1)
    assert (counts("past-due", at=ask.due_at), counts("past-due", at=late)) == (0, 1)

    answering.accept(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=late)
    assert counts("past-due", at=late) == 0


def test_no_taker_until_another_is_asked(town):
    row = make_request(town, status=R.ASKING)
    ask = Assignment.objects.get()
    answering.decline(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=LATER)
    assert shown() == {"引き受ける課がまだない申込み": 1}

    asking.ask(request_id=row.pk, by=OFFICE, at=LATER, rank=2)
    assert shown() == {}


def test_an_ask_that_was_taken_back_needs_another(town):
    make_request(town, status=R.ASKING)
    asking.recall(assignment_id=Assignment.objects.get().pk, by=OFFICE, at=LATER)

    assert counts("no-taker") == 1


def test_a_question_until_the_office_does_something(town):
    row = make_request(town, status=R.ASKING)
    ask = Assignment.objects.get()
    answering.question(assignment_id=ask.pk, by=DEPARTMENT, at=LATER, said=Said(words="駐車場は？"))
    assert shown() == {"担当課からの質問": 1}

    noting.note(request_id=row.pk, words="電話で答えた", by=OFFICE, at=LATER)
    assert shown() == {}


def test_a_group_that_does_not_choose_for_three_days(town):
    make_request(town, status=R.PROPOSING)
    answered = Assignment.objects.get().answered_at

    assert counts("counters", at=answered + timedelta(days=3)) == 0
    assert counts("counters", at=answered + timedelta(days=3, minutes=1)) == 1


def test_no_lecturer_until_one_is_named(town):
    row = make_request(town, status=R.CONFIRMED, lecturers=False)
    assert shown() == {"日時は決まり、講師がまだの講座": 1}

    sessions.name_lecturers(
        session_id=row.sessions.get().pk, lecturer_ids=[town.lecturers[0].pk], by=OFFICE, at=LATER
    )
    assert shown() == {}


def test_postponed_until_there_is_a_new_day(town):
    session = make_request(town, status=R.CONFIRMED).sessions.get()
    sessions.postpone(session_id=session.pk, reason=Reason.DISASTER, by=OFFICE, at=LATER)

    assert shown() == {"延期したまま、新しい日がない講座": 1}


def test_past_without_report_until_it_is_reported(town):
    session = make_request(town, status=R.CONFIRMED).sessions.get()
    after = session.ends_at + timedelta(hours=1)
    assert shown(at=after) == {"終わったのに報告がない講座": 1}

    deliver(session)
    assert shown(at=after) == {}


def without_mail(**facts: str) -> GroupFacts:
    return GroupFacts(
        name="寿会", contact_name="鈴木 一", phone="0000000002", notify_by="phone", **facts
    )


@pytest.mark.parametrize("status", [R.REFUSED, R.NEEDS_CHANGE, R.CONFIRMED, R.CANCELLED])
def test_a_group_without_mail_until_it_is_told(town, status):
    row = make_request(town, status=status, group=without_mail())
    assert counts("to-tell") == 1

    by_phone = By(Actor.OFFICE, Way.PHONE)
    noting.told(request_id=row.pk, by=by_phone, at=LATER)
    assert counts("to-tell") == 0


def test_what_happens_after_the_call_must_be_told_again(town):
    row = make_request(town, status=R.CONFIRMED, group=without_mail())
    noting.told(request_id=row.pk, by=By(Actor.OFFICE, Way.PHONE), at=LATER)
    deciding.cancel(request_id=row.pk, by=OFFICE, at=LATER, reason=Reason.DISASTER)

    assert counts("to-tell") == 1


def test_a_group_with_mail_is_told_by_mail(town):
    make_request(town, status=R.REFUSED)

    assert counts("to-tell") == 0


@pytest.mark.parametrize("state", [State.FAILED, State.HELD, State.BOUNCED, State.SUPPRESSED])
def test_a_mail_in_trouble_until_somebody_saw_to_it(town, state):
    submitted(town)
    mail = OutgoingEmail.objects.filter(kind="group_received")
    mail.update(state=state, handoff_at=NOW)
    assert shown()["届いていない、または届いたか分からないメール"] == 1

    decisions.mark_seen(mail.get().pk, at=LATER)
    assert "届いていない、または届いたか分からないメール" not in shown()


def test_one_matter_leads_straight_to_its_request(office, town):
    row = submitted(town)

    page = office.get("/desk/").content.decode()

    assert reverse("desk:request", args=[row.public_id]) in page
    assert "桜が丘自治会" in page


def test_several_matters_lead_to_their_list(office, town):
    submitted(town)
    submitted(town)

    assert "/desk/requests/?matter=new" in office.get("/desk/").content.decode()
    assert "2件" in office.get("/desk/requests/?matter=new").content.decode()


def test_told_by_phone_through_the_page(office, town, clerk):
    row = make_request(town, status=R.CONFIRMED, group=without_mail())
    url = reverse("desk:request-step", args=[row.public_id, "told"])

    office.post(url, {"version": row.version, "way": "phone", "words": "鈴木さんと話した"})

    assert counts("to-tell") == 0
    assert row.events.latest("pk").user == clerk


def test_all_notify_ways_are_thought_of():
    assert set(ApplicantGroup.NotifyBy.values) == {"email", "phone", "post", "fax"}


def test_an_interpreter_nobody_was_asked_for_waits_with_its_own_earlier_day(town):
    make_request(town, status=R.CONFIRMED, care=["sign_language"], care_by="city")

    (matter,) = [row for row in matters_now(at=LATER) if "手話通訳" in str(row.sentence)]

    # The lecture is on 17 December; its help must be sure three weeks before.
    assert matter.examples == "R8-0001 桜が丘自治会（11月26日（木）まで）"
