"""Whatever the numbers and names: every mark on the paper, no words on other words."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lectures.charts import (
    Balance,
    Band,
    Bar,
    Break,
    Series,
    Stack,
    Tile,
    Value,
    YearBar,
    balance_bars,
    indicator_chart,
    line_chart,
    month_columns,
    ranked_bars,
    tile_map,
    year_bars,
)  # fmt: skip
from tests.charts.gallery import edges, seven, town
from tests.charts.seen import complaints, covered, outside

few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
numbers = st.integers(0, 1_000_000) | st.integers(0, 30)
names = st.text(alphabet="防災課健康（）・、 ー abWM09&<", min_size=1, max_size=60)
maybe = st.none() | numbers
TITLE = seven(title="見出しです。")


def test_every_chart_of_the_gallery_is_drawn_without_a_fault():
    assert [fault for chart in (*town(), *edges()) for fault in complaints(chart)] == []


def test_the_measure_sees_words_that_cover_each_other_and_marks_off_the_paper():
    picture = town()[1].wide
    words = next(mark for mark in picture.marks if hasattr(mark, "text"))
    twice = type(picture)("wide", 760, 300, (words, words))
    cut = type(picture)("wide", 5, 5, (words,))

    assert len(covered(twice)) == 1
    assert len(outside(cut)) == 1


@few
@given(st.data())
def test_lines(data):
    count = data.draw(st.integers(1, 14))
    row = st.lists(maybe, min_size=count, max_size=count)
    looks = data.draw(st.lists(st.sampled_from(["done", "planned", "target", "third"]), max_size=4))
    low = data.draw(row)
    chart = line_chart(
        [Series(data.draw(names), data.draw(row), look) for look in looks],
        labels=data.draw(st.lists(names, min_size=count, max_size=count)),
        band=Band(data.draw(names), low, [None if n is None else n + 9 for n in low]),
        breaks=[Break(n, data.draw(names)) for n in data.draw(st.sets(st.integers(0, count - 1), max_size=2))],
        key="k", unit="回", **TITLE,
    )  # fmt: skip

    assert complaints(chart) == []


@few
@example([("0", 1_000_000, None, False, ""), ("0", None, None, False, "000")])
@example(
    [*[("0", 0, None, False, "")] * 5, ("0", 0, 801, False, "")]
)  # the target's mark at the edge
@example([*[("0", None, None, False, "")] * 19, ("0", 1_000, 249_766, False, "")])
@given(st.lists(st.tuples(names, maybe, maybe, st.booleans(), st.just("") | names), max_size=30))
def test_years(rows):
    assert complaints(year_bars([YearBar(*row) for row in rows], key="k", unit="回", **TITLE)) == []


@few
@example([("0", 10_000, 0, 0, 24_977)])  # words beside the mark of the longest target
@example([("0", 1_000, 0, 0, 24_977)])
@given(st.lists(st.tuples(names, numbers, numbers, numbers, maybe), max_size=20))
def test_rankings(rows):
    bars = [Bar(name, {"done": a, "planned": b, "cancelled": c}, to) for name, a, b, c, to in rows]
    parts = [("done", "実施"), ("planned", "予定"), ("cancelled", "中止")]

    assert complaints(ranked_bars(bars, parts=parts, key="k", of="課", **TITLE)) == []
    assert (
        complaints(ranked_bars(bars, parts=parts[:1], key="k", of="課", unit="回", **TITLE)) == []
    )


@few
@example([*[("4月", 0, 0)] * 3, ("4月", 0, 80_001)], "0")  # a number as wide as its column
@given(st.lists(st.tuples(names | st.just("4月"), numbers, numbers), max_size=24), names)
def test_columns_of_months(rows, name):
    parts = [Stack("done", name, [a for _l, a, _b in rows]),
             Stack("cancelled", "中止", [b for _l, _a, b in rows])]  # fmt: skip

    chart = month_columns(parts, labels=[label for label, _a, _b in rows], key="k", **TITLE)

    assert complaints(chart) == []


@few
@example([Balance("000" + "防" * 17 + "0MM", 0, 0)], "0", "0")  # a name as wide as the paper
@given(st.lists(st.builds(Balance, names, numbers, numbers), max_size=6), names, names)
def test_balances(rows, left, right):
    chart = balance_bars(rows, sides=(left, right), key="k", of="年度", unit="回", **TITLE)

    assert complaints(chart) == []


@few
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 9), st.integers(0, 19)), st.tuples(names, numbers), max_size=40
    )
)
def test_maps(places):
    tiles = [Tile(name, row, column, n) for (row, column), (name, n) in places.items()]

    assert complaints(tile_map(tiles, key="k", of="地区", unit="回", **TITLE)) == []


values = st.builds(Value, st.integers(2000, 2035), maybe)


@few
@example(
    None, [Value(2000, None), Value(2012, 0), Value(2019, 5055)], Value(2022, 7601), "%"
)  # a number at the top
@given(st.none() | values, st.lists(values, max_size=8), st.none() | values, st.sampled_from("%回"))
def test_indicators(base, actual, target, unit):
    chart = indicator_chart(base=base, actual=actual, target=target, unit=unit, key="k", **TITLE)

    assert complaints(chart) == []


def test_the_same_numbers_give_the_same_drawing():
    assert [(chart, edge) for chart, edge in zip(town(), edges(), strict=False)] == [
        (chart, edge) for chart, edge in zip(town(), edges(), strict=False)
    ]
