"""この仕組みの前の年度: years of a spreadsheet are brought in, replaced as a whole, taken away.

All of a file or nothing. A year with sessions of our own is counted and never brought in. Tells
nobody.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django_scopes import get_scope

from accounts.models import User
from bookings.actions.moves import Refused, Stale
from bookings.models import LectureSession, PastFigure, PastImport
from bookings.sentence import Year, sentence
from lectures.eras import fiscal_year_words


@dataclass(frozen=True)
class PastLine:
    """As `PastFigure` keeps it."""

    dimension: str
    key: str
    label: str
    sessions: int
    people: int | None


@dataclass(frozen=True)
class PastYear:
    year: int
    lines: tuple[PastLine, ...]


@dataclass(frozen=True)
class Origin:
    """Where a file comes from. `unit`: of `PastUnit`."""

    unit: str
    source: str
    file_name: str


@transaction.atomic
def bring_in(
    years: Sequence[PastYear],
    *,
    origin: Origin,
    seen: dict[int, int],
    by: User | None,
    at: datetime,
) -> int:
    """`seen`: the version of each year before the person's eyes, 0 for none. How many years were
    written; one that says the same as before is left alone. Refused; Stale."""
    refuse_counted(row.year for row in years)
    standing = versions(row.year for row in years)
    if standing != seen:
        raise _stale()
    changed = [row for row in years if not says_the_same(row, origin)]
    for row in changed:
        _replace(row, origin, version=standing[row.year] + 1, by=by, at=at)
    return len(changed)


@transaction.atomic
def take_away(*, year: int, seen: int, reason: str, by: User | None, at: datetime) -> None:
    """The year has no figures any more; what was brought in stays written. Refused; Stale."""
    newest = newest_import(year)
    if newest is None or not newest.lines:
        raise Refused(_("この年度の数は、もう取り消されています。"))
    if newest.version != seen:
        raise _stale()
    _replace(
        PastYear(year, ()),
        Origin(newest.unit, reason, ""),
        version=newest.version + 1,
        by=by,
        at=at,
    )


def counted_here(years: Collection[int]) -> set[int]:
    """Those that have sessions of our own, in whatever state."""
    rows = LectureSession.objects.filter(fiscal_year__year__in=years).order_by()
    return set(rows.values_list("fiscal_year__year", flat=True).distinct())


def refuse_counted(years: Iterable[int]) -> None:
    if found := sorted(counted_here(list(years))):
        raise Refused(counted_words(found[0]))


def refuse_brought_in(year: int) -> None:
    """A session counted here would take the place of the whole year's number."""
    if PastFigure.objects.filter(year=year).exists():
        raise Refused(
            sentence(
                "%(year)sの数は、まとめて読みこんであります。ここでは加えられないので、事務局に電話してください。",
                year=Year(year),
            )
        )


def counted_words(year: int) -> str:
    return _(
        "%(year)sは、この仕組みに実施の記録があります。ファイルからは読みこめません。この年度の行を消してください。"
    ) % {"year": fiscal_year_words(year)}


def versions(years: Iterable[int]) -> dict[int, int]:
    """The newest version of each of the years; 0: never brought in."""
    wanted = list(years)
    rows = PastImport.objects.filter(year__in=wanted).order_by().values_list("year")
    return dict.fromkeys(wanted, 0) | dict(rows.annotate(newest=Max("version")))


def newest_import(year: int) -> PastImport | None:
    return PastImport.objects.filter(year=year).order_by("-version").first()


def says_the_same(row: PastYear, origin: Origin) -> bool:
    newest = newest_import(row.year)
    if newest is None or not newest.lines:
        return False
    return (newest.unit, newest.source, newest.lines) == (origin.unit, origin.source, _kept(row))


def _replace(row: PastYear, origin: Origin, *, version: int, by: User | None, at: datetime) -> None:
    site = get_scope()["site"]
    try:
        with transaction.atomic():
            made = PastImport.objects.create(
                site=site, year=row.year, version=version, unit=origin.unit, source=origin.source,
                file_name=origin.file_name, lines=_kept(row), by=by, at=at,
            )  # fmt: skip
    except IntegrityError as taken:
        raise _stale() from taken
    PastFigure.objects.filter(year=row.year).delete()
    PastFigure.objects.bulk_create(
        PastFigure(
            site=site, imported=made, year=row.year, dimension=line.dimension, key=line.key,
            label=line.label, order=order, sessions=line.sessions, people=line.people,
            unit=origin.unit,
        )
        for order, line in enumerate(row.lines)
    )  # fmt: skip


def _kept(row: PastYear) -> list[list[str | int | None]]:
    return [list(astuple(line)) for line in row.lines]


def _stale() -> Stale:
    return Stale(
        _(
            "確かめたあとで、ほかの人がこの年度を変えました。まだ何も変えていません。もう一度確かめてください。"
        )
    )
