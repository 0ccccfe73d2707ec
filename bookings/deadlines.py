"""期限: by when a department answers and what follows its silence. No rows and no clock.

Moments go in and come out aware; days are reckoned on the venue's clock.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lectures.working_days import CLOSES, WorkingDays

MORNING = time(9)


@dataclass(frozen=True)
class Patience:
    """How long the town waits, in working days unless the name says otherwise."""

    answer_days: int
    support_days_before: int
    second_reminder_days: int
    escalation_days: int
    grace_hours: int


@dataclass(frozen=True)
class Deadlines:
    """The town's patience on its calendar."""

    days: WorkingDays
    patience: Patience
    zone: ZoneInfo

    def answer_by(self, asked_at: datetime, *, starts_at: datetime, support: bool) -> datetime:
        """17:00 of the last day to answer, never later than the slot itself.

        What is asked after 17:00 or on a closed day counts as asked on the next working day. A
        support part is answered some days before the slot, but has at least one working day.
        """
        asked = asked_at.astimezone(self.zone)
        late = asked.time() > CLOSES
        first = self.days.on_or_after(asked.date() + timedelta(days=late))
        last = self.days.after(first, days=self.patience.answer_days)
        if support:
            last = min(last, max(self.support_by(starts_at), self.days.after(first, days=1)))
        return min(datetime.combine(last, CLOSES, self.zone), starts_at)

    def support_by(self, starts_at: datetime) -> date:
        """The last working day on which it must be known who comes to help."""
        before = timedelta(days=self.patience.support_days_before)
        return self.days.on_or_before(starts_at.astimezone(self.zone).date() - before)

    def has_time(self, at: datetime, *, starts_at: datetime) -> bool:
        """Whether somebody who is asked now has the whole time to answer before the slot."""
        return self.answer_by(at, starts_at=starts_at, support=False) < starts_at

    def reminder(self, asked_at: datetime, *, due_at: datetime) -> datetime:
        """When half of the working time to answer is over."""
        return self.days.halfway(asked_at.astimezone(self.zone), due_at.astimezone(self.zone))

    def second_reminder(self, due_at: datetime) -> datetime:
        return self._mornings_after(due_at, days=self.patience.second_reminder_days)

    def escalation(self, due_at: datetime) -> datetime:
        """Some mornings later, and never before an answer that was sent in time can be here."""
        grace = due_at + timedelta(hours=self.patience.grace_hours)
        return max(self._mornings_after(due_at, days=self.patience.escalation_days), grace)

    def digest_day(self, weekday: int, *, today: date) -> date | None:
        """The last day, today or before, on which the departments' weekly digest is due."""
        monday = today - timedelta(days=today.weekday())
        named = [monday + timedelta(days=weekday, weeks=-week) for week in range(3)]
        days = [self.days.on_or_after(day) for day in named]
        return max((day for day in days if day <= today), default=None)

    def _mornings_after(self, due_at: datetime, *, days: int) -> datetime:
        day = self.days.after(due_at.astimezone(self.zone).date(), days=days)
        return max(datetime.combine(day, MORNING, self.zone), due_at)
