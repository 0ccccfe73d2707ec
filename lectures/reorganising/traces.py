"""What a table changed, by keys, with what stood there before: enough to take back just that."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class LecturerTraces:
    """One lecturer's own transfer."""

    pk: int
    # A membership, its department and its last day before.
    ended: list[tuple[int, int, date | str | None]] = field(default_factory=list)
    # What never began: a membership, its department, first and last day. A table of the same day
    # knows it by its key.
    dropped: list[tuple[int, int, date | str | None, date | str | None]] = field(
        default_factory=list
    )
    # From the day on: a membership and its department.
    made: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Traces:
    """Kept as JSON with the applied table; dates come back as text."""

    count: int = 0
    # A department, its last day and its successor before.
    departments_ended: list[tuple[int, date | str | None, int | None]] = field(default_factory=list)
    departments_made: list[int] = field(default_factory=list)
    # A membership, its last day before, the one that follows it, and that one's last day.
    memberships_ended: list[tuple[int, date | str | None, int, date | str | None]] = field(
        default_factory=list
    )
    memberships_made: list[int] = field(default_factory=list)
    # A row, its department before and since.
    memberships_moved: list[tuple[int, int, int]] = field(default_factory=list)
    members_ended: list[tuple[int, date | str | None]] = field(default_factory=list)
    members_made: list[int] = field(default_factory=list)
    members_moved: list[tuple[int, int, int]] = field(default_factory=list)
    lecturer: LecturerTraces | dict | None = None

    @property
    def of_lecturer(self) -> LecturerTraces | None:
        """As kept, or as it comes back from JSON."""
        return LecturerTraces(**self.lecturer) if isinstance(self.lecturer, dict) else self.lecturer


def day_in(kept: date | str | None) -> date | None:
    return date.fromisoformat(kept) if isinstance(kept, str) else kept
