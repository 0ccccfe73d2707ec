"""The office's words, already filled in, as blocks: paragraphs, and facts between 記 and 以上.

A line with 記 alone opens the facts and 以上 closes them; there, 「会場：北町ホール」 is one fact.
"""

import re
from collections.abc import Iterator

from bookings.papers.blocks import Block, Paragraph, Record

OPENS, CLOSES = "記", "以上"
_FACT = re.compile(r"\s*([^：:]{1,20})[：:]\s*(.*)")
_SPACES = " 　\t"
# Items of a list stand at the edge; other paragraphs begin one letter further in.
_ITEM = re.compile(r"[・※○●◎■□◆◇（(【〔]|[0-9０-９]{1,2}[.．、)）\s]")


def blocks_of(text: str) -> tuple[Block, ...]:
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    rows: list[tuple[str, str]] | None = None
    for line in text.splitlines():
        bare = line.strip(_SPACES)
        if bare == OPENS and rows is None:
            rows = []
        elif bare == CLOSES and rows is not None:
            yield Record(tuple(rows))
            rows = None
        elif bare and rows is not None:
            _add(rows, line)
        elif bare:
            yield Paragraph(bare, indent=not _ITEM.match(bare))
    if rows:
        yield Record(tuple(rows))


def _add(rows: list[tuple[str, str]], line: str) -> None:
    """One fact, or the next line of the one above, which begins further in or has no label."""
    found = _FACT.fullmatch(line)
    if found and line[0] not in _SPACES:
        rows.append((found[1].strip(_SPACES), found[2].strip(_SPACES)))
    elif rows:
        label, value = rows[-1]
        rows[-1] = (label, f"{value}\n{line.strip(_SPACES)}".strip("\n"))
    else:
        rows.append(("", line.strip(_SPACES)))
