"""Widths, spaces and dashes of Japanese keyboards, folded into one form. No meaning here."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"\s+")
_FIGURES = str.maketrans("〇一二三四五六七八九", "0123456789")
_UNITS = {"十": 10, "百": 100, "千": 1000}
_WRITTEN = re.compile("[〇一二三四五六七八九十百千]{1,9}(?=\\s*(?:[年月日時分人名]|個月))")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2043\u2500\u2501\u30fc\u4e00~\u301c]")


def spaces(text: str) -> str:
    """Trimmed, one plain space between words, nothing invisible; letters stay as they are."""
    return _SPACES.sub(" ", _CONTROL.sub("", _INVISIBLE.sub("", text))).strip()


def width(text: str) -> str:
    """Half-width figures and letters, full-width katakana, single spaces."""
    return spaces(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)))


def dashes(text: str) -> str:
    """As `width`; the long vowel mark and the figure 一 between digits were meant as dashes."""
    return _DASHES.sub("-", width(text))


def figures(text: str) -> str:
    """十二月二十日 → 12月20日: written figures where a unit follows; elsewhere 一 may be a dash."""
    return _WRITTEN.sub(lambda found: str(written(found[0])), text)


def written(figure: str) -> int:
    """二十一 → 21, 百二 → 102, 二〇二六 → 2026."""
    found, waiting = 0, ""
    for letter in figure:
        if letter in _UNITS:
            found += int(waiting or 1) * _UNITS[letter]
            waiting = ""
        else:
            waiting += letter.translate(_FIGURES)
    return found + int(waiting or 0)
