"""A report that waits in the queue, and a questionnaire that came on paper."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import secrets
from bookings import doctor
from bookings.actions import receiving, reminding
from bookings.emails import facts
from bookings.models import Grant, RequestEvent, SessionReport, SurveyResponse, WaitingReply
from bookings.status import RequestStatus
from notifications.inbox.receiving import receive
from notifications.models import OutgoingEmail
from tests.bookings.desk.waiting import decide, decisions, page_of
from tests.factories.bookings import make_request
from tests.factories.replies import raw_reply
from tests.factories.town import at

MORNING = at("2026-12-18 09:00")


@pytest.fixture
def office(town, clerk, clock_at) -> Client:
    """Signed in on the morning after the session."""
    clock_at(MORNING)
    client = Client()
    client.force_login(clerk)
    return client


@pytest.fixture
def session(town):
    session = make_request(town, status=RequestStatus.CONFIRMED).sessions.get()
    reminding.want_report(session_id=session.pk, at=MORNING)
    return session


def waiting(session, text: str, **mail) -> WaitingReply:
    grant = Grant.objects.get(purpose="report", session=session)
    to = secrets.fill(facts.reply_address(grant))
    inbound = receive(raw_reply(text, to=to, **mail), envelope_to=[to], at=MORNING)
    receiving.pull(at=MORNING)
    return WaitingReply.objects.get(inbound=inbound)


def test_the_page_shows_what_was_understood_and_offers_it_filled_in(office, session):
    row = waiting(session, "25人 60分 好評でした")
    page = office.get(page_of(row))
    text = page.content.decode()

    assert decisions(office, row) == ["report", "no-report"]
    assert "実施の報告です：大人25人、60分" in text
    assert "三つの数が、そろっていません" in text
    form = page.context["decisions"][0]["form"]
    assert (form["adults"].value(), form["children"].value(), form["minutes"].value()) == (
        25,
        None,
        60,
    )
    assert form["words"].value() == "好評でした"


def test_the_clerk_completes_the_figures_and_the_department_hears_it(office, clerk, session):
    row = waiting(session, "25人 60分 好評でした")

    decide(office, row, "report", adults="22", children="3", minutes="60", words="好評でした")

    row.refresh_from_db()
    stored = SessionReport.objects.get()
    assert (stored.adults, stored.children, stored.way, stored.entered_by) == (
        22,
        3,
        "email",
        clerk,
    )
    assert (row.decision, stored.inbound) == ("applied", row.inbound)
    assert OutgoingEmail.objects.filter(kind="department_report_recorded").count() == 1
    assert list(doctor.checks(at=MORNING)) == []


def test_a_wrong_figure_keeps_the_mail_open_and_nothing_typed_is_lost(office, session):
    row = waiting(session, "25人 60分")

    response = decide(office, row, "report", adults="22", children="", minutes="60", words="大事")

    row.refresh_from_db()
    assert (response.status_code, row.decision, SessionReport.objects.count()) == (422, "", 0)
    assert "大事" in response.content.decode()


def test_what_is_no_report_is_put_aside(office, session):
    row = waiting(session, "中止 雨のため")
    decide(office, row, "no-report")

    row.refresh_from_db()
    session.refresh_from_db()
    assert (row.decision, session.state) == ("set_aside", "planned")


def test_our_own_mail_is_folded_away_as_a_quotation(office, session):
    sent = secrets.fill(OutgoingEmail.objects.get(kind="department_report_wanted").text)
    row = waiting(session, f"25人 60分\n\n{sent}")

    passages = office.get(page_of(row)).context["letter"].passages
    assert [passage.quoted for passage in passages][:2] == [False, True]


def test_a_questionnaire_on_paper_is_entered_and_shown_on_the_request(office, clerk, town):
    session = make_request(town, status=RequestStatus.CLOSED).sessions.get()
    address = reverse("desk:session-step", args=[session.public_id, "survey"])
    assert office.get(address).status_code == 200
    session.request.refresh_from_db()

    office.post(
        address,
        {"understood": "4", "useful": "3", "words": "ためになった", "way": "post",
         "version": session.request.version},
    )  # fmt: skip

    kept = SurveyResponse.objects.get()
    assert (kept.understood, kept.useful, kept.way, kept.entered_by) == (4, 3, "post", clerk)
    event = RequestEvent.objects.get(verb="surveyed")
    assert (event.actor, event.way, event.user) == ("group", "post", clerk)
    page = office.get(reverse("desk:request", args=[session.request.public_id])).content.decode()
    assert ("よく分かった：とてもそう思う" in page, "ためになった" in page) == (True, True)
