"""What is wrong with a page as a browser and a strict parser see it. Nothing is looked up by hand."""

import gzip
import re
from functools import cache
from pathlib import Path

import tinyhtml5
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LIMIT = 30_000
AXE = Axe()
CHARTS = "/css/charts."
# Not ・ by itself, a mark that begins a line.
JAPANESE = re.compile(r"[\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff々〇]+[^\s]*")
# Examples of what may be typed or is printed: in mails, for the kana of a name, for a school's
# classes and on papers it must be Japanese.
TYPED = re.compile(
    "承諾|辞退|別日|“なし”|都合がつきません|田中|佐藤 花子|さとう はなこ"
    "|12月1[78]日|14時|令和8年12月20日|佐藤 次郎"
    r"|5年[12]組|\d+人|\d校時|令和8年11月25日|公印省略|生学第\d+号"
    "|受付番号|“記”|“以上”|会場：北町ホール"
)
# A part in another language says so itself (WCAG 3.1.2).
_ENGLISH_TEXT = """() => {
  const copy = document.documentElement.cloneNode(true);
  copy.querySelectorAll('[lang=ja]').forEach(part => part.remove());
  const said = [...copy.querySelectorAll('[aria-label], [placeholder], [alt], [title]')]
    .flatMap(e => ['aria-label', 'placeholder', 'alt', 'title'].map(n => e.getAttribute(n) || ''));
  return [copy.querySelector('title').textContent, copy.querySelector('body').textContent, ...said]
    .join('\\n');
}"""
# The desk has one script, a file of ours: its policy lets in no other. JSON-LD runs nothing.
_ACTIVE = """() => [...document.querySelectorAll('*')].flatMap(e => [
  ...(e.matches('style, script:not([src^="/static/js/desk."], [type="application/ld+json"])') ? [e.tagName] : []),
  ...[...e.attributes].filter(a => a.name === 'style' || a.name.startsWith('on')).map(a => a.name),
  ...(/^javascript:/i.test(e.getAttribute('href') || '') ? ['javascript:'] : []),
])"""


def of(page: Page, html: str) -> list[str]:
    """Every fault of the page that does not depend on its width."""
    options = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
    found = AXE.run(page, options=options).response["violations"]
    faults = [
        f"axe {rule['id']} {[node['target'] for node in rule['nodes']][:3]}" for rule in found
    ]
    faults += [f"not plain HTML: {found}" for found in page.evaluate(_ACTIVE)]
    faults += [f"HTML: {mistake}" for mistake in mistakes_of(html)]
    if 'class="chart' in html and CHARTS not in html:
        faults.append("a chart without its style sheet")
    if (headings := page.locator("h1").count()) != 1:
        faults.append(f"{headings} h1")
    if (weight := weight_of(html)) > LIMIT:
        faults.append(f"{weight} bytes")
    return faults


def sideways(page: Page, *, width: int) -> list[str]:
    """Whether a screen that narrow must be moved sideways."""
    page.set_viewport_size({"width": width, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"scrolls sideways: {wide} > {width}"] if wide > width else []


def mistakes_of(html: str) -> list[str]:
    """What a parser that follows the HTML standard has to mend."""
    parser = tinyhtml5.parser.HTMLParser()
    parser.parse(html)
    return [f"{code} {facts} at {position}" for position, code, facts in parser.errors]


def weight_of(html: str) -> int:
    """Bytes on the line: this page and its style sheets."""
    sheets = ["okigaru.css", "charts.css"] if CHARTS in html else ["okigaru.css"]
    return len(gzip.compress(html.encode(), 9)) + sum(_css_weight(name) for name in sheets)


@cache
def _css_weight(name: str) -> int:
    return len(gzip.compress(Path(finders.find(f"css/{name}")).read_bytes(), 9))


def japanese_words(page: Page) -> list[str]:
    """What an English reader meets in Japanese without a mark of its language."""
    return sorted(set(JAPANESE.findall(TYPED.sub("", page.evaluate(_ENGLISH_TEXT)))))
