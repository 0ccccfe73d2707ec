"""計画の指標: values are entered, corrected and taken away; what stood there before stays written.

What is counted here is never typed. Tells nobody.
"""

import tomllib
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_scopes import get_scope

from accounts.models import User
from bookings.actions import closed_years
from bookings.actions.moves import Refused, Stale
from bookings.models import Indicator, IndicatorChange, IndicatorValue
from bookings.models.indicator import ValueKind
from lectures.eras import fiscal_year_of, fiscal_year_words
from lectures.zones import local

_SEVEN = Path(__file__).parent.parent / "indicators.toml"
_TEXTS = ("section", "english_name", "easy_name", "question", "answers", "decimals", "comes_from", "note")  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """What a value stands on, as `IndicatorValue` keeps it."""

    source: str = ""
    surveyed_on: date | None = None
    sample: int | None = None
    counted_in: str = ""
    counts: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def keep_value(
    *,
    indicator_id: int,
    kind: str,
    year: int,
    value: Decimal,
    evidence: Evidence,
    seen: int,
    by: User | None,
    at: datetime,
    reason: str = "",
) -> IndicatorValue:
    """`seen`: the version before the person's eyes, 0 for none. Refused; Stale."""
    indicator = _locked(indicator_id)
    forbidden = what_forbids(indicator, kind=kind, value=value)
    if refusal := forbidden or what_forbids_year(indicator, kind=kind, year=year, at=at):
        raise Refused(refusal)
    _refuse_closed(indicator, kind=kind, year=year)
    row = _standing(indicator, kind=kind, year=year)
    _refuse_older(row, seen=seen)
    if row is not None and (row.value, _evidence(row)) == (value, evidence):
        raise Refused(_("いまの値と同じです。直してから保存してください。"))
    was = row.value if row else None
    row = row or IndicatorValue(
        site_id=indicator.site_id, indicator=indicator, kind=kind, year=year, version=0
    )
    for name, kept in asdict(evidence).items():
        setattr(row, name, kept)
    row.value, row.entered_by, row.entered_at, row.version = value, by, at, row.version + 1
    row.save()
    _write(indicator, kind, year, value=value, was=was, evidence=evidence, by=by, at=at, why=reason)
    return row


@transaction.atomic
def take_away(
    *,
    indicator_id: int,
    kind: str,
    year: int,
    seen: int,
    reason: str,
    by: User | None,
    at: datetime,
) -> None:
    """Something typed for the wrong year goes; that it stood there stays written. Refused; Stale."""
    indicator = _locked(indicator_id)
    row = _standing(indicator, kind=kind, year=year)
    if row is None:
        raise Refused(_("この値は、もう取り消されています。"))
    _refuse_closed(indicator, kind=kind, year=year)
    _refuse_older(row, seen=seen)
    _write(
        indicator, kind, year, value=None, was=row.value, evidence=_evidence(row), by=by, at=at,
        why=reason,
    )  # fmt: skip
    row.delete()


def what_forbids(indicator: Indicator, *, kind: str, value: Decimal) -> str:
    """A sentence, or nothing."""
    if indicator.computed and kind == ValueKind.ACTUAL:
        return _("この指標の実績は、実施の報告から数えます。入れることはできません。")
    if indicator.is_share and not 0 <= value <= 100:
        return _("割合は、0から100までで入れてください")
    if not indicator.decimals and value != value.to_integral_value():
        return _("%(unit)sは、小数のない数で入れてください") % {"unit": indicator.unit}
    return ""


def what_forbids_year(indicator: Indicator, *, kind: str, year: int, at: datetime) -> str:
    """A sentence, or nothing: what was not yet is no result, and one base is enough."""
    if kind == ValueKind.TARGET:
        return ""
    if year > fiscal_year_of(local(at).date()):
        return _("%(year)sは、まだ始まっていません。先の年度に入れられるのは、目標だけです") % {
            "year": fiscal_year_words(year)
        }
    base = _bases(indicator).exclude(year=year).first() if kind == ValueKind.BASE else None
    if base is None:
        return ""
    return _("基準は1つです。%(year)sの基準が、もう入っています。まちがいなら、それを取り消してから入れてください") % {
        "year": fiscal_year_words(base.year)
    }  # fmt: skip


@transaction.atomic
def prepare() -> int:
    """The plan's seven, in neutral words; returns how many were made or completed. What somebody
    has named or worded already stays."""
    done = 0
    for facts in tomllib.loads(_SEVEN.read_text(encoding="utf-8"))["indicator"]:
        facts["answers"] = [_answer(words) for words in facts.get("answers", [])]
        row, new = Indicator.objects.select_for_update(of=("self",)).get_or_create(
            code=facts["code"],
            defaults={**facts, "site": get_scope()["site"], "computed": facts["code"] == "7"},
        )
        if not new and row.section is None:
            for name in _TEXTS:
                if not getattr(row, name):
                    setattr(row, name, facts.get(name, getattr(row, name)))
            row.save()
            new = True
        done += new
    return done


@transaction.atomic
def word(*, indicator_id: int, texts: dict[str, Any]) -> Indicator:
    """The office words an indicator itself. The answers of a survey that has values stay: what was
    summed then must be readable now. Refused."""
    indicator = _locked(indicator_id)
    answers = texts.get("answers", indicator.answers)
    if answers != indicator.answers and indicator.values.exclude(counts={}).exists():
        raise Refused(
            _("答えごとの数が入っている年度があるので、答えは変えられません。ほかの所は直せます。")
        )
    for name, text in texts.items():
        setattr(indicator, name, text)
    indicator.save(update_fields=list(texts))
    return indicator


def _refuse_closed(indicator: Indicator, *, kind: str, year: int) -> None:
    """The target of the number that is closed with its year."""
    if indicator.computed and kind == ValueKind.TARGET:
        closed_years.refuse_target(year)


def _answer(words: str) -> dict[str, Any]:
    return {"words": words.removeprefix("+"), "counts": words.startswith("+")}


def _locked(indicator_id: int) -> Indicator:
    return Indicator.objects.select_for_update(of=("self",)).get(pk=indicator_id)


def _standing(indicator: Indicator, *, kind: str, year: int) -> IndicatorValue | None:
    """Of the whole town."""
    rows = IndicatorValue.objects.of_town().filter(indicator=indicator)
    return rows.filter(kind=kind, year=year).first()


def _bases(indicator: Indicator) -> QuerySet[IndicatorValue]:
    rows = IndicatorValue.objects.of_town().filter(indicator=indicator, kind=ValueKind.BASE)
    return rows.order_by("year")


def _refuse_older(row: IndicatorValue | None, *, seen: int) -> None:
    if (row.version if row else 0) != seen:
        raise Stale(
            _("この画面を開いたあとで、ほかの人がこの値を変えました。いまの値を確かめてください。")
        )


def _evidence(row: IndicatorValue) -> Evidence:
    return Evidence(row.source, row.surveyed_on, row.sample, row.counted_in, row.counts)


def _write(
    indicator: Indicator,
    kind: str,
    year: int,
    *,
    value: Decimal | None,
    was: Decimal | None,
    evidence: Evidence,
    by: User | None,
    at: datetime,
    why: str,
) -> None:
    IndicatorChange.objects.create(
        site_id=indicator.site_id,
        indicator=indicator,
        kind=kind,
        year=year,
        value=value,
        was=was,
        by=by,
        at=at,
        reason=why,
        **asdict(evidence),
    )
