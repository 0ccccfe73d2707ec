"""Typing in what an indicator measured: a value, or the answers of its survey."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import trends
from bookings.actions.indicating import Evidence, what_forbids, what_forbids_year
from bookings.forms.fields import DayField, SpelledField, WordsField
from bookings.models import CountedIn, Indicator, IndicatorValue
from bookings.models.indicator import ValueKind
from bookings.spelling.amounts import parse_amount, parse_whole
from bookings.spelling.years import parse_fiscal_year
from config import clock
from lectures.eras import fiscal_year_words
from lectures.forms import PlainForm
from lectures.zones import venue_zone

MOST_ANSWERS = 12


class YearField(SpelledField):
    nothing = None

    def read(self, text: str) -> int:
        return parse_fiscal_year(text)


class AmountField(SpelledField):
    nothing = None

    def __init__(self, **options: Any):
        super().__init__(inputmode="decimal", **options)

    def read(self, text: str) -> Decimal:
        return parse_amount(text)


class WholeField(SpelledField):
    nothing = None

    def __init__(self, **options: Any):
        super().__init__(inputmode="numeric", **options)

    def read(self, text: str) -> int:
        return parse_whole(text)


class ValueForm(PlainForm):
    """A new value; with `row`, a correction of that one: its kind and year stay."""

    kind = forms.ChoiceField(
        label=gettext_lazy("何の値ですか"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("基準・実績・目標のどれかをえらんでください"),
            "invalid_choice": gettext_lazy("基準・実績・目標のどれかをえらんでください"),
        },
    )
    year = YearField(
        label=gettext_lazy("年度"),
        empty=gettext_lazy("年度を入れてください"),
        help_text=gettext_lazy("例：平成29年度、H29、令和8、2026"),
    )
    value = AmountField(label=gettext_lazy("値"))
    counted_in = forms.ChoiceField(
        label=gettext_lazy("答えごとの数は"),
        choices=CountedIn.choices,
        initial=CountedIn.PERCENT,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("人数か割合のどちらかをえらんでください")},
    )
    sample = WholeField(label=gettext_lazy("答えた人の数"))
    surveyed_on = DayField(
        label=gettext_lazy("調べた日"), help_text=gettext_lazy("例：2026年1月15日、R8.1.15")
    )
    source = WordsField(
        label=gettext_lazy("出典"),
        empty=gettext_lazy("どこから取った数か、書いてください"),
        max_length=120,
        help_text=gettext_lazy(
            "だれでも見るページにも出ます。例：令和7年度 市民アンケート報告書 12ページ"
        ),
    )
    reason = WordsField(label=gettext_lazy("直すわけ"), max_length=120)

    def __init__(
        self, *args: Any, indicator: Indicator, row: IndicatorValue | None = None, **kwargs: Any
    ) -> None:
        initial = {**(_as_typed(row) if row else {}), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.indicator, self.row = indicator, row
        self.fields["kind"].choices = kinds_of(indicator)
        self.fields["surveyed_on"].today = clock.today(venue_zone())
        self.answers = [answer["words"] for answer in indicator.answers]
        self._shape()

    def _shape(self) -> None:
        """Without what this indicator has not."""
        gone = ["kind", "year"] if self.row else ["reason"]
        if self.indicator.is_survey:
            self.fields["value"].help_text = _(
                "答えごとの数を入れたときは、空けておけば計算します。"
            )
        else:
            gone += ["counted_in", "sample"]
        for name in gone:
            del self.fields[name]
        for place, answer in enumerate(self.indicator.answers):
            note = _("（足す答え）") if answer["counts"] else ""
            held = self.row.counts.get(answer["words"], "") if self.row else ""
            self.fields[f"answer-{place}"] = AmountField(label=answer["words"] + note, initial=held)
        front = ["kind", "year", "value", "counted_in"]
        self.order_fields([*front, *(f"answer-{n}" for n in range(len(self.answers)))])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        counts = self._counts(data)
        if counts and len(counts) == len(self.answers):
            self._add_up(data, counts)
        elif counts:
            for place, words in enumerate(self.answers):
                if words not in counts:
                    self.want(f"answer-{place}", _("ほかの答えと同じように入れてください。だれもえらばなかった答えは0です"))  # fmt: skip
        elif data.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("値を入れてください"))
        if self.row:
            self.want("reason", _("なぜ直すのか、書いてください。前の値も残ります"))
        self._refuse(data)
        return data

    def _counts(self, data: dict[str, Any]) -> dict[str, Decimal]:
        typed = {words: data.get(f"answer-{place}") for place, words in enumerate(self.answers)}
        if any(f"answer-{place}" in self.errors for place in range(len(self.answers))):
            return {}
        return {words: number for words, number in typed.items() if number is not None}

    def _add_up(self, data: dict[str, Any], counts: dict[str, Decimal]) -> None:
        """The sum is the value; where both were typed they must agree."""
        people = data.get("counted_in") == CountedIn.PEOPLE
        counting = self.indicator.counting_answers
        whole = sum(counts.values(), Decimal())
        try:
            added = trends.sum_of_answers(
                counts, counting=counting, people=people, decimals=self.indicator.decimals
            )
        except ValueError:
            said = (
                _("人数がどれも0です。確かめてください")
                if people
                else _("割合を全部足すと%(whole)s%%です。100%%になるように確かめてください")
                % {"whole": whole}
            )
            self.add_error("answer-0", said)
            return
        typed = data.get("value")
        if typed is None and "value" not in self.errors:
            data["value"] = added
        elif typed is not None and not trends.agrees(typed, added, answers=len(counting)):
            self.add_error(
                "value",
                _(
                    "足す答えの合計は%(added)s%%ですが、値は%(typed)s%%です。どちらかを直してください"
                )
                % {"added": added, "typed": typed},
            )

    def _refuse(self, data: dict[str, Any]) -> None:
        kind = self.row.kind if self.row else data.get("kind", "")
        value, year = data.get("value"), data.get("year")
        if value is not None and (said := what_forbids(self.indicator, kind=kind, value=value)):
            self.add_error("value", said)
        day = data.get("surveyed_on")
        if day is not None and day > self.fields["surveyed_on"].today:
            self.add_error("surveyed_on", _("これからの日です。調べた日を確かめてください"))
        if self.row is not None or not kind or not year:
            return
        if self._is_there(kind, year):
            self.add_error("year", _("%(year)sの値は、もう入っています。表の「直す」から直してください") % {"year": fiscal_year_words(year)})  # fmt: skip
        elif said := what_forbids_year(self.indicator, kind=kind, year=year, at=clock.now()):
            self.add_error("year", said)

    def _is_there(self, kind: str, year: int) -> bool:
        rows = IndicatorValue.objects.of_town().filter(indicator=self.indicator)
        return rows.filter(kind=kind, year=year).exists()

    @property
    def evidence(self) -> Evidence:
        """Of a valid form."""
        data = self.cleaned_data
        counts = {words: str(number) for words, number in self._counts(data).items()}
        return Evidence(
            source=data["source"],
            surveyed_on=data["surveyed_on"],
            sample=data.get("sample"),
            counted_in=data.get("counted_in", "") if counts else "",
            counts=counts,
        )


class AwayForm(PlainForm):
    why = WordsField(
        label=gettext_lazy("取り消すわけ"),
        empty=gettext_lazy("なぜ取り消すのか、書いてください。前の値は履歴に残ります"),
        max_length=120,
    )


def kinds_of(indicator: Indicator) -> list[tuple[str, Any]]:
    """What is counted here has no actual to type."""
    return [
        row for row in ValueKind.choices
        if not (indicator.computed and row[0] == ValueKind.ACTUAL)
    ]  # fmt: skip


def _as_typed(row: IndicatorValue) -> dict[str, Any]:
    day = row.surveyed_on
    return {
        "value": row.value if row.indicator.decimals else f"{row.value:f}".removesuffix(".0"),
        "counted_in": row.counted_in or CountedIn.PERCENT,
        "sample": "" if row.sample is None else row.sample,
        "surveyed_on": f"{day.year}年{day.month}月{day.day}日" if day else "",
        "source": row.source,
    }
