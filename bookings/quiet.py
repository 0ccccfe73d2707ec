"""夜間・休日の配慮: when a mail may go out that can wait. No rows and no clock."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from lectures.working_days import OPENS, WorkingDays

# 中止・延期・取消し: whoever stands before a locked door was not helped by a quiet night.
# Not department_merged: the department goes where it was going, for the ask that is left.
URGENT = frozenset(
    {
        "department_recalled",
        "department_session_changed",
        "group_duty_off",
        "group_duty_on",
        "group_ended",
        "group_rescheduled",
        "group_session_off",
        "lecturer_released",
    }
)
# Somebody sits there and waits for exactly this mail.
AWAITED = frozenset(
    {
        "department_answer_recorded",
        "department_answer_undone",
        "department_asked_back",
        "department_direct_recorded",
        "department_report_recorded",
        "group_consult_received",
        "group_draft_kept",
        "group_received",
        "lecturer_report_recorded",
        "office_digest_done",
    }
)
_STEPS = 60


@dataclass(frozen=True)
class Quiet:
    """No mails from `starts` until `ends` (over midnight too), nor on days without work."""

    starts: time | None
    ends: time | None
    closed_days: bool
    days: WorkingDays
    zone: ZoneInfo

    def holds(self, at: datetime) -> bool:
        return self._silent(at) is not None

    def not_before(self, at: datetime, *, expires_at: datetime | None = None) -> datetime:
        """`at`, or the end of the quiet hours, or the next working morning.

        A mail with an end of its own waits for half of its life at most; else it goes at once.
        """
        found = at
        for _step in range(_STEPS):
            later = self._silent(found)
            if later is None:
                break
            found = later
        if expires_at is not None and found > at + max(expires_at - at, timedelta()) / 2:
            return at
        return found

    def _silent(self, at: datetime) -> datetime | None:
        """When this silence ends; None: it is not quiet."""
        here = at.astimezone(self.zone)
        if self.closed_days and not self.days.is_open(here.date()):
            return datetime.combine(self.days.on_or_after(here.date()), OPENS, self.zone)
        if self.starts is None or self.ends is None or self.starts == self.ends:
            return None
        over_midnight = self.starts > self.ends
        late, early = here.time() >= self.starts, here.time() < self.ends
        if not (late or early if over_midnight else late and early):
            return None
        ends = datetime.combine(here.date(), self.ends, self.zone)
        return ends + timedelta(days=1) if over_midnight and late else ends


def may_wait(kind: str, *, mail_class: str) -> bool:
    """Whether a mail of this kind respects the quiet time."""
    return mail_class != "critical" and kind not in URGENT | AWAITED
