"""A town's own colour on the one style sheet. A colour too pale to read is not used."""

import re

from django.urls import reverse

USUAL = "#0017c1"
LEAST_CONTRAST = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}")


def url_of(colour: str) -> str:
    """The address of the colour's own sheet; nothing for the usual or an unreadable colour."""
    colour = colour.lower()
    if colour == USUAL or not readable(colour):
        return ""
    return reverse("colours", args=[colour[1:]])


def readable(colour: str) -> bool:
    """On white, as WCAG 2.2 reckons it (1.4.3)."""
    return bool(_HEX.fullmatch(colour)) and contrast_on_white(colour) >= LEAST_CONTRAST


def contrast_on_white(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def sheet(colour: str) -> str:
    """The three steps that the style sheet asks for: itself, darker, nearly white."""
    strong = _mixed(colour, with_part=0, share=0.25)
    wash = _mixed(colour, with_part=255, share=0.92)
    return f":root{{--key:{colour};--key-strong:{strong};--key-wash:{wash}}}\n"


def _mixed(colour: str, *, with_part: int, share: float) -> str:
    mixed = (round(part * (1 - share) + with_part * share) for part in _parts(colour))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
