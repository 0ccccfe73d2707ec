"""What has been answered to an ask, for its page: what, when, by whom, by which way. Reads only."""

from dataclasses import dataclass

from bookings.actions import hosting, sessions
from bookings.emails import facts
from bookings.models import Answer, Assignment
from bookings.spelling import SpellingError, parse_phone
from lectures.eras import clock_time, short_day
from lectures.zones import local


@dataclass(frozen=True)
class Recorded:
    """The answer that stands, and the questions that were asked before it."""

    answer: Answer | None
    when: str
    slots: tuple[str, ...]
    lecturers: str
    given: str
    questions: tuple[str, ...]


def recorded_of(assignment: Assignment) -> Recorded:
    """The newest answer that was not undone; questions in their order."""
    rows = list(
        assignment.answers.filter(undone_at__isnull=True)
        .select_related("entered_by")
        .prefetch_related("lecturers", "slots")
        .order_by("pk")
    )
    answers = [row for row in rows if row.kind != Answer.Kind.QUESTION]
    answer = answers[-1] if answers else None
    return Recorded(
        answer=answer,
        when=facts.when(answer.starts_at, answer.ends_at) if answer and answer.starts_at else "",
        slots=_slots(answer),
        lecturers="、".join(str(row) for row in answer.lecturers.all()) if answer else "",
        given=_moment(answer) if answer else "",
        questions=tuple(row.words for row in rows if row.kind == Answer.Kind.QUESTION),
    )


@dataclass(frozen=True)
class Going:
    """Who goes now, which may be others than the answer named; `may_name`: the page is open."""

    names: tuple[str, ...]
    may_name: bool


def going_of(assignment: Assignment) -> Going:
    session = sessions.session_of_answer(assignment)
    if session is not None:
        rows = hosting.theirs_on(session, assignment.department)
        return Going(tuple(row.name for row in rows), may_name=True)
    recorded = recorded_of(assignment).lecturers
    return Going((recorded,) if recorded else (), may_name=False)


def shown_phone(digits: str) -> str:
    """With its dashes, as people read it; a number that no table knows stays as it is."""
    try:
        return parse_phone(digits).pretty
    except SpellingError:
        return digits


def _slots(answer: Answer | None) -> tuple[str, ...]:
    if answer is None:
        return ()
    slots = sorted(answer.slots.all(), key=lambda slot: slot.order)
    return tuple(facts.when(slot.starts_at, slot.ends_at) for slot in slots)


def _moment(answer: Answer) -> str:
    at = local(answer.at)
    return f"{short_day(at.date())} {clock_time(at)}"
