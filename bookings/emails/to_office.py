"""Mails to the office: it may sit behind the same gateway as the departments."""

from bookings.emails import facts
from bookings.emails.telling import Recipient, tell
from bookings.models import Answer, BookingRequest, RequestEvent


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


def withdrawn(event: RequestEvent, request: BookingRequest, *, words: str) -> None:
    tell(
        event,
        kind="office_withdrawn",
        recipient=_office(),
        context={**facts.of_request(request), "words": words},
    )


def _answered(kind: str, event: RequestEvent, answer: Answer) -> None:
    tell(
        event,
        kind=kind,
        recipient=_office(),
        context={**facts.of_assignment(answer.assignment), "answer": answer},
    )
