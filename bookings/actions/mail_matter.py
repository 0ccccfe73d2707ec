"""Whether what a mail says still holds: nobody is asked again for what was called off. Reads only."""

from bookings.models import EventMail, RequestEvent
from bookings.status import AssignmentState, SessionState, Verb
from notifications.models import OutgoingEmail

_A = AssignmentState
# They ask the department for an answer.
_ASKS = frozenset(
    {
        "department_asked",
        "department_support_asked",
        "department_reminded",
        "department_asked_back",
        "department_answer_undone",
    }
)
# They repeat an answer: it must still be the one that counts.
_RECORDS = frozenset({"department_answer_recorded", "department_counter_taken"})
_RECORDED: dict[str, AssignmentState] = {
    Verb.ACCEPTED: _A.ACCEPTED,
    Verb.COUNTER_TAKEN: _A.ACCEPTED,
    Verb.DECLINED: _A.DECLINED,
    Verb.COUNTERED: _A.COUNTERED,
    Verb.QUESTIONED: _A.ASKED,
}
_CHANGES = frozenset(
    {Verb.RESCHEDULED, Verb.POSTPONED, Verb.SESSION_CANCELLED, Verb.SESSION_CORRECTED}
)
_ENDS = frozenset({Verb.CANCELLED, Verb.WITHDRAWN})
_OFF = (SessionState.CANCELLED, SessionState.POSTPONED)


def is_over(mail: OutgoingEmail) -> bool:
    """The ask was called off or answered, or the session has another date or none."""
    tie = _first_tie(mail)
    if tie is None:
        return False
    event = tie.event
    return _ask_is_over(tie) or (event.session_id is not None and _session_is_over(event))


def _ask_is_over(tie: EventMail) -> bool:
    ask = tie.event.assignment
    if ask is None or not tie.recipient.startswith("department:"):
        return False
    if tie.kind in _ASKS:
        return ask.state != _A.ASKED
    wanted = _RECORDED.get(tie.event.verb) if tie.kind in _RECORDS else None
    return wanted is not None and ask.state != wanted


def _session_is_over(event: RequestEvent) -> bool:
    later = RequestEvent.objects.filter(request=event.request_id, pk__gt=event.pk)
    if later.filter(session=event.session_id, verb__in=_CHANGES).exists():
        return True
    if event.verb in _CHANGES | _ENDS:
        return False
    return (
        SessionState(event.session.state) in _OFF
        or later.filter(session=None, verb__in=_ENDS).exists()
    )


def _first_tie(mail: OutgoingEmail) -> EventMail | None:
    """Of the mail that was sent first: a resend tells of the same event."""
    pk = mail.pk
    while before := OutgoingEmail.objects.filter(pk=pk).values_list("resend_of", flat=True).get():
        pk = before
    ties = EventMail.objects.filter(mail=pk)
    return ties.select_related("event__assignment", "event__session").first()
