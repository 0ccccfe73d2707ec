"""Bytes that a spreadsheet program saved as text. May not guess beyond what such programs write."""

import codecs
import re

_ENCODINGS = ("utf-8-sig", "cp932")
# What Python makes of bytes that Windows has no letter for.
_STRAY = re.compile("[\uf8f0-\uf8f3]")
# What `writing` puts before a text that a spreadsheet program would compute.
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
# What it lacks, and what programs take for the same.
_NEAR = {"¥": "\\", "‾": "￣~"}
# Shift_JIS of Windows has one of each pair only; the other comes back as its twin.
_TWINS = str.maketrans("〜−—‖", "～－―∥")


def decoded(data: bytes) -> tuple[str, str] | None:
    """(text, encoding), or None if nothing fits. "Unicode text" of Excel has a mark of its own."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _try(data, ("utf-16",))
    return _try(data, _ENCODINGS)


def unreadable_line(data: bytes) -> int:
    """The first line that is neither UTF-8 nor CP932."""
    data, good = data.removeprefix(codecs.BOM_UTF8), 0
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


def is_left_of(text: str, cell: str) -> bool:
    """Whether `cell` is `text` after a program has put ?, or what it takes for the same letter, for
    the letters that CP932 cannot write."""
    parts = (re.escape(letter) if _fits(letter) else _left(letter) for letter in as_cp932(text))
    return re.fullmatch("".join(parts), cell) is not None


def _left(letter: str) -> str:
    """An emoji may count as two."""
    return rf"(?:\?{{1,2}}|[{re.escape(_NEAR.get(letter, letter))}])"


def bare(cell: str) -> str:
    """Without the apostrophe of `writing.guarded`."""
    return cell[1:] if _GUARDED.match(cell) else cell


def is_formula(cell: str) -> bool:
    return cell.lstrip().startswith("=")


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
