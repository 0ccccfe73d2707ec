"""相談: numbered apart, answered, made into a request, closed; its history cannot be changed."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from bookings.actions import consulting
from bookings.actions.consulting import Asked
from bookings.actions.moves import Actor, By, MoveNotAllowed, Refused, Stale
from bookings.actions.submitting import GroupFacts, RulesBroken
from bookings.desk import calls
from bookings.desk.wished import wished_in
from bookings.doctor import consultations as doctor
from bookings.models import BookingRequest, Consultation, ConsultationEvent, EventNote
from bookings.rules import Wish
from bookings.status import ConsultationAbout, ConsultationEnd, ConsultationStatus, Way
from notifications.models import OutgoingEmail
from tests.factories.town import GROUP, NOW, at, particulars

S = ConsultationStatus
CALLED = By(Actor.OFFICE, Way.PHONE)
MAILED = By(Actor.OFFICE, Way.EMAIL)


def asked(**changes) -> Asked:
    facts = {
        "group": GroupFacts(
            name="わかくさサロン", contact_name="林 みさ子", phone="0000000002", notify_by="phone"
        ),
        "about": ConsultationAbout.FEW,
        "words": "6人でも聞けますか。",
        "people": 6,
    }
    return Asked(**(facts | changes))


def by_mail() -> GroupFacts:
    return GroupFacts(
        name="", contact_name="林 みさ子", phone="", notify_by="email", email="hayashi@mail.example"
    )


@pytest.fixture
def take(town):
    def take(**changes) -> Consultation:
        options = {name: changes.pop(name) for name in ("submission_id",) if name in changes}
        return consulting.take(
            asked=asked(**changes), by=GROUP, at=NOW, site_id=town.site.pk, **options
        )

    return take


def test_consultations_have_numbers_of_their_own_beside_those_of_requests(take, town):
    first, second = take(), take()

    assert (first.reference, second.reference) == ("S8-0001", "S8-0002")
    assert town.lecture.fiscal_year.last_reference == 0


def test_names_go_on_the_day_that_the_town_has_set(take, town):
    assert take().group.keep_until.isoformat() == "2030-04-01"


def test_who_chose_mail_gets_the_number_and_the_office_gets_all(take):
    row = take(group=by_mail(), wish="空き家のかたづけ方", about=ConsultationAbout.OFF_MENU)

    mails = {mail.kind: mail for mail in OutgoingEmail.objects.all()}
    assert set(mails) == {"group_consult_received", "office_consult_received"}
    assert row.reference in mails["group_consult_received"].subject
    assert "空き家のかたづけ方" in mails["group_consult_received"].text
    assert "6人でも聞けますか。" in mails["office_consult_received"].text
    assert row.events.get().mail == mails["group_consult_received"]


def test_who_is_called_gets_no_mail(take):
    take()

    assert set(OutgoingEmail.objects.values_list("kind", flat=True)) == {"office_consult_received"}


def test_the_same_page_sent_twice_is_one_consultation(take):
    key = "11111111-1111-4111-8111-111111111111"

    assert take(submission_id=key) == take(submission_id=key)
    assert Consultation.objects.count() == 1


def test_an_answer_by_mail_says_the_offices_words(take):
    row = take(group=by_mail())

    event = consulting.tell(
        consultation_id=row.pk, words="うかがえます。", settled=True, seen=row.version, by=MAILED,
        at=NOW,
    )  # fmt: skip

    row.refresh_from_db()
    assert row.status == S.ANSWERED
    assert "うかがえます。" in event.mail.text
    assert event.mail.reply_to == "gakushu@city.mikagami.example"


def test_an_answer_by_telephone_is_kept_and_sends_nothing(take):
    row = take()

    event = consulting.tell(
        consultation_id=row.pk, words="話した。", settled=False, seen=row.version, by=CALLED, at=NOW
    )

    row.refresh_from_db()
    assert (row.status, event.mail, event.note.text) == (S.OPEN, None, "話した。")


def test_no_mail_without_an_address(take):
    row = take()

    with pytest.raises(Refused):
        consulting.tell(
            consultation_id=row.pk, words="はい", settled=True, seen=row.version, by=MAILED, at=NOW
        )


def test_a_page_of_before_changes_nothing(take):
    row = take()
    consulting.note(consultation_id=row.pk, words="留守だった", by=CALLED, at=NOW)

    with pytest.raises(Stale):
        consulting.close(
            consultation_id=row.pk, reason=ConsultationEnd.OTHER, seen=row.version, by=CALLED,
            at=NOW,
        )  # fmt: skip


def test_what_the_group_says_after_the_answer_opens_it_again(take):
    row = take()
    consulting.tell(
        consultation_id=row.pk, words="はい", settled=True, seen=row.version, by=CALLED, at=NOW
    )

    consulting.note(
        consultation_id=row.pk, words="8人になった", by=By(Actor.GROUP, Way.PHONE), at=NOW
    )

    row.refresh_from_db()
    assert row.status == S.OPEN


def closed(row: Consultation, reason: ConsultationEnd) -> Consultation:
    consulting.close(consultation_id=row.pk, reason=reason, seen=row.version, by=CALLED, at=NOW)
    row.refresh_from_db()
    return row


def test_needs_that_were_not_met_are_counted_apart(take):
    wished = take(about=ConsultationAbout.OFF_MENU, wish="空き家のかたづけ方")
    closed(wished, ConsultationEnd.NOBODY_TO_GIVE_IT)
    closed(take(), ConsultationEnd.GROUP_WISH)

    of_year = Consultation.objects.of_year(2026)
    assert (of_year.count(), of_year.unmet().count()) == (2, 1)
    assert [wish.words for wish in wished_in(2026)] == ["空き家のかたづけ方"]
    assert BookingRequest.objects.count() == 0


def test_closed_by_mistake_it_can_be_opened_again(take):
    row = closed(take(), ConsultationEnd.MISTAKE)

    consulting.reopen(consultation_id=row.pk, seen=row.version, by=CALLED, at=NOW)

    row.refresh_from_db()
    assert (row.status, row.reason) == (S.OPEN, "")


def test_it_becomes_a_request_that_says_where_it_came_from(take, town):
    row, key = take(), UUID("22222222-2222-4222-8222-222222222222")
    facts = {
        "consultation_id": row.pk, "lecture_id": town.lecture.pk, "particulars": particulars(),
        "by": By(Actor.GROUP, Way.PHONE), "at": NOW, "submission_id": key,
    }  # fmt: skip

    made, again = consulting.enter(**facts), consulting.enter(**facts)

    row.refresh_from_db()
    assert made == again == row.request
    assert row.status == S.REQUESTED
    assert "S8-0001" in EventNote.objects.get(event__request=made).text


@pytest.mark.parametrize("answered", [False, True])
def test_who_waits_for_a_call_stands_among_the_calls_when_it_becomes_a_request(
    take, town, answered
):
    row = take()
    if answered:
        consulting.tell(
            consultation_id=row.pk, words="できます。", settled=True, seen=row.version,
            by=By(Actor.OFFICE, Way.PHONE), at=NOW,
        )  # fmt: skip
    group = replace(particulars().group, notify_by="phone", email="")

    made = consulting.enter(
        consultation_id=row.pk, lecture_id=town.lecture.pk, by=By(Actor.GROUP, Way.PHONE), at=NOW,
        particulars=replace(particulars(), group=group),
    )  # fmt: skip

    told = [call.sentences for call in calls.due(at=NOW).phone if call.request == made]
    said = f"申込み（受付番号 {made.reference}）として受け付けました"
    assert [said in words[0] and row.reference in words[0] for words in told] == [True] * (
        not answered
    )


def test_it_becomes_one_request_only(take, town):
    row = take()
    facts = {
        "consultation_id": row.pk, "lecture_id": town.lecture.pk, "particulars": particulars(),
        "by": By(Actor.GROUP, Way.PHONE), "at": NOW,
    }  # fmt: skip
    consulting.enter(**facts)

    with pytest.raises(MoveNotAllowed):
        consulting.enter(**facts)


def test_below_the_minimum_only_with_the_rule_let_go_and_then_it_is_recorded(take, town):
    facts = {
        "consultation_id": take().pk, "lecture_id": town.lecture.pk,
        "particulars": particulars(people=6), "by": By(Actor.GROUP, Way.PHONE), "at": NOW,
    }  # fmt: skip
    with pytest.raises(RulesBroken):
        consulting.enter(**facts)

    made = consulting.enter(**facts, waive={"too_few", "weekend"})

    note = EventNote.objects.get(event__request=made).text
    assert "10人以上" in note
    assert "月曜から金曜" not in note  # let go, but not broken


def test_a_waived_rule_hides_no_other_one(take, town):
    sunday_tomorrow = particulars(people=6, wishes=(Wish(date(2026, 11, 29), "morning"),))

    with pytest.raises(RulesBroken) as broken:
        consulting.enter(
            consultation_id=take().pk, lecture_id=town.lecture.pk, particulars=sunday_tomorrow,
            by=CALLED, at=NOW, waive={"too_few"},
        )  # fmt: skip

    assert {problem.code for _field, problem in broken.value.problems} == {"too_early"}


def test_the_history_cannot_be_changed(take):
    event = take().events.get()

    with pytest.raises(DatabaseError), transaction.atomic():
        ConsultationEvent.objects.filter(pk=event.pk).update(at=at("2026-11-23 10:00"))


def test_the_doctor_finds_nothing_wrong(take, town):
    closed(take(group=by_mail()), ConsultationEnd.RULES)

    assert list(doctor.checks()) == []


def test_the_doctor_sees_a_state_that_no_event_made_and_a_mail_that_is_missing(take, town):
    row = take(group=by_mail())
    Consultation.objects.filter(pk=row.pk).update(status=S.ANSWERED)
    ConsultationEvent.objects.create(
        site=town.site, consultation=row, verb="told", actor="office", way="email", at=NOW,
        from_status=S.OPEN, to_status=S.OPEN,
    )  # fmt: skip

    assert list(doctor.checks()) == [
        f"Consultation {row.pk}: stands at answered, events at open",
        f"ConsultationEvent {ConsultationEvent.objects.latest('pk').pk}: has no mail in the outbox",
    ]
