"""What kind of mail this is, from its bytes alone: nothing is looked up, so anybody may ask.

The order matters: a bounce may look like a reply, never read as one.
"""

from email.message import Message

from notifications.inbox import automatic, bounces
from notifications.status import Kind

_OF_REPORT = {
    "delivery-status": (Kind.BOUNCE, "delivery-status"),
    "disposition-notification": (Kind.RECEIPT, "disposition-notification"),
    "feedback-report": (Kind.REPORT, "feedback-report"),
}


def reported(message: Message) -> tuple[Kind, str] | None:
    """A machine's report, or a mail server's own words: before loops are looked for."""
    if found := _OF_REPORT.get(bounces.report_type(message)):
        return found
    return (Kind.BOUNCE, "mail server") if bounces.from_a_daemon(message) else None


def written(message: Message, *, to_bounce_address: bool) -> tuple[Kind, str]:
    """All other mail: no person's, come back, or a reply."""
    if reason := automatic.why_automatic(message):
        return Kind.AUTO_REPLY, reason
    if to_bounce_address or bounces.null_sender(message):
        return Kind.BOUNCE, "bounce address" if to_bounce_address else "null sender"
    return Kind.REPLY, ""


def kind_of(message: Message, *, to_bounce_address: bool) -> tuple[Kind, str]:
    """The kind and what shows it."""
    return reported(message) or written(message, to_bounce_address=to_bounce_address)
