"""Built-in wording and the office's: the same facts, in every kind of mail and every state."""

from itertools import product
from types import SimpleNamespace as Row

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.actions import asking
from bookings.actions import mailtexts as actions
from bookings.emails import examples, texts, variables
from bookings.emails.texts import Wording
from bookings.models import MailText, MailTextFailure
from bookings.status import RequestStatus, SessionState
from notifications.models import OutgoingEmail
from tests.factories.town import NOW, OFFICE, make_town, submitted
from tests.servers.templates import ROOT

KINDS = {path.stem for path in (ROOT / "templates/bookings/mail/ja").glob("*.txt")}
WORDINGS = [
    (kind, language)
    for kind in sorted(KINDS)
    if texts.is_editable(kind)
    for language in texts.languages(kind)
]

# Told of because somebody is named.
NAMED = ("group_lecturer_named", "lecturer_")


@pytest.fixture
def town(site, clock_at):
    clock_at(NOW)
    return make_town(site)


@pytest.fixture
def clerk(site, django_user_model):
    return django_user_model.objects.create_user("yamada@city.example", "long-password")


def own(clerk, kind: str, *, language: str = "ja", **changes: str) -> MailText:
    """The office's wording of that kind: the built-in one with `changes`."""
    wording = texts.present(kind, language)
    subject, text = changes.get("subject", wording.subject), changes.get("text", wording.text)
    newest = texts.newest(kind, language)
    return actions.save(
        kind=kind, language=language, wording=Wording(subject, text),
        seen=newest.version if newest else 0, by=clerk, at=NOW,
    )  # fmt: skip


def full(kind: str, context: dict) -> dict:
    return context


def bare(kind: str, context: dict) -> dict:
    """The same mail with as little as possible to say."""
    request, ask = context["booking_request"], context.get("ask")
    request.ages = request.remarks = request.venue_address = ""
    request.venue_booked = False
    context["lecture"].to_prepare = ""
    context["wishes"] = context["wishes"][:1]
    context |= {"words": "", "undo_link": "", "invited": False, "copies": "", "slots": []}
    if "lecturers" in context and not kind.startswith(NAMED):
        context["lecturers"] = []
    if ask:
        ask |= {"support": ask["support"] if kind == "department_support_asked" else ""}
        ask |= {"ages": "", "address": "", "usable": "", "remarks": "", "wishes": []}
        ask |= {"remarks_cut": False, "late": True}
        context["assignment"].rank = None
    if session := context.get("lecture_session"):
        session.reason = session.venue_address = ""
        session.centre = None
    if answer := context.get("answer"):
        answer.words = ""
        answer.lecturers = Row(all=[])
        answer.kind = "decline"
        context["answer_when"] = ""
    return context


def in_state(context: dict, *, status: RequestStatus, state: SessionState) -> dict:
    request = context["booking_request"]
    request.status, request.get_status_display = status.value, status.label
    if session := context.get("lecture_session"):
        session.state, session.get_state_display = state.value, state.label
    return context


def mails(kind: str):
    """Full and bare, in each state that a mail of this kind can tell of."""
    states, statuses = [SessionState.PLANNED], [RequestStatus.REFUSED]
    if kind in ("group_session_off", "department_session_changed"):
        states = [SessionState.POSTPONED, SessionState.CANCELLED]
    if kind == "department_session_changed":
        states += [SessionState.PLANNED]
    if kind != "group_refused":
        statuses = [RequestStatus.WITHDRAWN, RequestStatus.CANCELLED, RequestStatus.UNFULFILLED]
    for prepare in (full, bare):
        for state, status in product(states, statuses):
            yield in_state(prepare(kind, examples.made_up(kind)), status=status, state=state)


def lines(wording: Wording) -> list[str]:
    """Without the empty lines and the spaces at the ends, where they may differ."""
    return [wording.subject, *(line.rstrip() for line in wording.text.splitlines() if line.strip())]


@pytest.mark.parametrize(("kind", "language"), WORDINGS)
def test_the_built_in_wording_survives_its_way_through_the_variables(kind, language):
    start = texts.starting(kind, language)

    for context in mails(kind):
        built_in = texts.built_in(kind, context=context, language=language)
        assert lines(texts.filled(start, context=context, language=language)) == lines(built_in)


@pytest.mark.parametrize(("kind", "language"), WORDINGS)
def test_the_built_in_wording_passes_its_own_checks(kind, language):
    start, rules = texts.starting(kind, language), texts.rules(kind, language)

    assert actions.mailtexts.problems(start.subject, start.text, rules=rules) == []
    # The year's turn of the menu and what was given without the office are about no request.
    of_none = kind.startswith(("department_menu_", "department_direct_"))
    assert ("受付番号" in rules.required) != of_none


def test_every_variable_is_used_by_some_mail():
    used = {name for kind, language in WORDINGS for name in texts.rules(kind, language).known}

    assert {variable.name for variable in variables.VARIABLES} - used == set()


def test_an_ask_stays_short_enough_for_a_phone(town, clerk):
    text = texts.present("department_asked", "ja").text

    with pytest.raises(actions.Refused, match="31行になります"):
        own(clerk, "department_asked", text=f"{text}\n一行多い")


def test_an_ask_needs_what_a_department_cannot_do_without():
    assert {"受付番号", "決まる日時", "答え方", "リンク"} <= set(
        texts.rules("department_asked", "ja").required
    )


def test_a_mail_goes_out_in_the_offices_words(town, clerk):
    own(
        clerk,
        "group_received",
        subject="【申込みの控え】{受付番号}",
        text="{団体}さま\n{講座}\n{会場}\n{メールの確認}\n{リンク}",
    )

    submitted(town)

    mail = OutgoingEmail.objects.get(kind="group_received")
    assert mail.subject == "【申込みの控え】R8-0001"
    assert mail.text.startswith(
        "桜が丘自治会さま\nわが家の防災マップづくり\n桜が丘公民館\n■ お願い"
    )
    assert mail.text.count("{{secret:") == 2


def test_the_page_part_is_made_from_the_offices_words(town, clerk):
    text = texts.present("department_asked", "ja").text
    own(
        clerk, "department_asked", text=text.replace("の依頼です。", "です。毎度お世話になります。")
    )

    asking.ask(request_id=submitted(town).pk, by=OFFICE, at=NOW)

    mail = OutgoingEmail.objects.get(kind="department_asked")
    assert "毎度お世話になります。" in mail.text
    assert "毎度お世話になります。" in mail.html


def test_a_stored_mail_never_changes_with_the_wording(town, clerk):
    submitted(town)
    mail = OutgoingEmail.objects.get(kind="group_received")
    before = mail.subject, mail.text

    own(clerk, "group_received", subject="{受付番号} 別の件名")

    mail.refresh_from_db()
    assert (mail.subject, mail.text) == before


def test_an_english_reader_gets_the_offices_english(town, clerk):
    own(clerk, "group_received", language="en", subject="We have it: {受付番号}")
    own(clerk, "group_received", subject="届きました {受付番号}")
    context = examples.made_up("group_received")

    english = texts.render("group_received", context=context, language="en")
    japanese = texts.render("group_received", context=context, language="ja")

    assert english.subject == "We have it: R8-0123"
    assert "Wish 1: Thu, 17 Dec" in english.text or "Wish 1:" in english.text
    assert japanese.subject == "届きました R8-0123"


def test_japanese_words_of_the_office_do_not_push_out_built_in_english(town, clerk):
    own(clerk, "group_received", subject="届きました {受付番号}")
    context = examples.made_up("group_received")

    assert texts.render("group_received", context=context, language="en").subject.startswith(
        "Received:"
    )


def test_the_built_in_wording_comes_back(town, clerk):
    own(clerk, "group_received", subject="別の件名 {受付番号}")
    actions.restore(kind="group_received", language="ja", seen=1, by=clerk, at=NOW)

    submitted(town)

    assert OutgoingEmail.objects.get(kind="group_received").subject.startswith("【受付】")


@pytest.mark.parametrize("text", ["{昔の差し込み}", "{えらばれた日}"])
def test_a_wording_that_cannot_be_filled_loses_no_mail_and_the_desk_is_told(town, clerk, text):
    """The first names nothing; the second is a variable that a mail of this kind leaves empty."""
    MailText.objects.create(
        site=town.site, kind="group_received", version=1, subject="x", text=text,
        written_by=clerk, at=NOW,
    )  # fmt: skip

    submitted(town)

    mail = OutgoingEmail.objects.get(kind="group_received")
    assert mail.subject.startswith("【受付】")
    assert MailTextFailure.objects.count() == 1
    assert MailText.objects.unusable().count() == 1


def test_without_the_fallback_the_request_itself_would_be_lost(town, clerk, monkeypatch):
    """The twin: the guard taken away shows what it guards."""
    monkeypatch.setattr(
        texts, "_own_filled",
        lambda own, context, *, language: texts.filled(Wording(own.subject, own.text), context=context, language=language),
    )  # fmt: skip
    MailText.objects.create(
        site=town.site, kind="group_received", version=1, subject="x", text="{昔の差し込み}",
        written_by=clerk, at=NOW,
    )  # fmt: skip

    with pytest.raises(actions.mailtexts.Unfillable):
        submitted(town)
    assert OutgoingEmail.objects.filter(kind="group_received").count() == 0


def test_a_failed_wording_costs_no_more_than_its_own_mail(town, clerk, caplog):
    """Twice is told once, and the log holds no names."""
    MailText.objects.create(
        site=town.site, kind="group_received", version=1, subject="x", text="{昔の差し込み}",
        written_by=clerk, at=NOW,
    )  # fmt: skip

    submitted(town)
    submitted(town)

    assert MailTextFailure.objects.count() == 1
    assert "佐藤" not in caplog.text
    assert "Unfillable" in caplog.text


def test_the_offices_words_cost_one_query_more_than_a_savepoint(town, clerk):
    context = examples.made_up("group_received")
    with CaptureQueriesContext(
        connection,
    ) as built_in:
        texts.render("group_received", context=context, language="ja")
    own(clerk, "group_received", subject="別の件名 {受付番号}")

    with CaptureQueriesContext(connection) as changed:
        texts.render("group_received", context=context, language="ja")

    assert len(built_in) == 1
    assert len(changed) == 4  # the newest version as well, a savepoint and its release
