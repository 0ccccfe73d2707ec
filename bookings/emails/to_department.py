"""Mails to departments: short plain text, complete in itself; HTML and calendar only add to it.

The mails of one ask stand in one thread, and answers to all of them come to one tagged address.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import translation

from bookings.emails import ask, facts, html, inviting, put_off
from bookings.emails.telling import Recipient, first_message_id, tell
from bookings.models import (
    Answer,
    Assignment,
    Grant,
    LectureSession,
    RequestEvent,
    class_rows,
    standins,
)
from bookings.status import AssignmentState, Reason, SessionState, Verb
from lectures.models import Department
from lectures.zones import local

ASK, FIXED, OFF, NOTHING = inviting.ASK, inviting.FIXED, inviting.OFF, ""


def asked(event: RequestEvent, assignment: Assignment, *, copies: Iterable[str] = ()) -> None:
    """`copies`: deputies' addresses; only the department's own mail holds the invitation."""
    _tell("department_asked", event, assignment, calendar=ASK, copies=copies)


def reminded(event: RequestEvent, assignment: Assignment, *, copies: Iterable[str] = ()) -> None:
    _tell("department_reminded", event, assignment, copies=copies)


def asked_back(
    event: RequestEvent, assignment: Assignment, *, rank: int, answers: str = ""
) -> None:
    """They took a part of a day: at what time? `answers`: the Message-ID of what they wrote."""
    wish = next(row for row in facts.wishes(assignment.request) if row["rank"] == rank)
    chosen = ask.wish_words(wish)
    _tell("department_asked_back", event, assignment, answers=answers, chosen=chosen)


def recalled(event: RequestEvent, assignment: Assignment) -> None:
    _tell("department_recalled", event, assignment, calendar=OFF)


def merged(event: RequestEvent, assignment: Assignment) -> None:
    """The department was asked twice, and the other ask stands for both."""
    _tell("department_merged", event, assignment, calendar=OFF)


def expired(event: RequestEvent, assignment: Assignment) -> None:
    _tell("department_expired", event, assignment, calendar=OFF)


def answer_recorded(event: RequestEvent, answer: Answer, *, undo: Grant | None) -> None:
    """The alarm against forged answers: goes to the registered address, with an undo."""
    accepted = answer.assignment.state == AssignmentState.ACCEPTED
    _tell(
        "department_answer_recorded",
        event,
        answer.assignment,
        calendar=FIXED if accepted else OFF,
        links=[undo.link] if undo else [],
        answer=answer,
        answer_when=_answered_for(answer),
        answer_reason=_reason(answer),
        slots=[ask.when(slot.starts_at, slot.ends_at) for slot in answer.slots.order_by("order")]
        if answer.kind == Answer.Kind.COUNTER
        else [],
        undo_link=undo.link if undo else "",
    )


def _answered_for(answer: Answer) -> str:
    """The time that was accepted, or that was asked and declined."""
    if answer.kind == Answer.Kind.DECLINE:
        return ask.when(answer.assignment.starts_at, answer.assignment.ends_at)
    if answer.starts_at is None or answer.ends_at is None:
        return ""
    return ask.when(answer.starts_at, answer.ends_at)


def _reason(answer: Answer) -> str:
    """Of a 辞退: the reason, the words, or both."""
    if answer.kind != Answer.Kind.DECLINE:
        return ""
    words = ask.one_line(answer.words, most=ask.REMARKS)
    with translation.override("ja"):  # whoever answered may read another language
        reason = str(answer.get_reason_display())
    if not words or answer.reason in ("", Reason.OTHER):
        return words or reason
    return f"{reason}（{words}）"


def counter_taken(event: RequestEvent, assignment: Assignment) -> None:
    """The group took one of the dates that the department proposed."""
    _tell("department_counter_taken", event, assignment, calendar=FIXED)


def session_changed(
    event: RequestEvent,
    assignment: Assignment,
    session: LectureSession,
    *,
    row: Sequence[LectureSession] = (),
) -> None:
    """Another time or place, postponed or cancelled; a row of classes stands while one of it does.

    What was held stays in the calendar.

    `row`: the classes that were moved together.
    """
    planned = session.state == SessionState.PLANNED or bool(class_rows.standing_with(session))
    _tell(
        "department_session_changed",
        event,
        assignment,
        calendar=(FIXED if planned else OFF) if fixed_by(assignment, session) else NOTHING,
        lecture_session=session,
        lecturers=facts.lecturers_of(session),
        session_words=ask.row_when(row or [session]),
        session_short=ask.short_when(*class_rows.span_of(row or [session])),
        session_venue=ask.one_line(session.venue),
        put_off_words=ask.one_line(put_off.words_at(event), most=ask.REMARKS),
    )


def answer_undone(event: RequestEvent, assignment: Assignment) -> None:
    """The ask waits again: its calendar asks anew."""
    _tell("department_answer_undone", event, assignment, calendar=ASK)


def support_asked(
    event: RequestEvent,
    assignment: Assignment,
    *,
    moved: bool,
    words: str = "",
    copies: Iterable[str] = (),
) -> None:
    """Sign language, captioning and the like; `moved`: the lecture has another time now."""
    _tell(
        "department_support_asked",
        event,
        assignment,
        calendar=ASK,
        copies=copies,
        moved=moved,
        words=ask.one_line(words, most=ask.REMARKS),
    )


def about_session(
    kind: str,
    event: RequestEvent,
    assignment: Assignment,
    *,
    fixed: bool,
    expires_at: datetime | None = None,
    **context: Any,
) -> None:
    """What follows a fixed date, in the ask's thread; `fixed`: its calendar is brought up to date."""
    calendar = FIXED if fixed else NOTHING
    _tell(kind, event, assignment, calendar=calendar, expires_at=expires_at, **context)


def context_of(assignment: Assignment, *, at: datetime) -> dict[str, Any]:
    """What every text to a department may name."""
    grant = facts.answer_grant(assignment)
    return {
        **facts.of_assignment(assignment),
        "ask": ask.words_of(assignment, at=at),
        "link": grant.link,
        "reply_address": facts.reply_address(grant),
    }


def fixed_by(assignment: Assignment, session: LectureSession) -> bool:
    """Whether this ask's answer made the session; a request may have others beside it."""
    made = assignment.request.events.filter(
        verb__in=[Verb.ACCEPTED, Verb.COUNTER_TAKEN], session__isnull=False
    )
    first = made.order_by("-pk").values_list("session_id", flat=True).first()
    if first is None or first == session.pk:
        return first is not None
    return class_rows.is_one_row(assignment.request, [first, session.pk])


def recipient_of(department: Department, *, at: datetime, key: str = "") -> Recipient:
    """Whoever is in charge of its work that day; the office where nobody is.

    The key stays that of the department that was asked: one thread, one reading of its answers.
    """
    address = standins.address_of(department, on=local(at).date(), otherwise=facts.office().email)
    return Recipient(key or f"department:{department.pk}", address)


def calendar_address(department: Department, *, at: datetime) -> str:
    """Whose calendar holds the date; "" where nobody is in charge: the office keeps none of it."""
    return standins.address_of(department, on=local(at).date(), otherwise="")


def _tell(
    kind: str,
    event: RequestEvent,
    assignment: Assignment,
    *,
    calendar: str = NOTHING,
    copies: Iterable[str] = (),
    links: Iterable[str] = (),
    answers: str = "",
    expires_at: datetime | None = None,
    **context: Any,
) -> None:
    department = assignment.department
    recipient, known = recipient_of(department, at=event.at), context_of(assignment, at=event.at)
    to = calendar_address(department, at=event.at)
    part = _part(event, assignment, calendar=calendar, to=to)
    others = _others(copies, than=recipient.address)
    more = {"invited": bool(part.calendar), "copies": "、".join(others)}
    send = partial(
        tell,
        event,
        kind=kind,
        reply_to=known["reply_address"],
        expires_at=expires_at,
        as_html=partial(html.of_text, links={known["link"], *links}),
        context={**known, **more, **context},
        **_thread(assignment, recipient, answers=answers),
    )
    send(recipient=recipient, calendar=part.calendar, calendar_method=part.calendar_method)
    for number, address in enumerate(others, start=1):
        send(recipient=Recipient(f"{recipient.key}:copy{number}", address))


def _part(event: RequestEvent, assignment: Assignment, *, calendar: str, to: str) -> inviting.Part:
    """What goes into the mail's calendar part; who was invited at another address gets a CANCEL."""
    if not calendar:
        return inviting.Part()
    if assignment.invited_address and not (to and inviting.is_invited(assignment, to)):
        if calendar == OFF and to and _is_gone(event, assignment):
            # Whoever took over may have that calendar too: their own mail takes the event back.
            return inviting.cancel(assignment, at=event.at)
        _call_off(event, assignment)
    if calendar == OFF:
        return inviting.cancel(assignment, at=event.at)
    if not to:
        return inviting.Part()
    return inviting.request(assignment, to=to, fixed=calendar == FIXED, at=event.at)


def _call_off(event: RequestEvent, assignment: Assignment) -> None:
    """The department writes under another address now; the old one's calendar lets go.

    A mailbox that ended with its department is not written to any more.
    """
    address = assignment.invited_address
    if _is_gone(event, assignment):
        inviting.cancel(assignment, at=event.at)
        return
    recipient = Recipient(f"department:{assignment.department_id}:before", address)
    part = inviting.cancel(assignment, at=event.at)
    tell(
        event,
        kind="department_calendar_off",
        recipient=recipient,
        context=context_of(assignment, at=event.at),
        calendar=part.calendar,
        calendar_method=part.calendar_method,
    )


def _is_gone(event: RequestEvent, assignment: Assignment) -> bool:
    today = local(event.at).date()
    return standins.is_gone(assignment.department, assignment.invited_address, on=today)


def _thread(assignment: Assignment, recipient: Recipient, *, answers: str) -> dict[str, Any]:
    """Behind the mail that asked first; `answers` is the newest link of the chain."""
    first = first_message_id(assignment, recipient)
    chain = [part for part in (first, answers) if part]
    return {"in_reply_to": chain[-1], "references": " ".join(chain)} if chain else {}


def _others(addresses: Iterable[str], *, than: str) -> list[str]:
    """Each other address once, whatever its letter case."""
    found = {address.lower(): address for address in addresses if address}
    return [address for lowered, address in found.items() if lowered != than.lower()]
