"""A group answers one of our mails to it: shown with its request, as the group's own words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bookings import doctor
from bookings.actions import receiving, reporting, surveying
from bookings.actions.reporting import Numbers
from bookings.models import WaitingReply
from bookings.status import Verb
from notifications.inbox.receiving import receive
from notifications.models import OutgoingEmail
from tests.bookings.desk.waiting import decide, decisions, page_of, waiting
from tests.factories.bookings import make_request
from tests.factories.replies import raw_reply
from tests.factories.town import DEPARTMENT

WORDS = "とても分かりやすかったです。来年もお願いします。"


@pytest.fixture
def session(town, clock_at):
    request = make_request(town, status="confirmed")
    session = request.sessions.get()
    clock_at(session.ends_at + timedelta(days=2))
    reporting.report(
        session_id=session.pk, numbers=Numbers(25, 3, 60), by=DEPARTMENT, at=session.ends_at
    )
    assert surveying.want_survey(session_id=session.pk, at=session.ends_at + timedelta(days=2))
    return session


@pytest.fixture
def row(session) -> WaitingReply:
    mail = OutgoingEmail.objects.get(kind="group_survey_wanted")
    raw = raw_reply(
        WORDS, to=mail.from_address, sender=mail.to_address, results="",
        subject=f"Re: {mail.subject}", in_reply_to=mail.message_id,
    )  # fmt: skip
    inbound = receive(raw, envelope_to=[mail.from_address], at=mail.created_at)
    return receiving.take(inbound.pk, at=mail.created_at)


def test_it_is_shown_as_the_groups_and_asks_for_no_department(row, office, session, ask):
    page = office.get(page_of(row))

    text = page.content.decode()
    assert "団体から返信が届きました" in text
    assert session.request.reference in text
    assert "どの依頼への返事ですか" not in text
    assert decisions(office, row) == ["message", "dealt-with"]


def test_the_list_names_its_request_and_its_first_words(row, office, session):
    text = office.get(reverse("desk:replies")).content.decode()

    for words in (session.request.reference, "団体から返信が届きました", WORDS):
        assert words in text


def test_the_page_of_the_request_leads_to_it(row, office, session):
    text = office.get(reverse("desk:request", args=[session.request.public_id])).content.decode()

    assert "団体から返信が届きました" in text
    assert page_of(row) in text


def test_its_words_are_kept_as_the_groups(row, office, session, clerk):
    form = office.get(page_of(row)).context["decisions"][0]["form"]
    assert form.initial == {"words": WORDS}

    decide(office, row, "message", words=WORDS)

    row.refresh_from_db()
    event = session.request.events.latest("pk")
    assert (event.verb, event.actor, event.note.text) == (Verb.MESSAGE, "group", WORDS)
    assert (row.decision, row.decided_by) == ("applied", clerk)
    assert list(doctor.checks(at=row.arrived_at)) == []


def test_what_needs_no_record_is_put_away_as_dealt_with(row, office, session, clerk):
    page = office.get(page_of(row)).content.decode()
    assert "対応がすんだ" in page
    assert "返事ではない" not in page

    decide(office, row, "dealt-with")

    row.refresh_from_db()
    assert (row.decision, row.decided_by) == ("dealt_with", clerk)
    assert "対応がすんだとした" in office.get(reverse("desk:replies-decided")).content.decode()
    assert not session.request.events.filter(verb=Verb.MESSAGE).exists()


def test_a_departments_mail_is_still_no_answer(office, ask):
    row = waiting("たぶん大丈夫です", ask)

    assert "aside" in decisions(office, row)
    assert "dealt-with" not in decisions(office, row)
    decide(office, row, "aside")
    row.refresh_from_db()
    assert row.decision == "set_aside"
