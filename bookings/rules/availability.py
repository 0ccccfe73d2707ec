"""What stands in the way of a lecture on a day: its count, absences, lecturers who are taken.

Pure data and questions about it: no database, no HTTP, no clock. Hours are minutes since midnight on
the venue's clock, so that a span is two numbers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

Span = tuple[int, int]
_NO_DAYS: Mapping[date, tuple[Span, ...]] = {}


@dataclass(frozen=True)
class Days:
    """From the first to the last day, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def within(self, other: "Days") -> "Days | None":
        """What both have in common."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Days(first, last) if first <= last else None


@dataclass(frozen=True)
class Diary:
    """One lecturer: days in the department, days away, hours that are taken."""

    there: tuple[Days, ...]
    away: tuple[Days, ...] = ()
    taken: Mapping[date, tuple[Span, ...]] = field(default_factory=lambda: _NO_DAYS)

    def is_there(self, day: date) -> bool:
        return any(day in days for days in self.there)

    def goes_out(self, day: date) -> bool:
        return self.is_there(day) and not any(day in days for days in self.away)

    def is_free(self, day: date, span: Span) -> bool:
        opens, closes = span
        return all(closes <= begins or opens >= ends for begins, ends in self.taken.get(day, ()))


@dataclass(frozen=True)
class Host:
    """A department of the lecture, whoever does its work on each day, and its lecturers."""

    away: tuple[Days, ...] = ()
    diaries: tuple[Diary, ...] = ()

    def is_away(self, day: date) -> bool:
        return any(day in days for days in self.away)

    def names_nobody(self, day: date) -> bool:
        """No lecturer is registered: then the department itself knows who can go."""
        return not any(diary.is_there(day) for diary in self.diaries)

    def sends_somebody(self, day: date) -> bool:
        return self.names_nobody(day) or any(diary.goes_out(day) for diary in self.diaries)

    def can_send(self, day: date, span: Span) -> bool:
        return self.names_nobody(day) or any(
            diary.goes_out(day) and diary.is_free(day, span) for diary in self.diaries
        )


@dataclass(frozen=True)
class Availability:
    """Of one lecture. `counted`: sessions by fiscal year; `wished`: days others ask for;
    `shut`: hours in which its departments are out for the city's sake."""

    counted: Mapping[int, int] = field(default_factory=dict)
    hosts: tuple[Host, ...] = ()
    wished: frozenset[date] = frozenset()
    shut: Mapping[date, tuple[Span, ...]] = field(default_factory=lambda: _NO_DAYS)

    def is_away(self, day: date) -> bool:
        return any(host.is_away(day) for host in self.hosts)

    def nobody_goes(self, day: date) -> bool:
        return not all(host.sends_somebody(day) for host in self.hosts)

    def is_free(self, day: date, span: Span) -> bool:
        """Whether every department has somebody for the whole span."""
        opens, closes = span
        if any(opens < ends and begins < closes for begins, ends in self.shut.get(day, ())):
            return False
        return all(host.can_send(day, span) for host in self.hosts)

    def fits(self, day: date, window: Span, *, minutes: int) -> bool:
        """Whether a lecture of that length finds a place somewhere in the window."""
        opens, closes = window
        return any(
            begins + minutes <= closes and self.is_free(day, (begins, begins + minutes))
            for begins in {opens, *self._ends(day)}
            if begins >= opens
        )

    def _ends(self, day: date) -> Iterator[int]:
        """A place that exists can be moved forward until something ends there."""
        yield from (ends for _begins, ends in self.shut.get(day, ()))
        for host in self.hosts:
            for diary in host.diaries:
                yield from (ends for _begins, ends in diary.taken.get(day, ()))


NOTHING_KNOWN = Availability()
