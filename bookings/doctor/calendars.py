"""SEQUENCE only grows for a UID; who is no longer taken got a CANCEL."""

import re
from collections.abc import Iterator

from bookings.models import Allocation, Assignment, EventMail
from bookings.status import AllocationState, AssignmentState

_UID = re.compile(r"^UID:(.+?)\s*$", re.MULTILINE)
_SEQUENCE = re.compile(r"^SEQUENCE:(\d+)", re.MULTILINE)


def checks() -> Iterator[str]:
    last: dict[str, tuple[int, str, int, str]] = {}
    mails = (
        EventMail.objects.exclude(mail__calendar="")
        .order_by("mail_id")
        .values_list(
            "mail__calendar", "mail__calendar_method", "recipient", "event__session_id", "mail_id"
        )
    )
    for text, method, recipient, session_id, mail_id in mails:
        unfolded = text.replace("\r\n ", "").replace("\n ", "")
        uid, sequence = _UID.search(unfolded), _SEQUENCE.search(unfolded)
        if uid is None or sequence is None:
            yield f"OutgoingEmail {mail_id}: its calendar has no UID or SEQUENCE"
            continue
        before = last.get(uid[1])
        number = int(sequence[1])
        # Of an ask nothing is sent twice: each part tells its calendar something new.
        new = method == "CANCEL" or recipient.startswith("department:")
        if before and (number < before[0] or (new and number == before[0])):
            yield f"OutgoingEmail {mail_id}: SEQUENCE of {uid[1]} does not grow"
        last[uid[1]] = (number, method, session_id, recipient)
    yield from _left_invited(last.values())
    yield from _left_asked()


def _left_invited(last: object) -> Iterator[str]:
    taken = {
        (session, f"lecturer:{lecturer}")
        for session, lecturer in Allocation.objects.filter(
            state=AllocationState.CONFIRMED, resource__lecturer__isnull=False
        ).values_list("session_id", "resource__lecturer_id")
    }
    for _number, method, session_id, recipient in last:  # type: ignore[attr-defined]
        is_lecturer = recipient.startswith("lecturer:")
        if is_lecturer and method == "REQUEST" and (session_id, recipient) not in taken:
            yield f"LectureSession {session_id}: {recipient} is no longer taken but got no CANCEL"


def _left_asked() -> Iterator[str]:
    """Only an ask that waits, or was accepted, stands in a department's calendar."""
    standing = [AssignmentState.ASKED, AssignmentState.ACCEPTED]
    for pk in (
        Assignment.objects.exclude(state__in=standing)
        .exclude(invited_address="")
        .values_list("pk", flat=True)
    ):
        yield f"Assignment {pk}: no longer stands, but its calendar got no CANCEL"
