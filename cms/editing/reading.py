"""A page's words for the checks: its fields and the blocks of its body. Reads only."""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

from django.db import models
from wagtail.blocks import BaseStreamBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.editing.checks import Link, Note, Written, notes_on
from config import readings

_NOT_WORDS = {"slug", "url_path", "path", "number", "search_description", "draft_title", "language"}


def notes_of(page: Page) -> list[Note]:
    """What could be better on this page as it is held in memory."""
    return notes_on(written_on(page))


def written_on(page: Page) -> Written:
    texts = [text for text in _fields(page) if text]
    links: list[Link] = []
    papers, missing, body = 0, 0, 0
    for kind, value in _blocks(page):
        if kind == "rich":
            reader = _Reader()
            reader.feed(value)
            texts += reader.texts
            links += reader.links
            body += sum(map(len, reader.texts))
        elif kind == "text":
            texts.append(value)
            body += len(value)
        elif kind == "paper":
            papers += 1
            links.append(Link(value or "", "file"))
        elif kind == "picture" and not (value or "").strip():
            missing += 1
    return Written(tuple(texts), tuple(links), missing, papers, body)


def _fields(page: Page) -> Iterator[str]:
    for field in page._meta.get_fields():
        if (
            isinstance(field, models.CharField | models.TextField)
            and not isinstance(field, models.SlugField | StreamField)
            and not field.choices
            and field.editable
            and field.name not in _NOT_WORDS
        ):
            yield readings.WRITTEN.sub(
                lambda word: word[1] or word[2], getattr(page, field.name) or ""
            )


def _blocks(page: Page) -> Iterator[tuple[str, Any]]:
    """As they are stored: made into values, each picture of each page would be asked for."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            stream = getattr(page, field.name)
            yield from _children(field.stream_block, stream.raw_data if stream else ())


def _children(stream: BaseStreamBlock, rows: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    for row in rows:
        if row["type"] in stream.child_blocks:
            yield from _block(stream.child_blocks[row["type"]], row["value"])


def _block(block: Any, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(block, RichTextBlock):
        yield "rich", value or ""
    elif isinstance(block, StructBlock) and "alt" in block.child_blocks:
        yield "picture", value.get("alt")
        yield "text", value.get("alt") or ""
    elif isinstance(block, StructBlock) and "document" in block.child_blocks:
        yield "paper", value.get("words")
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _block(child, value.get(name))
    elif isinstance(block, ListBlock):
        for each in value or ():
            yield from _block(block.child_block, _item(each))
    elif isinstance(block, StreamBlock):
        yield from _children(block, value or ())
    elif isinstance(block, TypedTableBlock):
        table = value or {"columns": [], "rows": []}
        kinds = [block.child_blocks.get(column["type"]) for column in table["columns"]]
        for row in table["rows"]:
            for kind, cell in zip(kinds, row["values"], strict=False):
                yield from _block(kind, cell)
    elif isinstance(value, str):
        yield "text", readings.WRITTEN.sub(lambda word: word[1] or word[2], value)


def _item(row: Any) -> Any:
    """Older rows of a list are the bare value."""
    inside = isinstance(row, dict) and row.get("type") == "item" and "value" in row
    return row["value"] if inside else row


class _Reader(HTMLParser):
    """Text by paragraph, and each link with its words."""

    _ENDS = {"p", "li", "h2", "h3", "h4", "br", "ul", "ol"}

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[Link] = []
        self._text, self._href = "", ""
        self._link: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._link, self._href = "", dict(attrs).get("href") or ""
        elif tag in self._ENDS:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            self.links.append(Link(self._link, self._href))
            self._link = None
        elif tag in self._ENDS:
            self._end()

    def handle_data(self, data: str) -> None:
        self._text += data
        if self._link is not None:
            self._link += data

    def close(self) -> None:
        super().close()
        self._end()

    def feed(self, data: str) -> None:
        super().feed(data)
        self._end()

    def _end(self) -> None:
        if self._text.strip():
            self.texts.append(self._text)
        self._text = ""
