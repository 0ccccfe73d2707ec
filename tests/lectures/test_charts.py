"""Where a chart's lines and bars stand."""

import xml.etree.ElementTree as ET

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from lectures import charts
from lectures.charts import Series, line_chart, nice_step, progress_bar

MONTHS = [f"{month}月" for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)]


def chart(*series):
    return line_chart(series, labels=MONTHS, title="あと6回です", description="実線は実施", key="y")


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (5, 1), (6, 2), (30, 10), (98, 20), (160, 50), (1200, 500)]
)
def test_steps_are_round_numbers(most, step):
    assert nice_step(most) == step


def test_nought_stands_on_the_foot_and_the_first_month_at_the_left():
    line = chart(Series("実施 0", [0, 0], "done")).wide.lines[0]

    assert line.points.split()[0] == f"{charts.WIDE.left},{charts.WIDE.foot}"


def test_a_line_ends_where_its_numbers_end():
    line = chart(Series("実施 9", [3, 9, *[None] * 10], "done")).wide.lines[0]

    assert len(line.points.split()) == 2
    assert (line.end_x, line.end_y) == tuple(map(int, line.points.split()[-1].split(",")))


def test_a_series_without_numbers_draws_nothing():
    assert chart(Series("予定", [None] * 12, "planned")).wide.lines == ()


def test_words_at_the_right_edge_do_not_cover_each_other():
    same = [100] * 12
    lines = chart(
        Series("目標 100", same, "target"), Series("予定 100", same, "planned")
    ).wide.lines

    assert abs(lines[0].words_y - lines[1].words_y) >= 20


@given(st.lists(st.none() | st.integers(0, 100_000), min_size=12, max_size=12))
def test_every_point_lies_inside_the_picture(values):
    drawn = chart(Series("実施", values, "done"))
    for drawing in (drawn.wide, drawn.narrow):
        paper = drawing.paper
        for point in " ".join(line.points for line in drawing.lines).split():
            x, y = map(int, point.split(","))
            assert paper.left <= x <= paper.edge
            assert paper.top <= y <= paper.foot


def test_a_phone_gets_every_second_label_and_a_legend():
    drawn = chart(Series("目標 9", [9] * 12, "target"), Series("実施 9", [3, 9], "done"))

    assert [tick.words for tick in drawn.narrow.months] == MONTHS[::2]
    assert [name.words for name in drawn.legend] == ["実施 9", "目標 9"]


def test_the_picture_states_its_finding_and_carries_no_style():
    html = render_to_string(
        "frame/chart_line.html", {"chart": chart(Series("実施 9", [3, 9], "done"))}
    )

    pictures = ET.fromstring(html).findall("svg")
    assert [picture.find("title").text for picture in pictures] == ["あと6回です"] * 2
    assert [picture.find("desc").text for picture in pictures] == ["実線は実施"] * 2
    assert "style=" not in html


def test_a_bar_is_as_long_as_its_share_of_the_target():
    bar = progress_bar(delivered=98, planned=20, target=160, title="", key="b")

    assert (bar.done, bar.planned, bar.target_at) == (392, 80, 640)


def test_a_bar_past_its_target_still_fits():
    bar = progress_bar(delivered=200, planned=0, target=100, title="", key="b")

    assert (bar.done, bar.target_at) == (640, 320)


def test_without_target_or_sessions_there_is_an_empty_track():
    bar = progress_bar(delivered=0, planned=0, target=None, title="", key="b")

    assert (bar.done, bar.planned, bar.target_at) == (0, 0, None)
