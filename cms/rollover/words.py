"""The words of a lecture's page as plain lines, and back: what a department reads and types.

■ begins a heading, ・ an item of the outline. Pictures and files are no words: they stay below.
"""

from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue

from lectures.models import LecturePage

HEADING, ITEM = "■", "・"
LONGEST_HEADING, LONGEST_ITEM = 60, 80
_FILES = ("picture", "paper")
_ENDS = ("</p>", "</li>", "</h2>", "</h3>", "<br/>", "<br>")


def text_of(page: LecturePage) -> str:
    return "\n".join(lines_of(page))


def lines_of(page: LecturePage | None) -> list[str]:
    """Block by block, pictures and files left out."""
    return [line for block in page.body for line in _lines(block)] if page is not None else []


def tidy(text: str) -> str:
    """As `text_of` would say it: no empty lines, no spaces at the ends."""
    lines = (line.strip() for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def bare(value: Any) -> Any:
    """A value to compare: blocks without the names that the editor gives them."""
    if isinstance(value, StreamValue):
        return bare(value.get_prep_value())
    if isinstance(value, dict):
        return {name: bare(each) for name, each in value.items() if name != "id"}
    return [bare(each) for each in value] if isinstance(value, list) else value


def blocks_of(text: str, *, beside: LecturePage) -> list[tuple[str, Any]]:
    """Typed lines as blocks, and below them the pictures and files that the page has."""
    lines = tidy(text).split("\n") if tidy(text) else []
    kept = [(row.block_type, row.value) for row in beside.body if row.block_type in _FILES]
    found: list[tuple[str, Any]] = []
    for kind, group in groupby(lines, key=_kind):
        rows = [
            line.lstrip(HEADING + ITEM).strip() if kind != "paragraph" else line for line in group
        ]
        if kind == "heading":
            found += [("heading", row) for row in rows]
        elif kind == "outline":
            found.append(("outline", rows))
        else:
            found.append(("paragraph", "".join(f"<p>{escape(row)}</p>" for row in rows)))
    return found + kept


def _kind(line: str) -> str:
    words = line.lstrip(HEADING + ITEM).strip()
    if line.startswith(HEADING) and 0 < len(words) <= LONGEST_HEADING:
        return "heading"
    return "outline" if line.startswith(ITEM) and 0 < len(words) <= LONGEST_ITEM else "paragraph"


def _lines(block: Any) -> Iterator[str]:
    if block.block_type == "heading":
        yield f"{HEADING} {block.value}"
    elif block.block_type == "outline":
        yield from (f"{ITEM}{one}" for one in block.value)
    elif block.block_type not in _FILES:
        yield from _of_html(str(block.value))


def _of_html(html: str) -> Iterator[str]:
    """A paragraph or an item is a line."""
    for end in _ENDS:
        html = html.replace(end, f"{end}\n")
    for line in html.split("\n"):
        if words := unescape(strip_tags(line)).strip():
            yield words
