"""What stands in a figure: its finding, its words, its table; on a page and on paper."""

import xml.etree.ElementTree as ET

import pytest
import typst
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation

from bookings.papers.pdf import fonts
from config.readings import EASY, marked
from lectures.charts import Series, Tile, line_chart, nice_step, progress_bar, svg_text, tile_map
from lectures.charts.marks import Words
from lectures.charts.tiles import bounds_of, step_of
from lectures.templatetags.okigaru_charts import chart as tag
from tests.charts.gallery import LONG, edges, same, town

MONTHS = ["4月", "5月", "6月"]


def drawn(chart, **options):
    """The figure as a browser reads it."""
    html = render_to_string("frame/charts/figure.html", tag(chart, **options))
    return BeautifulSoup(html, "html.parser")


def named(key: str):
    return next(chart for chart in town() if chart.key == key)


def lines(*series, **options):
    return line_chart(series, labels=MONTHS, title="あと6回です。", description="実線は実施です。",
                      key="k", **options)  # fmt: skip


@pytest.mark.parametrize("chart", [*town(), *edges()], ids=lambda chart: chart.key)
def test_each_picture_is_named_by_the_finding_and_described(chart):
    page = drawn(chart)

    assert page.figure["aria-labelledby"] == page.figcaption["id"]
    assert page.figcaption.get_text() == chart.title
    for picture in page.select("svg"):
        assert picture["role"] == "img"
        assert picture["aria-labelledby"].split() == [picture.title["id"], picture.desc["id"]]
        assert (picture.title.get_text(), picture.desc.get_text()) == (
            chart.title,
            chart.description,
        )


def test_a_chart_without_a_finding_is_refused():
    with pytest.raises(ValueError, match="finding"):
        progress_bar(delivered=1, planned=0, target=None, title=" ", key="bar")


def test_a_key_that_is_no_id_is_refused():
    with pytest.raises(ValueError, match="key"):
        progress_bar(delivered=1, planned=0, target=None, title="1回です。", key='"><b>')


def test_no_id_stands_twice_on_a_page_with_every_chart():
    ids = [part["id"] for chart in (*town(), *edges()) for part in drawn(chart).select("[id]")]

    assert len(ids) == len(set(ids))


def test_words_stand_at_the_marks():
    assert {"目標 160", "予定こみ 118", "実施 98", "見こみ 110–139"} <= set(
        named("year").wide.words()
    )
    assert "実施 48・予定 4 / 目標 40" in named("departments").wide.words()
    assert {"北川", "12回", "東浜・港", "0回"} <= set(named("areas").wide.words())
    assert {"83.1%", "71.9%", "93%"} <= set(named("learning").wide.words())
    assert {"42回（46%）", "49回（54%）"} <= set(named("balance").wide.words())


def test_the_table_has_the_numbers_of_the_drawing():
    rows = {row[0]: row[1:] for row in named("departments").table.rows}
    year = {row[0]: row[1:] for row in named("year").table.rows}

    assert rows["防災課"] == ("61", "12", "3", "70")
    assert rows["図書館"] == ("0", "1", "0", "5")
    assert year["11月"] == ("104", "98", "98", "98–98")
    assert year["3月"] == ("160", "118", "－", "110–139")
    assert [row for row in named("areas").table.rows if row[1] == "0"] == [("東浜・港", "0")]


def test_what_a_ranking_leaves_out_is_counted_and_stands_in_the_table():
    ranked = named("lectures")

    assert "ほか3件（合わせて16回）は、表にあります。" in ranked.wide.words()
    assert len(ranked.table.rows) == 7


def test_the_tables_are_open_folded_or_left_to_the_page():
    assert drawn(named("year")).select_one("details") is None
    assert drawn(named("year"), table="folded").select_one("details table") is not None
    assert drawn(named("year"), table="none").select_one("table") is None


def test_a_line_is_not_joined_over_a_break_nor_over_a_missing_number():
    broken = drawn(named("broken")).select("svg.wide polyline.done-line")
    gap = lines(Series("実施 9", [3, None, 9], "done"))

    assert [len(line["points"].split()) for line in broken] == [4, 3]
    assert drawn(gap).select("polyline.done-line") == []
    assert "2024年度から、1日を1回と数えています" in named("broken").wide.words()
    assert ("2024年度から、1日を1回と数えています",) in named("broken").table.rows


def test_a_missing_year_is_drawn_and_named():
    assert "数字なし" in named("years").wide.words()
    assert ("平成19年度", "－", "－", "数字なし") in named("years").table.rows
    assert "基準 数字なし 2006".split() == [
        word for word in named("talents").wide.words() if word in ("基準", "数字なし", "2006")
    ]


def test_an_axis_that_does_not_begin_at_nought_says_so():
    assert "たての目もりは60から始まります。" in named("percent").wide.words()
    assert not [word for word in named("year").wide.words() if "始まります" in word]


def test_a_number_below_the_beginning_of_the_axis_is_refused():
    with pytest.raises(ValueError, match="below"):
        lines(Series("50", [50], "done"), begins=60)


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (5, 1), (6, 2), (30, 10), (98, 20), (160, 50), (1200, 500)]
)
def test_steps_are_round_numbers(most, step):
    assert nice_step(most) == step


def test_areas_without_a_lecture_have_a_look_of_their_own_and_five_steps_follow():
    bounds = bounds_of(47)

    assert bounds == (10, 20, 30, 40, 50)
    assert [step_of(value, bounds) for value in (0, 1, 10, 11, 47)] == [
        "step0", "step1", "step1", "step2", "step5",
    ]  # fmt: skip


def test_a_bar_past_its_target_still_fits():
    bar = progress_bar(delivered=200, planned=0, target=100, title="200回です。", key="b")
    track, done, mark = bar.wide.marks

    assert (done.width, mark.x + 2 - track.x) == (track.width, track.width // 2)


def test_markup_in_a_name_stays_words():
    for chart in same("k", 7, label="<b>&"):
        assert "<b>" not in render_to_string("frame/charts/figure.html", tag(chart))
        assert "<b>" not in svg_text(chart)


def test_a_long_name_is_whole_in_every_drawing():
    for chart in same("k", 7, label=LONG)[:6]:
        for picture in chart.pictures:
            assert LONG in "".join(picture.words()).replace(" ", "")


@pytest.mark.django_db
def test_a_page_carries_no_style_and_draws_without_asking_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        html = "".join(str(drawn(chart)) for chart in town())

    assert "style=" not in html


def test_a_drawing_in_easy_words_has_no_readings_inside():
    with translation.override(EASY):
        chart = lines(Series(marked("実施《じっし》 9"), [3, 9], "done"))

    assert "実施 9" in chart.wide.words()
    assert "\ufff9" not in str(drawn(chart).svg)


@pytest.mark.parametrize("chart", [*town(), *edges()], ids=lambda chart: chart.key)
def test_paper_gets_a_whole_file_without_classes_or_colours(chart):
    root = ET.fromstring(svg_text(chart))
    parts = list(root.iter())
    used = {part.get("fill")[5:-1] for part in parts if (part.get("fill") or "").startswith("url")}
    colours = {part.get(name) for part in parts for name in ("fill", "stroke")} - {None, "none"}

    assert used == {part.get("id") for part in parts if part.tag.endswith("pattern")}
    assert [part for part in parts if part.get("class") or part.get("style")] == []
    assert {
        c for c in colours if c.startswith("#") and len({c[1:3], c[3:5], c[5:]}) > 1 and len(c) > 4
    } == set()
    words = [part.text for part in parts if part.tag.endswith("text")]
    assert words == [mark.text for mark in chart.wide.marks if isinstance(mark, Words)]


def test_typst_sets_every_chart_with_the_fonts_of_the_papers(tmp_path):
    names = []
    for chart in town():
        (tmp_path / f"{chart.key}.svg").write_text(svg_text(chart), encoding="utf-8")
        names.append(f'#image("{chart.key}.svg", alt: "図")')
    (tmp_path / "all.typ").write_text("\n".join(names), encoding="utf-8")

    pdf = typst.compile(str(tmp_path / "all.typ"), font_paths=fonts(), format="pdf")

    assert pdf.startswith(b"%PDF")
    assert b"NotoSansJP" in pdf


def test_a_tile_whose_number_is_not_told_says_what_stands_in_its_place():
    tiles = [Tile("北", 0, 0, 6), Tile("南", 1, 0, 0, "その他")]

    mapped = tile_map(tiles, title="北が多い", description="地図", key="k", of="地区", unit="回")

    assert mapped.table.rows == (("北", "6"), ("南", "その他"))
    assert "0回・その他" in svg_text(mapped)
