"""計画の指標: base, newest actual and target of each, and what they say. The same for the office and
the public. Reads only; what is counted here comes from `bookings.counting`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bookings import counting, trends
from bookings.models import CountedIn, Indicator, IndicatorValue
from bookings.models.indicator import ValueKind
from bookings.trends import Way
from config.readings import EASY, marked
from lectures.charts import Chart, Value, indicator_chart
from lectures.eras import fiscal_year_of, fiscal_year_words
from lectures.zones import local

_UNITS: dict[str, str | Promise] = {
    "回": gettext_lazy("%(number)s回"),
    "件": gettext_lazy("%(number)s件"),
    "人": gettext_lazy("%(number)s人"),
}
_IN: dict[str, str | Promise] = {
    CountedIn.PEOPLE: gettext_lazy("%(number)s人"),
    CountedIn.PERCENT: "%(number)s%%",
    "": "%(number)s",
}
TREND_WORDS: dict[Way, str | Promise] = {
    Way.UP: gettext_lazy("上がった"),
    Way.DOWN: gettext_lazy("下がった"),
    Way.SAME: gettext_lazy("変わらない"),
    Way.UNKNOWN: gettext_lazy("まだ分からない"),
}


@dataclass(frozen=True)
class Point:
    """One number of one year. `row` None: counted here or brought in from before.

    `running`: the year is not over. `breaks`: not counted as the year before.
    """

    indicator: Indicator
    year: int
    value: Decimal
    row: IndicatorValue | None = None
    imported: bool = False
    running: bool = False
    breaks: bool = False

    @property
    def words(self) -> str:
        return said(self.indicator, self.value)

    @property
    def year_words(self) -> str:
        return fiscal_year_words(self.year)

    @property
    def kind_words(self) -> str:
        return str(self.row.get_kind_display()) if self.row else str(ValueKind.ACTUAL.label)

    @property
    def answers(self) -> list[tuple[str, str, bool]]:
        """(answer, its number as typed, whether it counts); none: they were not entered."""
        if self.row is None or not self.row.counts:
            return []
        counting, mark = self.indicator.counting_answers, _IN[self.row.counted_in]
        return [
            (words, str(mark) % {"number": number}, words in counting)
            for words, number in self.row.counts.items()
        ]

    @property
    def added(self) -> Decimal | None:
        """The sum of the answers that count; None: no survey, or its answers were not entered."""
        return sum_of(self.row, self.indicator) if self.row and self.row.counts else None

    @property
    def added_words(self) -> str:
        """Only where it is not the value itself."""
        added = self.added
        return "" if added in (None, self.value) else said(self.indicator, added or Decimal())


@dataclass(frozen=True)
class Standing:
    """`before` and `newest`: what the trend compares."""

    indicator: Indicator
    base: Point | None
    actuals: tuple[Point, ...]
    target: Point | None
    targets: tuple[Point, ...]

    @property
    def newest(self) -> Point | None:
        """Of a year that is over: half a year is no fall."""
        over = [point for point in self.actuals if not point.running]
        return over[-1] if over else None

    @property
    def running(self) -> Point | None:
        return next((point for point in self.actuals if point.running), None)

    @property
    def before(self) -> Point | None:
        """The base, or where there is none the first actual that was kept."""
        first = self.base or (self.actuals[0] if self.actuals else None)
        newest = self.newest
        return first if first and newest and first.year < newest.year else None

    @property
    def broken(self) -> bool:
        """What counted as one changed between the two."""
        first, newest = self.before, self.newest
        return bool(first and newest) and any(
            point.breaks and first.year < point.year <= newest.year for point in self.actuals
        )

    @property
    def trend(self) -> Way:
        return Way.UNKNOWN if self.broken else trends.way(_value(self.before), _value(self.newest))

    @property
    def trend_words(self) -> str:
        return str(TREND_WORDS[self.trend])

    @property
    def is_worse(self) -> bool:
        return not self.broken and trends.is_worse(
            _value(self.before), _value(self.newest),
            higher_is_better=self.indicator.higher_is_better,
        )  # fmt: skip

    @property
    def against_target(self) -> Point | None:
        """What the target is compared with: the same year's number where that year is running."""
        target, running = self.target, self.running
        return running if target and running and target.year == running.year else self.newest

    @property
    def reached(self) -> bool | None:
        return trends.reached(
            _value(self.against_target), _value(self.target),
            higher_is_better=self.indicator.higher_is_better,
        )  # fmt: skip

    @property
    def points(self) -> list[Point]:
        """Everything that is known, in the order of the years."""
        base = [self.base] if self.base else []
        return sorted([*base, *self.actuals, *self.targets], key=lambda one: one.year)

    @property
    def sentences(self) -> list[str]:
        return [*_moved(self), *_aimed(self)]

    @property
    def drawing(self) -> Chart:
        """Base, actual and target in their true distances."""
        return indicator_chart(
            base=_drawn(self.base),
            actual=[one for point in self.actuals if (one := _drawn(point)) and not point.running],
            target=_drawn(self.target),
            title=" ".join(self.sentences),
            description=self.name,
            key=f"indicator-{self.indicator.pk}",
            unit=unit_of(self.indicator),
        )

    @property
    def name(self) -> str:
        return name_of(self.indicator)

    @property
    def name_lang(self) -> str:
        """Of what was worded in Japanese only, on an English page."""
        return "" if _in_english() and self.indicator.english_name else "ja"


def standings(*, at: datetime) -> list[Standing]:
    """Every indicator of the open town, in the order of their codes."""
    rows = sorted(Indicator.objects.all(), key=lambda row: (row.section or 99, row.code))
    values = IndicatorValue.objects.of_town().select_related("entered_by")
    by_indicator: dict[int, list[IndicatorValue]] = {row.pk: [] for row in rows}
    for value in values.order_by("year"):
        if value.indicator_id in by_indicator:
            by_indicator[value.indicator_id].append(value)
    this_year = fiscal_year_of(local(at).date())
    counted = counting.series() if any(row.computed for row in rows) else []
    return [_standing(row, by_indicator[row.pk], counted, this_year=this_year) for row in rows]


def name_of(indicator: Indicator) -> str:
    if _in_english():
        return indicator.english_name or indicator.name
    easy = indicator.easy_name if get_language() == EASY else ""
    return marked(easy) if easy else indicator.name


def said(indicator: Indicator, value: Decimal) -> str:
    """71.9%, 475件: with its unit, in the reader's language."""
    number = f"{trends.rounded(value, decimals=_decimals(indicator, value)):,}"
    if indicator.is_share:
        return f"{number}%"
    words = _UNITS.get(indicator.unit)
    return str(words) % {"number": number} if words else number + indicator.unit


def unit_of(indicator: Indicator) -> str:
    """As it stands behind a number."""
    if indicator.is_share:
        return "%"
    words = _UNITS.get(indicator.unit)
    return str(words) % {"number": ""} if words else indicator.unit


def sum_of(row: IndicatorValue, indicator: Indicator) -> Decimal | None:
    """None: its answers are of no whole (typed so before anybody asked)."""
    try:
        return trends.sum_of_answers(
            {words: Decimal(number) for words, number in row.counts.items()},
            counting=indicator.counting_answers,
            people=row.counted_in == CountedIn.PEOPLE,
            decimals=indicator.decimals,
        )
    except ValueError:
        return None


def _standing(
    indicator: Indicator,
    values: Iterable[IndicatorValue],
    counted: Sequence[counting.YearPoint],
    *,
    this_year: int,
) -> Standing:
    kinds: dict[str, list[Point]] = {kind: [] for kind in ValueKind.values}
    for row in values:
        kinds[row.kind].append(Point(indicator, row.year, row.value, row))
    actuals = kinds[ValueKind.ACTUAL]
    if indicator.computed:
        actuals = [
            Point(
                indicator, one.year, Decimal(one.delivered), imported=one.imported,
                running=one.year >= this_year, breaks=one.breaks,
            )
            for one in counted
        ]  # fmt: skip
    targets, bases = kinds[ValueKind.TARGET], kinds[ValueKind.BASE]
    ahead = [point for point in targets if point.year >= this_year]
    # The plan's last year is what it promised; the years before it are steps on the way.
    target = ahead[-1] if ahead else targets[-1] if targets else None
    return Standing(indicator, bases[0] if bases else None, tuple(actuals), target, tuple(targets))


def _moved(one: Standing) -> list[str]:
    found = [] if one.base else [_("基準の値はありません。")]
    newest, before = one.newest, one.before
    if newest is None:
        return [*found, _("実績は、まだ入っていません。上がったか下がったかは、まだ分かりません。")]
    if before is None:
        return [*found, _("くらべる前の年度がないので、上がったか下がったかは、まだ分かりません。")]
    data = {
        "before": before.words, "from": before.year_words, "now": newest.words,
        "year": newest.year_words,
    }  # fmt: skip
    if one.broken:
        return [*found, _("%(from)sは%(before)s、%(year)sは%(now)sです。途中で数え方が変わったので、そのままくらべることはできません。") % data]  # fmt: skip
    sentences = {
        Way.UP: _("%(from)sの%(before)sから、%(year)sの%(now)sに上がりました。"),
        Way.DOWN: _("%(from)sの%(before)sから、%(year)sの%(now)sに下がりました。"),
        Way.SAME: _("%(from)sも%(year)sも%(now)sで、変わりません。"),
    }
    found.append(sentences[one.trend] % data)
    if not one.indicator.higher_is_better:
        found.append(_("小さいほどよい指標です。"))
    return found


def _aimed(one: Standing) -> list[str]:
    target, newest = one.target, one.against_target
    if target is None:
        return [_("目標は、まだ決まっていません。")]
    data = {"target": target.words, "year": target.year_words}
    if newest is None:
        return [_("目標は、%(year)sに%(target)sです。") % data]
    if one.reached:
        return [_("%(year)sの目標の%(target)sに、とどいています。") % data]
    short = _gap(one.indicator, abs(target.value - newest.value))
    return [_("%(year)sの目標の%(target)sまで、あと%(short)sです。") % {**data, "short": short}]


def _gap(indicator: Indicator, value: Decimal) -> str:
    if not indicator.is_share:
        return said(indicator, value)
    number = trends.rounded(value, decimals=_decimals(indicator, value))
    return _("%(number)sポイント") % {"number": number}


def _decimals(indicator: Indicator, value: Decimal) -> int:
    """What was typed is never rounded away."""
    return indicator.decimals or (1 if value != value.to_integral_value() else 0)


def _drawn(point: Point | None) -> Value | None:
    return Value(point.year, float(point.value)) if point else None


def _value(point: Point | None) -> Decimal | None:
    return point.value if point else None


def _in_english() -> bool:
    return (get_language() or "ja").startswith("en")
