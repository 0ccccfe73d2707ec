"""Bytes that a spreadsheet program saved as text. May not guess beyond what such programs write."""

import codecs
import re

_ENCODINGS = ("utf-8-sig", "cp932")
# What Python makes of bytes that Windows has no letter for.
_STRAY = re.compile("[\uf8f0-\uf8f3]")
# Shift_JIS of Windows has one of each pair only; the other comes back as its twin.
_TWINS = str.maketrans("〜−—‖", "～－―∥")


def decoded(data: bytes) -> tuple[str, str] | None:
    """(text, encoding), or None if nothing fits. "Unicode text" of Excel has a mark of its own."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _try(data, ("utf-16",))
    return _try(data, _ENCODINGS)


def unreadable_line(data: bytes) -> int:
    """The first line that is neither UTF-8 nor CP932."""
    good = 0
    for encoding in _ENCODINGS:
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            good = max(good, error.start)
    return data.count(b"\n", 0, good) + 1


def as_cp932(text: str) -> str:
    """As the text reads after a way through a file in CP932."""
    return text.translate(_TWINS)


def not_in_cp932(text: str) -> str:
    """The letters that CP932 cannot write."""
    return "".join(dict.fromkeys(letter for letter in as_cp932(text) if not _fits(letter)))


def _fits(letter: str) -> bool:
    try:
        letter.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _try(data: bytes, encodings: tuple[str, ...]) -> tuple[str, str] | None:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _STRAY.search(text):
            return text, encoding
    return None
