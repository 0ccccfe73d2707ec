"""災害・選挙などの日 as the desk's calendar shows them: who is out when, and why. Reads only.

All that it needs is read at once, however many days and sessions are asked about.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bookings.models import Duty
from bookings.models.duty_reach import Charges, Reach, reach_of
from bookings.rules import Days, Slot
from lectures.eras import time_range
from lectures.models import Department


@dataclass(frozen=True)
class Closure:
    """One decision. `who`: names of those who are out, none where everybody is."""

    reach: Reach
    cause: str
    who: tuple[str, ...]
    charges: Charges

    @property
    def why(self) -> str:
        """災害・台風 18時〜21時."""
        return f"{self.cause} {time_range(*self.reach.hours)}" if self.reach.hours else self.cause

    @property
    def words(self) -> str:
        return f"{'、'.join(self.who)} {self.why}" if self.who else self.why

    @property
    def is_whole(self) -> bool:
        """Nobody goes anywhere all day."""
        return self.reach.departments is None and self.reach.hours is None

    def is_on(self, day: date) -> bool:
        return self.reach.first_on <= day <= self.reach.last_on

    def takes_out(self, departments: Iterable[int]) -> bool:
        return self.reach.takes_out(departments, charges=self.charges)

    def hits(self, slot: Slot, departments: Iterable[int]) -> bool:
        return self.reach.covers(slot) and self.takes_out(departments)


def closures_in(days: Days) -> list[Closure]:
    duties = Duty.objects.closing().filter(first_on__lte=days.last, last_on__gte=days.first)
    rows = list(duties.prefetch_related("departments").order_by("first_on", "pk"))
    linked = {} if all(row.everybody for row in rows) else Department.objects.linked()
    return [_closure(row, linked) for row in rows]


def _closure(duty: Duty, linked: dict[int, Department]) -> Closure:
    named = () if duty.everybody else tuple(row.name for row in duty.departments.all())
    charges = {pk: row.in_charge(on=duty.first_on) for pk, row in linked.items()}
    there = {pk: row.pk if row else None for pk, row in charges.items()}
    return Closure(reach_of(duty), str(duty.get_cause_display()), named, there)
