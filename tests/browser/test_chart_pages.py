"""Every kind of chart in a real browser: no rule broken, nothing cut off, seen without colours."""

import pytest

from lectures.charts.words import width_of
from tests.browser import faults
from tests.browser.test_frame import RULES, chromium, opened, town  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
PAGES = ("/charts/?wide=1", "/charts/", "/charts/?edges=1")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_no_chart_breaks_a_rule_of_accessibility(opened, path, width):  # noqa: F811
    page = opened(path, width)

    found = faults.AXE.run(page, options={"runOnly": RULES, "preload": False}).response[
        "violations"
    ]

    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found] == []
    assert faults.mistakes_of(page.content()) == []
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("width", "paper"), [(320, "narrow"), (360, "narrow"), (1280, "wide")])
def test_one_drawing_of_each_is_shown_and_its_letters_can_be_read(opened, width, paper):  # noqa: F811
    page = opened(PAGES[0], width)

    shown = page.evaluate(
        """() => [...document.querySelectorAll('.chart')].map(chart => [...chart.querySelectorAll('svg')]
          .filter(svg => svg.checkVisibility())
          .map(svg => [svg.getAttribute('class'), svg.getBoundingClientRect().width / svg.viewBox.baseVal.width]))"""
    )

    assert {len(one) for one in shown} == {1}
    assert {one[0][0] for one in shown} == {paper, "single"}
    assert min(one[0][1] for one in shown) >= 0.9  # of 14 px


def test_words_take_no_more_room_than_was_reckoned(opened):  # noqa: F811
    """Else names that the tests of the drawings hold apart would touch here."""
    page = opened("/charts/?edges=1", 320)

    cut = page.evaluate(
        """() => [...document.querySelectorAll('.chart svg')].filter(svg => svg.checkVisibility())
          .flatMap(svg => [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBBox()])
            .filter(([, box]) => box.x < -2 || box.x + box.width > svg.viewBox.baseVal.width + 2))
          .map(([words]) => words)"""
    )

    assert cut == []


LABELS = (
    "防災課", "地域包括支援センター（東部・西部・南部）", "ﾎﾞﾗﾝﾃｨｱ協議会", "ＡＢＣ１２３", "令和８年度",
    "㈱まちづくり㎡", "実施 48・予定 4 / 目標 40", "1,000,000回（50%）", "98.5%", "Civil defence 98",
    "Health & Care Promotion Division", "WWWMMM@@@%%%", "mmmwwwbdpqhn", "#$+<=>_~^{}[]\"'",
)  # fmt: skip


@pytest.mark.parametrize("look", ["word", "scale"])
def test_labels_are_no_wider_than_the_drawing_reckons(opened, look):  # noqa: F811
    """Half a pixel for the rounding of each letter's edge."""
    page = opened(PAGES[0], 1280)

    real = page.evaluate(
        """([labels, look]) => {
          const text = document.querySelector('.chart svg text').cloneNode();
          document.querySelector('.chart svg').append(text);
          text.setAttribute('class', look);
          return labels.map(label => { text.textContent = label; return text.getBBox().width; });
        }""",
        [LABELS, look],
    )

    reckoned = [width_of(label) for label in LABELS]
    short = [pair for pair in zip(LABELS, real, reckoned, strict=True) if pair[1] > pair[2] + 0.5]
    assert short == []


def test_in_forced_colours_every_fill_keeps_an_edge_and_every_pattern_its_strokes(opened):  # noqa: F811
    page = opened(PAGES[0], 1280, forced_colors="active", color_scheme="dark")

    lost = page.evaluate(
        """() => {
          const ground = getComputedStyle(document.body).backgroundColor;
          const bare = [...document.querySelectorAll('.chart svg :is(rect, polygon)[class$="-fill"]')]
            .filter(mark => !mark.matches('.plate-fill, .band-fill, .target-mark-fill'))
            .filter(mark => getComputedStyle(mark).stroke === ground);
          const strokes = [...document.querySelectorAll('.chart pattern path')]
            .filter(path => getComputedStyle(path).stroke === ground);
          return [...bare, ...strokes].map(mark => mark.outerHTML);
        }"""
    )

    assert lost == []


def test_without_colours_no_two_fills_look_the_same(opened):  # noqa: F811
    """Printed in black and white: each fill that stands for something has a pattern of its own."""
    page = opened(PAGES[0], 1280)

    looks = page.evaluate(
        """() => [...document.querySelectorAll('.chart svg')].filter(svg => svg.checkVisibility())
          .map(svg => {
            const fills = [...new Set([...svg.querySelectorAll('rect[class$="-fill"]')]
              .map(mark => mark.getAttribute('class')).filter(name => !/plate|track/.test(name)))];
            const drawn = fills.map(name => {
              const mark = svg.querySelector('.' + name), style = getComputedStyle(mark);
              const id = (mark.getAttribute('fill') || '').slice(5, -1);
              const tile = id ? document.getElementById(id).querySelector('path').getAttribute('d') : '';
              return [tile, tile ? '' : style.fill, style.strokeDasharray].join('|');
            });
            return [svg.parentElement.parentElement.parentElement.className, fills.length, new Set(drawn).size];
          }).filter(([, names, drawn]) => names !== drawn)"""
    )

    assert looks == []
