"""Why a mail does not act by itself, and all that helps the person who decides. Plain data."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.actions.replies.understanding import as_json
from bookings.answers import Report, Understood
from bookings.models import Assignment, LectureSession, WaitingReply
from bookings.sentence import in_source, kept
from bookings.status import Way
from notifications.models import InboundEmail
from notifications.status import TOO_OFTEN

Why = WaitingReply.Why


class Stop(NamedTuple):
    """The kind of reason, and one sentence where there is more to say."""

    why: WaitingReply.Why
    detail: str | Promise = ""


def of_arrival(inbound: InboundEmail) -> Stop | None:
    """What speaks against a mail by the way it came, whatever it says."""
    if inbound.reason == TOO_OFTEN:
        return Stop(
            Why.OUR_COPY, _("同じ送り主から同じ返信先に、短い間に何通も続けて届いています。")
        )
    if inbound.copy_of is None:
        return None
    if inbound.copy_of.tag_public_id != inbound.tag_public_id:
        return Stop(Why.NO_TAG, _("同じメールが、ほかの依頼の返信先にも届いています。"))
    return Stop(Why.UNCLEAR, _("前に届いたメールと同じ番号で、ちがう内容です。"))


@dataclass(frozen=True)
class Waits:
    """A mail for a person; `settled`: nothing is left to decide, it is only kept in sight."""

    stop: Stop
    assignment: Assignment | None = None
    understood: Understood | Report | None = None
    way: Way = Way.EMAIL
    settled: bool = False
    session: LectureSession | None = None

    def columns(self) -> dict[str, Any]:
        """As `WaitingReply` stores it."""
        understood = as_json(self.understood) if self.understood else {}
        return {
            "why": self.stop.why,
            "detail": in_source(self.stop.detail)[:200],
            "sentence": kept(self.stop.detail),
            "assignment": self.assignment,
            "session": self.session,
            "understood": {**understood, "way": self.way.value} if understood else {},
        }
