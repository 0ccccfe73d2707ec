"""The plan's indicators and three years from before, through the real actions."""

from datetime import date, datetime
from decimal import Decimal

from bookings.actions import indicating, past_years
from bookings.actions.indicating import Evidence
from bookings.actions.past_years import Origin, PastLine, PastYear
from bookings.models import Indicator
from cms.demo.loader.reading import Facts, read
from lectures.eras import fiscal_year_of
from lectures.models import Department
from lectures.zones import local

_APRIL_ON = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)


def load(*, at: datetime) -> None:
    indicating.prepare()
    this_year = fiscal_year_of(local(at).date())
    for facts in read("indicators")["value"]:
        _values(facts, this_year=this_year, at=at)
    years = [_past(facts, this_year) for facts in read("indicators")["past"]]
    past_years.bring_in(
        years,
        origin=Origin("session", "事業報告書（見本）", "zennendo.xlsx"),
        seen={row.year: 0 for row in years},
        by=None,
        at=at,
    )


def _values(facts: Facts, *, this_year: int, at: datetime) -> None:
    indicator = Indicator.objects.get(code=facts["code"])
    for kind in ("base", "actual", "target"):
        for away, value, source in facts.get(kind, []):
            asked = kind == "actual" and away == -1 and "counts" in facts
            evidence = (
                _survey(facts, indicator, source, year=this_year + away)
                if asked
                else Evidence(source)
            )
            indicating.keep_value(
                indicator_id=indicator.pk, kind=kind, year=this_year + away, value=Decimal(value),
                evidence=evidence, seen=0, by=None, at=at,
            )  # fmt: skip


def _survey(facts: Facts, indicator: Indicator, source: str, *, year: int) -> Evidence:
    """Asked in the January of its fiscal year."""
    words = [answer["words"] for answer in indicator.answers]
    counts = dict(zip(words, facts["counts"], strict=True))
    return Evidence(source, date(year + 1, 1, 20), facts["sample"], "percent", counts)


def _past(facts: Facts, this_year: int) -> PastYear:
    months = list(zip(_APRIL_ON, facts["months"], strict=True))
    names = dict(Department.objects.values_list("code", "name"))
    lines = [PastLine("total", "", "", sum(facts["months"]), facts["people"])]
    lines += [PastLine("month", str(month), f"{month}月", count, None) for month, count in months]
    lines += [
        PastLine("department", key, names.get(key, key), count, None)
        for key, count in facts["departments"].items()
    ]
    return PastYear(this_year + facts["year"], tuple(lines))
