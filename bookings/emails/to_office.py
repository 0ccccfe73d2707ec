"""Mails to the office: it may sit behind the same gateway as the departments."""

from bookings.emails import ask, facts
from bookings.emails.telling import Recipient, tell
from bookings.models import Answer, Assignment, BookingRequest, RequestEvent
from lectures.models import Department
from notifications import plain
from notifications.models import OutgoingEmail


def _office() -> Recipient:
    return Recipient("office", facts.office().email)


def received(event: RequestEvent, request: BookingRequest) -> None:
    """The whole request: a second copy outside the database."""
    tell(event, kind="office_received", recipient=_office(), context=facts.of_request(request))


def declined(event: RequestEvent, answer: Answer) -> None:
    _answered("office_declined", event, answer)


def asked_back(event: RequestEvent, answer: Answer) -> None:
    """A department's question."""
    _answered("office_question", event, answer)


def escalated(
    event: RequestEvent,
    assignment: Assignment,
    *,
    following: Department | None,
    spare: Department | None,
) -> None:
    """No answer in time. `following` is asked instead; `spare` could be, if the office wishes."""
    tell(
        event,
        kind="office_escalated",
        recipient=_office(),
        context={
            **facts.of_assignment(assignment),
            "due": ask.moment(assignment.due_at),
            "following": following,
            "spare": spare,
        },
    )


def support_countered(event: RequestEvent, answer: Answer) -> None:
    """Sign language or the like could come at another time only."""
    slots = [ask.when(row.starts_at, row.ends_at) for row in answer.slots.order_by("order")]
    _answered("office_support_countered", event, answer, slots=slots)


def withdrawn(event: RequestEvent, request: BookingRequest, *, words: str) -> None:
    tell(
        event,
        kind="office_withdrawn",
        recipient=_office(),
        context={**facts.of_request(request), "words": words},
    )


def undelivered(event: RequestEvent, mail: OutgoingEmail, *, recipient: str) -> None:
    """A mail that somebody waits for is in trouble. `recipient`: of whom, one mail for each."""
    trouble = plain.trouble_of(
        state=mail.state, status=mail.last_error, words=mail.smtp_reply, smtp_code=mail.smtp_code
    )
    tell(
        event,
        kind="office_undelivered",
        recipient=Recipient(recipient, facts.office().email),
        context={
            **facts.of_request(event.request),
            "undelivered": {
                "subject": mail.subject,
                "address": mail.to_address,
                "what": trouble.what,
                "why": trouble.why,
                "advice": trouble.advice,
            },
        },
    )


def _answered(kind: str, event: RequestEvent, answer: Answer, **context: object) -> None:
    tell(
        event,
        kind=kind,
        recipient=_office(),
        context={**facts.of_assignment(answer.assignment), "answer": answer, **context},
    )
