"""申込条件 in the words of paper: what holds all year, so nothing that a day would change. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lectures import eras
from lectures.models import Blackout, BookingRules
from lectures.models.rules import SEASON_NAMES, laid_over, season_of

Row = tuple[str, str]
_NAMES = (
    "lead_days", "earliest_days", "min_people", "max_people", "weekends", "holidays", "day_from",
    "day_until", "quota", *SEASON_NAMES,
)  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """The town's row, and each lecture's own by its key."""

    town: BookingRules | None
    own: dict[int, BookingRules]

    @classmethod
    def of(cls, site_id: int) -> "Rules":
        rows = {row.lecture_id: row for row in BookingRules.objects.filter(site_id=site_id)}
        town = rows.pop(None, None)
        return cls(town, {pk: row for pk, row in rows.items() if pk is not None})

    def of_town(self) -> list[Row]:
        """For how to apply."""
        return list(_rows(self.town, None)) if self.town else []

    def of_lecture(self, pk: int | None) -> list[Row]:
        """For one lecture's own poster: whatever holds for it."""
        return list(_rows(self.town, self.own.get(pk or 0))) if self.town else []

    def unlike_the_towns(self, pk: int | None) -> list[Row]:
        """For an entry: only what is not said on the first pages."""
        usual = self.of_town()
        return [row for row in self.of_lecture(pk) if row not in usual]

    @property
    def lead_days(self) -> int | None:
        return self.town.lead_days if self.town else None


def _rows(town: BookingRules, own: BookingRules | None) -> Iterator[Row]:
    said = laid_over(town, own, names=_NAMES)
    yield _("人数"), _people(said["min_people"], said["max_people"])
    hours = eras.time_range(said["day_from"], said["day_until"])
    days = _("毎日") if said["weekends"] else _("月曜から金曜")
    but = "" if said["holidays"] else _("（祝日を除く）")
    yield _("うかがえる時間"), f"{days} {hours}{but}"
    yield _("しめきり"), _("希望する日の%(days)s日前まで") % {"days": said["lead_days"]}
    if season := season_of(said).words:
        yield _("講座の時期"), season
    if said["quota"] is not None:
        yield _("回数"), _("1年度に%(count)s回まで") % {"count": said["quota"]}


def _people(least: int, most: int | None) -> str:
    if most is None:
        return _("%(least)s人から") % {"least": least}
    return _("%(least)s人から%(most)s人まで") % {"least": least, "most": most}


def closed_words(site_id: int, *, year: int) -> str:
    """The town's own closed days that fall into the fiscal year: 年末年始（12月29日から1月3日）."""
    first, last = eras.fiscal_year_range(year)
    rows = Blackout.objects.filter(site_id=site_id, lecture__isnull=True).order_by("starts_on")
    found = [
        row for row in rows if row.every_year or (row.ends_on >= first and row.starts_on <= last)
    ]
    return _("、").join(f"{row.reason}（{_between(row)}）" for row in found)


def _between(row: Blackout) -> str:
    days = [_day(row.starts_on, row.every_year), _day(row.ends_on, row.every_year)]
    if days[0] == days[1]:
        return days[0]
    return _("%(first)sから%(last)sまで") % {"first": days[0], "last": days[1]}


def _day(day: date, every_year: bool) -> str:
    """Each year another weekday."""
    words = eras.short_day(day)
    return words.partition("（")[0] if every_year else words
