"""Folds changed sessions into the sums. One at a time in each town; readers need not wait for it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction
from django_scopes import get_scope

from bookings.counting.dimensions import KEYS
from bookings.counting.facts import Fact, facts_of, with_siblings
from bookings.models import (
    Amendment,
    FigureLine,
    RequestEvent,
    SessionFact,
    StaleSession,
    YearClosing,
)

MOST = 500
_UNDER_WAY = timedelta(minutes=10)  # an act that began before its year was closed
LOCK = 0x666F6C64  # of the two numbers of the lock: which lock; the other one is the town
Line = tuple[str, int, int, str, str]  # dimension, year, month, key, state
Sums = tuple[int, int, int, int]  # sessions, counted, adults, children
FIELDS = ("sessions", "counted", "adults", "children")
NOTHING: Sums = (0, 0, 0, 0)
_KEYED = [(dimension.value, key) for dimension, key in KEYS.items()]


def site_id() -> int:
    site = get_scope()["site"]
    return int(getattr(site, "pk", site))


def read_alone() -> None:
    """Within an act on PostgreSQL, whose statements see a moment each: no fold comes between them.

    A snapshot is one moment and waits for nobody.
    """
    _hold("pg_advisory_xact_lock_shared", unless="repeatable read")


@transaction.atomic
def fold(*, at: datetime, most: int = MOST) -> int:
    """The next changes of the open town; how many marked sessions were dealt with."""
    _hold("pg_advisory_xact_lock")
    town = site_id()
    # First the marks, then the rows: what comes between brings its own mark.
    first = StaleSession.objects.order_by("pk").values_list("session_id", flat=True)[:most]
    sessions = set(first)
    if not sessions:
        return 0
    marks = list(StaleSession.objects.filter(session_id__in=sessions).values_list("pk", flat=True))
    ids = with_siblings(sessions)
    old, new = stored(ids), facts_of(ids)
    changed = {pk: (old.get(pk), fact) for pk, fact in new.items() if old.get(pk) != fact}
    _amend(changed, at=at)
    _add(differences(changed.values()))
    rows = [SessionFact(site_id=town, session_id=pk, **fact._asdict()) for pk, fact in new.items()
            if pk in changed]  # fmt: skip
    SessionFact.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["session"], update_fields=list(Fact._fields)
    )
    for start in range(0, len(marks), MOST):
        StaleSession.objects.filter(pk__in=marks[start : start + MOST]).delete()
    return len(sessions)


def fold_all(*, at: datetime) -> None:
    """Until nothing is stale: within another transaction, or when one must wait for it."""
    while fold(at=at):
        pass


def stored(ids: list[int]) -> dict[int, Fact]:
    """The facts as they are in the sums."""
    found = {}
    for start in range(0, len(ids), MOST):
        rows = SessionFact.objects.filter(pk__in=ids[start : start + MOST])
        found |= {row[0]: Fact(*row[1:]) for row in rows.values_list("pk", *Fact._fields)}
    return found


def differences(pairs: Iterable[tuple[Fact | None, Fact | None]]) -> dict[Line, Sums]:
    """What is to be added to each line, of (before or None, after or None)."""
    found: dict[Line, Sums] = {}
    for before, after in pairs:
        for fact, sign in ((before, -1), (after, 1)):
            if fact is None:
                continue
            sums = (sign, sign * fact.counted, sign * fact.adults, sign * fact.children)
            for line in lines_of(fact):
                add(found, line, sums)
    return found


def add(found: dict[Line, Sums], line: Line, sums: Sums) -> None:
    so_far = found.get(line, NOTHING)
    found[line] = (
        so_far[0] + sums[0], so_far[1] + sums[1], so_far[2] + sums[2], so_far[3] + sums[3],
    )  # fmt: skip


def lines_of(fact: Fact) -> list[Line]:
    return [(name, fact.year, fact.month, str(key(fact)), fact.state) for name, key in _KEYED]


def _add(added: Mapping[Line, Sums]) -> None:
    """The sums of the touched lines, read and written anew: nobody else folds meanwhile."""
    touched = {line: sums for line, sums in added.items() if any(sums)}
    if not touched:
        return
    known = FigureLine.objects.filter(
        year__in={line[1] for line in touched}, month__in={line[2] for line in touched}
    ).values_list("dimension", "year", "month", "key", "state", *FIELDS)
    for dimension, year, month, key, state, *sums in known.iterator(2000):
        if (line := (dimension, year, month, key, state)) in touched:
            add(touched, line, (sums[0], sums[1], sums[2], sums[3]))
    town = site_id()
    rows = [
        FigureLine(
            site_id=town, dimension=dimension, year=year, month=month, key=key, state=state,
            **dict(zip(FIELDS, sums, strict=True)),
        )
        for (dimension, year, month, key, state), sums in touched.items()
    ]  # fmt: skip
    FigureLine.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["site", "dimension", "year", "key", "month", "state"],
        update_fields=list(FIELDS),
    )


def _amend(changed: Mapping[int, tuple[Fact | None, Fact]], *, at: datetime) -> None:
    """What changes in a closed year is written down, whoever changed it and by whichever way."""
    closed = {
        row.fiscal_year.year: row
        for row in YearClosing.objects.filter(opened_at=None).select_related("fiscal_year")
    }
    if not closed:
        return
    rows = []
    for pk, (before, after) in changed.items():
        for year in sorted({fact.year for fact in (before, after) if fact} & closed.keys()):
            rows.append(
                Amendment(
                    site_id=site_id(),
                    closing=closed[year],
                    session_id=pk,
                    event=_why(pk, closed[year]),
                    before=as_json(before),
                    after=as_json(after),
                    at=at,
                )
            )
    Amendment.objects.bulk_create(rows)


def _why(session_id: int, closing: YearClosing) -> RequestEvent | None:
    """The newest event of the session that explains no amendment yet; None: a row was changed by hand."""
    since = closing.closed_at - _UNDER_WAY
    rows = RequestEvent.objects.filter(session=session_id, at__gte=since, amendments=None)
    return rows.order_by("pk").last()


def as_json(fact: Fact | None) -> dict[str, object] | None:
    if fact is None:
        return None
    return {**fact._asdict(), "day": fact.day.isoformat()}


def _hold(function: str, *, unless: str = "") -> None:
    """PostgreSQL only: SQLite lets one write at a time. `unless`: an isolation that needs no lock."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}(%s, %s) WHERE current_setting('transaction_isolation') <> %s",
            [LOCK, site_id(), unless],
        )
