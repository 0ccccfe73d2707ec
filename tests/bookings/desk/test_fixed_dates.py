"""Mails about a date that is fixed already: one click for a lecturer's yes or no, a name, a no."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts import secrets
from accounts.models import SiteRole, User
from bookings import doctor
from bookings.actions import (
    answering,
    deciding,
    noting,
    receiving,
    reminding,
    sessions,
    supporting,
)
from bookings.actions.allocating import lecturers_on
from bookings.actions.queue import fixed
from bookings.desk.views import replies
from bookings.emails import facts
from bookings.models import LecturerConsent, RequestEvent
from bookings.rules import Slot
from lectures.models import Lecturer
from notifications.inbox.receiving import receive
from notifications.models import OutgoingEmail
from tests.bookings.desk.pressing import errors
from tests.bookings.desk.waiting import decide, decisions, page_of, waiting
from tests.factories.bookings import make_request
from tests.factories.calendars import pressed
from tests.factories.replies import FORGED, raw_reply
from tests.factories.town import NOW, OFFICE, at, make_department, submitted

TANAKA = "tanaka@city.mikagami.example"
DAY = Slot(at("2026-12-17 10:00"), at("2026-12-17 11:00"))
NEXT = Slot(at("2026-12-18 10:00"), at("2026-12-18 11:00"))
SHOGAI = "shogai@city.mikagami.example"
PARKING = "うかがいます。駐車場はありますか"


@pytest.fixture
def accepted(town):
    """An ask that was accepted without a name."""
    return make_request(town, status="confirmed", lecturers=False).assignments.get()


@pytest.fixture
def session(town):
    """Confirmed with 田中, who is asked for an own yes."""
    town.office.lecturers_answer = True
    town.office.save()
    return make_request(town, status="confirmed").sessions.get()


def from_lecturer(session, text: str, **mail: str):
    grant = session.grants.get(purpose="lecturer", lecturer__isnull=False)
    return to_tag(facts.reply_address(grant), text, sender=TANAKA, **mail)


def to_tag(address: str, text: str, **mail: str):
    to = secrets.fill(address)
    inbound = receive(raw_reply(text, to=to, **mail), envelope_to=[to], at=NOW)
    return receiving.take(inbound.pk, at=NOW)


def going(session) -> list[str]:
    return [row.name for row in lecturers_on(session)]


def kinds_since(before: int) -> list[str]:
    return [mail.kind for mail in OutgoingEmail.objects.order_by("pk")[before:]]


def text_of(page) -> str:
    return BeautifulSoup(page.content, "html.parser").get_text()


# A lecturer's own yes or no


def test_a_yes_with_a_question_is_recorded_as_a_yes_and_the_question_is_kept(office, session):
    row = from_lecturer(session, PARKING)
    assert decisions(office, row)[:2] == ["consent-yes", "consent-no"]
    assert "講師 田中 一郎" in text_of(office.get(page_of(row)))

    decide(office, row, "consent-yes", words="駐車場はありますか")

    row.refresh_from_db()
    assert (LecturerConsent.objects.get().state, row.decision) == ("yes", "applied")
    event = session.events.get(verb="lecturer_yes")
    assert (event.actor, event.way, event.user.last_name) == ("lecturer", "email", "山田")
    assert RequestEvent.objects.get(verb="message").note.text == "駐車場はありますか"
    assert OutgoingEmail.objects.filter(kind="group_lecturer_named").count() == 1
    assert list(doctor.checks(at=NOW)) == []


def test_the_page_of_a_lecturers_mail_speaks_of_no_report(office, session):
    page = text_of(office.get(page_of(from_lecturer(session, PARKING))))

    assert "報告" not in page.split("メールの文")[1]


def test_an_unproven_no_of_a_lecturer_goes_back_to_the_department_with_one_click(office, session):
    row = from_lecturer(session, "辞退 出張のため", results=FORGED)
    before = OutgoingEmail.objects.count()

    decide(office, row, "consent-no", words="出張のため")

    assert LecturerConsent.objects.get().state == "no"
    assert going(session) == []
    assert sorted(kinds_since(before)) == ["department_lecturer_no", "lecturer_released"]
    assert list(doctor.checks(at=NOW)) == []


def test_a_no_that_was_read_stands_first(office, session):
    ask, lecturer = session.request.assignments.get(), lecturers_on(session)[0]
    uid = f"{session.public_id}-{lecturer.public_id}@kouza.mikagami.example"
    calendar = pressed(ask, "DECLINED", uid=uid, comment="出張です")
    row = from_lecturer(session, "", calendar=calendar)

    assert decisions(office, row)[0] == "consent-no"
    assert "引き受けられない、という返事です" in text_of(office.get(page_of(row)))


def test_a_yes_to_another_day_than_the_page_showed_is_not_recorded(office, session):
    row = from_lecturer(session, PARKING)
    version = office.get(page_of(row)).context["version"]
    sessions.reschedule(session_id=session.pk, slot=NEXT, by=OFFICE, at=NOW)

    page = office.post(
        page_of(row),
        {"decision": "consent-yes", "version": version, "consent-yes-words": "駐車場は？"},
    )

    assert page.status_code == 422
    assert "申込みのようすが変わりました" in errors(page)[0]
    assert "駐車場は？" in page.content.decode()
    assert set(LecturerConsent.objects.values_list("state", flat=True)) == {"asked"}


def test_nothing_of_a_session_can_be_decided_by_a_mail_of_an_ask(office, ask):
    row = waiting("たぶん大丈夫です", ask)

    for decision in ("consent-yes", "consent-no", "name", "register-name"):
        answer = decide(office, row, decision, words="x", name="佐藤", lecturers=["1"])
        assert answer.status_code in (302, 422)
    row.refresh_from_db()
    ask.refresh_from_db()
    assert (row.decision, ask.state) == ("", "asked")


# Who goes


def test_an_unknown_name_after_the_acceptance_is_registered_and_named(office, town, accepted):
    row = waiting("講師 高橋", accepted)
    assert (row.why, decisions(office, row)[0]) == ("unknown_lecturer", "register-name")

    decide(office, row, "register-name", name="高橋 三郎")

    row.refresh_from_db()
    accepted.refresh_from_db()
    assert (row.decision, accepted.state) == ("applied", "accepted")
    assert going(accepted.request.sessions.get()) == ["高橋 三郎"]
    assert Lecturer.objects.get(name="高橋 三郎").memberships.get().department == town.department
    assert OutgoingEmail.objects.filter(kind="group_lecturer_named").count() == 1
    assert list(doctor.checks(at=NOW)) == []


def test_the_name_that_the_mail_gives_is_filled_in(office, accepted):
    row = waiting("講師 高橋、田中", accepted)
    tanaka = Lecturer.objects.get(name="田中 一郎")

    found = office.get(page_of(row)).context["decisions"]
    form = next(one["form"] for one in found if one["decision"].name == "register-name")

    assert form.initial == {"name": "高橋", "together": [str(tanaka.pk)]}


def test_a_known_lecturer_is_chosen_instead(office, town, accepted):
    row = waiting("講師 高橋", accepted)

    decide(office, row, "name", lecturers=[str(town.lecturers[1].pk)])

    assert going(accepted.request.sessions.get()) == ["鈴木 花"]


def test_nobody_chosen_is_a_mistake_on_the_same_page(office, accepted):
    row = waiting("講師 高橋", accepted)

    page = decide(office, row, "name")

    assert (page.status_code, errors(page)) == (422, ["うかがう人をえらんでください。"])


def test_what_was_agreed_without_an_ask_is_named_the_same_way(office, town):
    request = submitted(town)
    deciding.confirm_agreed(request_id=request.pk, slot=DAY, lecturer_ids=[], by=OFFICE, at=NOW)
    session = request.sessions.get()
    reminding.want_name(session_id=session.pk, at=at("2026-12-03 09:00"))
    (wanted,) = OutgoingEmail.objects.filter(kind="department_lecturer_wanted")
    row = to_tag(wanted.reply_to, "講師 高橋")
    assert decisions(office, row)[0] == "register-name"

    decide(office, row, "register-name", name="高橋 三郎")

    row.refresh_from_db()
    assert (row.decision, going(session)) == ("applied", ["高橋 三郎"])


# A no after the yes


def test_a_no_after_the_acceptance_is_undone_and_recorded_with_one_click(office, town):
    ask = make_request(town, status="confirmed").assignments.get()
    row = waiting("辞退 講師が入院したため", ask)
    assert decisions(office, row)[0] == "undo-decline"
    assert "日時を決め直すことになりました" in text_of(office.get(page_of(row)))
    before = OutgoingEmail.objects.count()

    decide(office, row, "undo-decline", reason="lecturer_busy", words="入院")

    ask.refresh_from_db()
    ask.request.refresh_from_db()
    row.refresh_from_db()
    session = ask.request.sessions.get()
    assert (ask.state, ask.request.status, row.decision) == ("declined", "asking", "applied")
    assert (session.state, going(session)) == ("postponed", [])
    assert sorted(kinds_since(before)) == [
        "department_answer_recorded", "group_session_off", "office_declined"
    ]  # fmt: skip
    assert list(doctor.checks(at=NOW)) == []


def test_help_that_is_declined_after_all_leaves_the_lecture_and_the_group_alone(office, town):
    request = make_request(town, status="confirmed")
    welfare = make_department(town.site, code="0410", name="障がい福祉課", email=SHOGAI)
    help_ = supporting.ask_support(
        request_id=request.pk, support="sign_language", department_id=welfare.pk, slot=DAY,
        by=OFFICE, at=NOW,
    )  # fmt: skip
    answering.accept(assignment_id=help_.pk, version=0, by=OFFICE, at=NOW)
    row = waiting("辞退 通訳者が入院したため", help_, sender=SHOGAI)
    assert decisions(office, row)[0] == "undo-help"
    assert "団体には何も届きません" in text_of(office.get(page_of(row)))
    before = OutgoingEmail.objects.count()

    decide(office, row, "undo-help", reason="lecturer_busy")

    help_.refresh_from_db()
    request.refresh_from_db()
    assert (help_.state, request.status) == ("declined", "confirmed")
    assert request.sessions.get().state == "planned"
    assert "group" not in " ".join(kinds_since(before))
    assert [kind for kind in kinds_since(before) if kind.startswith("department")] == [
        "department_answer_recorded"
    ]
    assert list(doctor.checks(at=NOW)) == []


def test_if_the_no_cannot_be_recorded_the_acceptance_stands(office, town, monkeypatch):
    ask = make_request(town, status="confirmed").assignments.get()
    row = waiting("辞退 講師が入院したため", ask)
    monkeypatch.setattr(fixed.answering, "decline", _refuses)

    page = decide(office, row, "undo-decline", reason="lecturer_busy")

    ask.refresh_from_db()
    row.refresh_from_db()
    assert (page.status_code, ask.state, row.decision) == (422, "accepted", "")
    assert going(ask.request.sessions.get()) == ["田中 一郎"]


def _refuses(**what: object) -> None:
    raise fixed.Refused("記録できません。")


@pytest.mark.parametrize("decision", ["consent-yes", "name", "register-name", "undo-decline"])
def test_only_the_office_decides(town, accepted, decision):
    row = waiting("講師 高橋", accepted)
    editor = User.objects.create_user("henshu@city.mikagami.example", "a-long-password")
    SiteRole.objects.create(site=town.site, user=editor, role=SiteRole.Role.EDITOR)
    client = Client()
    client.force_login(editor)

    answer = client.post(page_of(row), {"decision": decision, f"{decision}-name": "高橋"})

    row.refresh_from_db()
    assert (answer.status_code, row.decision) == (403, "")
    assert Client().post(page_of(row), {"decision": decision}).status_code == 302


# The page spoke of an older state


def test_what_a_page_showed_before_the_ask_changed_is_not_recorded(office, town, ask):
    row = waiting("承諾", ask, results=FORGED)
    version = office.get(page_of(row)).context["version"]
    moved_to_two_o_clock(ask)

    page = office.post(page_of(row), {"decision": "understood", "version": version})

    ask.refresh_from_db()
    assert (page.status_code, ask.state) == (422, "asked")
    assert "申込みのようすが変わりました" in errors(page)[0]
    assert "14時" in text_of(page)


def test_without_that_check_the_new_time_would_be_recorded(office, town, ask, monkeypatch):
    row = waiting("承諾", ask, results=FORGED)
    version = office.get(page_of(row)).context["version"]
    moved_to_two_o_clock(ask)
    monkeypatch.setattr(replies, "refuse_stale", lambda request, seen: None)

    office.post(page_of(row), {"decision": "understood", "version": version})

    ask.refresh_from_db()
    assert (ask.state, ask.starts_at) == ("accepted", at("2026-12-17 14:00"))


def moved_to_two_o_clock(ask) -> None:
    """Another time for the same ask, by an action of a colleague."""
    ask.starts_at, ask.ends_at = at("2026-12-17 14:00"), at("2026-12-17 15:00")
    ask.version += 1
    ask.save()
    noting.note(request_id=ask.request_id, words="14時に", by=OFFICE, at=NOW)
