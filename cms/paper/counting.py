"""How long a text is, by who counts: the town's paper, X. Pure."""

import re
import unicodedata

_URL = re.compile(r"https?://[!-~]+")
URL_WEIGHT = 23
# Letters that X counts once; all others count twice (twitter-text, configuration 3).
_ONCE = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def letters(text: str, *, half: bool = False) -> float:
    """As people count: a line's end and what only changes the letter before it count nothing.

    `half`: a letter of half width counts half.
    """
    return sum(_width(letter, half=half) for letter in unicodedata.normalize("NFC", text))


def weight(text: str) -> int:
    """As X counts: 280 at most; an address is 23, whatever its length."""
    plain = unicodedata.normalize("NFC", text)
    rest, addresses = _URL.subn("", plain)
    return URL_WEIGHT * addresses + sum(_weight(ord(letter)) for letter in rest)


def _width(letter: str, *, half: bool) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 0.5 if half and unicodedata.east_asian_width(letter) in ("Na", "H", "N") else 1


def _weight(code: int) -> int:
    return 1 if any(first <= code <= last for first, last in _ONCE) else 2
