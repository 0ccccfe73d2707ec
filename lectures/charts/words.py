"""Words in a drawing: how wide they are, where they break, how a number is written.

No font is asked: a full-width letter counts one em, the others what the widest of their kind take in
bold Noto Sans CJK. `tests/browser/test_chart_pages.py` asks a browser whether that is enough.
"""

import re
from math import ceil
from unicodedata import east_asian_width

from config.readings import plain

SIZE, LINE = 14, 18  # px of a drawing
_EM = {"&": 0.75, "@": 1.01} | dict.fromkeys("MWmw%", 0.97) | dict.fromkeys("bdhnopqu`", 0.65)
# What may not begin a line (JIS X 4051, the common ones).
_NEVER_FIRST = "、。，．・：；？！）」』】〕ー々っゃゅょッャュョ％"


def number(value: float) -> str:
    """12,345 or 83.1: thousands apart, at most one decimal."""
    return f"{value:,.1f}".removesuffix(".0")


def measured(value: float, unit: str) -> str:
    """98回, 71.9%, 98 sessions."""
    return with_unit(number(value), unit)


def with_unit(words: str, unit: str) -> str:
    """A unit in Latin letters stands apart from its number."""
    return f"{words} {unit}" if unit[:1].isascii() and unit[:1].isalpha() else f"{words}{unit}"


def width_of(words: str, size: int = SIZE) -> int:
    return ceil(sum(_em(letter) for letter in words) * size)


def _em(letter: str) -> float:
    if east_asian_width(letter) in "WFA":
        return 1
    return _EM.get(letter, 0.8 if letter.isupper() else 0.62)


def wrapped(words: str, width: int, size: int = SIZE) -> tuple[str, ...]:
    """Lines that fit; never shortened. Readings are left out: a drawing holds no ruby."""
    rest, lines = " ".join(plain(words).split()), []
    while rest:
        end = _end_of_line(rest, width, size)
        lines.append(rest[:end].strip())
        rest = rest[end:].lstrip()
    return tuple(lines) or ("",)


def _end_of_line(words: str, width: int, size: int) -> int:
    """How many letters stand on the first line: at least one."""
    end = len(words)
    while end > 1 and width_of(words[:end], size) > width:
        end -= 1
    if end == len(words):
        return end
    space = words.rfind(" ", 1, end + 1)
    if space > 0:
        return space
    return end - 1 if end > 2 and words[end] in _NEVER_FIRST else end


def room_for(words: str, usual: int, most: int) -> int:
    """The usual width, or more where a Latin word would be cut in two."""
    longest = max((width_of(word) for word in re.findall(r"[!-~]+", plain(words))), default=0)
    return max(usual, min(longest, most))


def widest(lines: tuple[str, ...], size: int = SIZE) -> int:
    return max((width_of(line, size) for line in lines), default=0)
