"""Which English words a page still shows. Pure: HTML or JSON in, texts out."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

# What Japanese offices write in Latin letters, and names.
ALLOWED = set(
    "AVIF Alt CSV English Enter Excel Facebook GIF ID JPEG JPG JavaScript KB LINE MB NPO PDF PNG PTA QR SNS"
    " Shift_JIS Tab URL UTF WEBP Wagtail garbage iCalendar localhost xlsx".split()
)
# A button of Wagtail's page chooser that only screen readers meet; no catalogue reaches it.
_OUT_OF_REACH = {"Search"}
_NOT_READ = ("script", "style", "code", "kbd", "svg", "iframe")
_EMPTY = ("input", "img", "br", "hr", "link", "meta")
_SPOKEN = ("title", "aria-label", "aria-description", "placeholder", "alt")
_LABELS = ("label", "helpText", "help_text", "placeholder", "title", "html", "description")
_NAMES = re.compile(
    r"https?://\S*|[\w.+-]+@[\w.-]+|(?<!\w)/[\w./-]+|%\(\w+\)s|X-Csrftoken"
    r"|[\w-]+\.[\w.-]+|[A-Za-z]*\d[\w-]*"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z_'’]+")


def english_in(page: str) -> list[str]:
    """Each text that holds an English word, as it stands on the page."""
    texts = _of_answer(page) if page.lstrip().startswith(("{", "[")) else _of_html(page)
    return sorted({" ".join(text.split()) for text in texts if is_english(text)} - _OUT_OF_REACH)


def is_english(text: str) -> bool:
    return any(word not in ALLOWED for word in _WORD.findall(_NAMES.sub(" ", text)))


def _of_html(page: str) -> list[str]:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.texts


class _Reader(HTMLParser):
    """Text, spoken attributes, and the words that scripts are given; nothing that is not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._unread, self._depth = "", 0  # the element that is passed over, and how deep in it
        self._for_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._for_script = tag == "script" and given.get("type") == "application/json"
        if self._unread:
            self._depth += tag == self._unread
        elif tag in _NOT_READ or "hidden" in given or given.get("lang") == "en":
            if tag not in _EMPTY:
                self._unread, self._depth = tag, 1
        else:
            self.texts += _of_attributes(tag, given)

    def handle_endtag(self, tag: str) -> None:
        self._for_script = False
        if tag == self._unread:
            self._depth -= 1
            self._unread = self._unread if self._depth else ""

    def handle_data(self, data: str) -> None:
        if self._for_script:
            self.texts += _labels(json.loads(data))
        elif not self._unread:
            self.texts.append(data)


def _of_attributes(tag: str, given: dict[str, str | None]) -> Iterator[str]:
    if tag == "input" and given.get("type") == "submit":
        yield given.get("value") or ""
    for name, value in given.items():
        if name in _SPOKEN:
            yield value or ""
        elif value and value.startswith(('{"', '[{"')):
            yield from _labels(json.loads(value))


def _of_answer(page: str) -> Iterator[str]:
    """A chooser answers with a part of a page."""
    told = json.loads(page)
    for value in told.values() if isinstance(told, dict) else ():
        if isinstance(value, str) and "<" in value:
            yield from _of_html(value)


def _labels(told: object) -> Iterator[str]:
    """What a script is given to show: labels, help, and tables of words."""
    if isinstance(told, dict):
        for name, value in told.items():
            if not isinstance(value, str):
                yield from _labels(value)
            elif name in _LABELS or name.isupper():
                yield from _of_html(value) if "<" in value else (value,)
    elif isinstance(told, list):
        for value in told:
            yield from _labels(value)
