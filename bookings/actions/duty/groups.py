"""Whose sessions one message can tell of, and how a worker gets hold of them."""

from collections.abc import Callable, Iterable
from datetime import datetime

from bookings.actions.moves import locked
from bookings.models import ApplicantGroup, DutySession, RequestEvent

Moved = tuple[DutySession, RequestEvent]


def bundles(state: str) -> list[list[int]]:
    """Rows of one decision that one message can tell of: those of the same group."""
    rows = DutySession.objects.filter(state=state).select_related("session__request__group")
    found: dict[tuple[object, ...], list[int]] = {}
    for row in rows.order_by("duty_id", "session__starts_at", "pk"):
        found.setdefault((row.duty_id, *_who(row)), []).append(row.pk)
    return list(found.values())


def _who(row: DutySession) -> tuple[object, ...]:
    """Who reads or hears the message, whichever request it is about."""
    group = row.session.request.group
    assert group is not None
    if group.notify_by == ApplicantGroup.NotifyBy.EMAIL:
        return group.notify_by, group.email.casefold(), group.language
    if group.notify_by == ApplicantGroup.NotifyBy.POST:
        return group.notify_by, group.pk
    return group.notify_by, group.fax if group.notify_by == "fax" else group.phone


def moved_by(
    act: Callable[..., RequestEvent | None], rows: Iterable[DutySession], *, at: datetime
) -> list[Moved]:
    """Those that the act changed, with the event of each."""
    found = ((row, act(row, at=at)) for row in rows)
    return [(row, event) for row, event in found if event is not None]


def held(rows: Iterable[int], *, state: str) -> list[DutySession]:
    """These rows with their requests locked, as far as they still wait: another worker may have come."""
    chosen = DutySession.objects.filter(pk__in=list(rows))
    for pk in sorted(set(chosen.values_list("session__request", flat=True))):
        locked(pk)
    found = chosen.filter(state=state).select_related(
        "duty__decided_by", "session__lecture", "session__request__lecture",
        "session__request__group", "session__request__fiscal_year",
    )  # fmt: skip
    rows_now = list(found.order_by("session__starts_at", "pk"))
    return [row for row in rows_now if _who(row) == _who(rows_now[0])]
