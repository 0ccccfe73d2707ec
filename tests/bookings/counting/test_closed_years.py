"""A closed year is changed by the office only, and only with a written reason."""

import ast
from pathlib import Path

import pytest

from bookings.actions import closed_years, deciding, reporting, sessions, settling
from bookings.actions.closed_years import YearClosed
from bookings.actions.moves import By
from bookings.actions.reporting import Numbers
from bookings.models import RequestEvent, SessionReport
from bookings.rules import Slot
from bookings.status import Reason, SessionState, Way
from tests.bookings.counting.closings import PEOPLE, aimed, at_desk, closed, held, planned, tell
from tests.factories.town import DEPARTMENT, GROUP, LECTURER, at, make_town, submitted
from tests.servers.templates import ROOT

LATER = at("2027-05-01 10:00")
BY_PHONE = "令和8年度は締めました。直すところがあれば、事務局に電話してください。"
AT_DESK = "令和8年度は締めました。それでも直すときは、直す理由を書いて、もう一度おしてください。"


@pytest.fixture
def town(site):
    made = make_town(site)
    aimed(made)
    return made


def next_year(hour: int = 10) -> Slot:
    return Slot(at(f"2027-06-01 {hour}:00"), at(f"2027-06-01 {hour + 1}:00"))


def report_first(session, by):
    reporting.report(session_id=session.pk, numbers=PEOPLE, by=by, at=LATER)


def correct_report(session, by):
    reporting.report(session_id=session.pk, numbers=Numbers(1, 1, 60), by=by, at=LATER)


def take_back(session, by):
    sessions.correct_session(session_id=session.pk, reason=Reason.MISTAKE, by=by, at=LATER)


def cancel(session, by):
    sessions.cancel_session(session_id=session.pk, reason=Reason.DISASTER, by=by, at=LATER)


def put_off(session, by):
    sessions.postpone(session_id=session.pk, reason=Reason.DISASTER, by=by, at=LATER)


def move_out(session, by):
    sessions.reschedule(session_id=session.pk, slot=next_year(), by=by, at=LATER)


def add_one(session, by):
    past = Slot(at("2027-03-01 10:00"), at("2027-03-01 11:00"))
    sessions.add(request_id=session.request_id, slot=past, lecturer_ids=[], by=by, at=LATER)


def settle(session, by):
    settling.settle(session_id=session.pk, version=1, by=by, at=LATER)


def withdraw(session, by):
    deciding.withdraw(request_id=session.request_id, by=by, at=LATER)


def unreported(town):
    return planned(town, at("2027-03-02 10:00"))


def delivered(town):
    return held(town, at("2027-03-02 10:00"))


def differing(town):
    session = delivered(town)
    tell(session, numbers=Numbers(5, 0, 60), by=By(DEPARTMENT.actor, Way.EMAIL))
    return session


def waiting(town):
    session = planned(town, at("2027-03-02 10:00"))
    sessions.postpone(
        session_id=session.pk, reason=Reason.DISASTER, by=at_desk(), at=at("2027-03-01 10:00")
    )
    return session


ACTS = [
    (unreported, report_first), (delivered, correct_report), (delivered, take_back),
    (unreported, cancel), (unreported, put_off), (unreported, move_out), (waiting, move_out),
    (unreported, add_one), (differing, settle), (waiting, withdraw), (waiting, cancel),
]  # fmt: skip
NAMES = [f"{before.__name__}-{act.__name__}" for before, act in ACTS]


@pytest.mark.parametrize(("before", "act"), ACTS, ids=NAMES)
def test_others_are_told_to_call_the_office(town, before, act):
    session = before(town)
    closed()
    was = (session.reports.count(), RequestEvent.objects.count())

    for by in (GROUP, LECTURER, DEPARTMENT, By(DEPARTMENT.actor, Way.WEB, at_desk().user)):
        with pytest.raises(YearClosed) as refusal:
            act(session, by)
        assert refusal.value.sentence == BY_PHONE
    assert (session.reports.count(), RequestEvent.objects.count()) == was


@pytest.mark.parametrize(("before", "act"), ACTS, ids=NAMES)
def test_the_office_must_write_why_and_it_is_kept(town, before, act):
    session = before(town)
    closed()

    with pytest.raises(YearClosed) as refusal:
        act(session, at_desk())
    assert refusal.value.sentence == AT_DESK

    act(session, at_desk("課から電話がありました"))
    notes = RequestEvent.objects.filter(note__text__contains="課から電話がありました")
    assert notes.exists()


@pytest.mark.parametrize(("before", "act"), ACTS, ids=NAMES)
def test_twin_without_the_guard_a_closed_year_changes_unasked(town, before, act, monkeypatch):
    session = before(town)
    closed()
    was = (session.reports.count(), RequestEvent.objects.count())
    monkeypatch.setattr(closed_years, "refuse", lambda by, *years: None)

    act(session, LECTURER)

    assert (session.reports.count(), RequestEvent.objects.count()) != was


def test_an_agreed_date_in_a_closed_year_needs_a_reason(town):
    closed()
    request = submitted(town)
    slot = Slot(at("2027-03-02 10:00"), at("2027-03-02 11:00"))
    act = {"request_id": request.pk, "slot": slot, "lecturer_ids": [], "at": LATER}

    with pytest.raises(YearClosed):
        deciding.confirm_agreed(**act, by=at_desk())

    session = deciding.confirm_agreed(**act, by=at_desk("聞きもらしていました"))
    assert (session.state, session.fiscal_year.year) == (SessionState.PLANNED, 2026)


def test_a_session_of_this_year_is_moved_as_before(town):
    session = unreported(town)
    sessions.reschedule(
        session_id=session.pk, slot=next_year(), by=at_desk(), at=at("2027-02-01 10:00")
    )
    closed()

    sessions.reschedule(session_id=session.pk, slot=next_year(14), by=at_desk(), at=LATER)

    session.refresh_from_db()
    assert session.fiscal_year.year == 2027
    assert SessionReport.objects.count() == 0


# These decide about days to come, and a year that is closed is over.
AHEAD_ONLY = {"duty/returning.py", "duty/taking_off.py"}
MOVES = ("move_session", "fix_session", "new_session")


def test_every_action_that_changes_what_is_counted_asks_whether_the_year_is_closed():
    folder = ROOT / "bookings" / "actions"
    for path in folder.rglob("*.py"):
        name = str(path.relative_to(folder))
        text = path.read_text(encoding="utf-8")
        if name in AHEAD_ONLY or name == "moves.py" or not changes_what_is_counted(text):
            continue
        assert "closed_years.refuse(" in text, name


def changes_what_is_counted(text: str) -> bool:
    calls = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    named = {ast.unparse(func) for func in calls}
    return bool(named & {*MOVES, "SessionReport.objects.create", "LectureSession.objects.create"})


def test_the_search_finds_what_it_looks_for():
    text = Path(reporting.__file__).read_text(encoding="utf-8")
    assert changes_what_is_counted(text)
    assert not changes_what_is_counted("record(request)")
