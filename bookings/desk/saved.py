"""The views of the inbox that somebody keeps, as links with counts. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from accounts.models import User
from bookings.desk import wanted
from bookings.desk.dimensions import Choices
from bookings.desk.wanted import Wanted
from bookings.models import BookingRequest, SavedView


@dataclass(frozen=True)
class Saved:
    pk: int
    name: str
    href: str
    count: int
    current: bool


def views_of(
    user: User, *, shown: Wanted, choices: Mapping[str, Choices], at: datetime
) -> list[Saved]:
    """Two queries, however many they are: each count is what its link would show."""
    rows = list(SavedView.objects.filter(user=user).order_by("name"))
    held = {row.pk: wanted.read_kept(row.query, choices) for row in rows}
    counts = _counts(held, at=at)
    return [
        Saved(
            row.pk,
            row.name,
            f"?{held[row.pk].query}",
            counts[f"view{row.pk}"],
            held[row.pk].query == shown.query,
        )
        for row in rows
    ]


def _counts(held: Mapping[int, Wanted], *, at: datetime) -> dict[str, int]:
    if not held:
        return {}
    return BookingRequest.objects.submitted().aggregate(
        **{f"view{pk}": Count("pk", filter=_all_of(one, at=at)) for pk, one in held.items()}
    )


def _all_of(one: Wanted, *, at: datetime) -> Q:
    return Q(status__in=one.view.statuses) & wanted.condition(one, at=at)
