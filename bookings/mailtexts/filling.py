"""Puts values where a text says {受付番号}. Substitution only: no code, no attributes, one pass,
so what a group typed into its name is never read as a variable."""

import re
import unicodedata
from collections.abc import Callable, Iterator

OPEN, CLOSE = "{｛", "}｝"
_VARIABLE = re.compile(rf"[{OPEN}]([^{OPEN}{CLOSE}\n]*)[{CLOSE}]")
_STRAY = re.compile(rf"[{OPEN}{CLOSE}]")
_LABEL = re.compile(r"[^：:]{0,40}[：:]?")
_NOTHING = re.compile(r"[\s　■□●○・*＊\-（）()「」【】［］\[\]<>＜＞、。，．]*")

ValueOf = Callable[[str], str]


class Unfillable(Exception):
    """The text names something that nobody knows."""


def spelled(name: str) -> str:
    """One spelling of a name, however wide it was typed."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def names_in(text: str) -> list[str]:
    """The names of the text's variables, each once, in their order."""
    return list(dict.fromkeys(spelled(found[1]) for found in _VARIABLE.finditer(text)))


def stray_lines(text: str) -> list[int]:
    """The numbers of the lines with a brace that belongs to no variable."""
    lines = enumerate(text.splitlines(), start=1)
    return [number for number, line in lines if _STRAY.search(_VARIABLE.sub("", line))]


def fill(text: str, value_of: ValueOf) -> str:
    """The text with each variable's value. A line that keeps no more than its label goes.

    `value_of` raises KeyError for a name that it does not know: Unfillable.
    """
    kept: list[str] = []
    gone = False
    for line in _lines(text, value_of):
        # Where a line went, one empty line is enough.
        if line is None:
            gone = True
            continue
        if not (line == "" and kept and kept[-1] == "" and gone):
            kept.append(line)
        if line:
            gone = False
    return "\n".join(kept).strip("\n")


def _lines(text: str, value_of: ValueOf) -> Iterator[str | None]:
    """Line by line; None for one that vanishes."""
    for line in text.splitlines():
        values = [_value(found[1], value_of) for found in _VARIABLE.finditer(line)]
        if values and not any(values) and _is_label(_VARIABLE.sub("", line)):
            yield None
        elif values:
            rest = iter(values)
            filled = _VARIABLE.sub(lambda found: next(rest), line)  # noqa: B023 - used at once
            yield filled.rstrip() if "" in values else filled
        else:
            yield line


def _value(name: str, value_of: ValueOf) -> str:
    try:
        return value_of(spelled(name)).strip("\r\n ")
    except KeyError as unknown:
        raise Unfillable(name) from unknown


def _is_label(rest: str) -> bool:
    """Nothing but marks, or a heading that ends with a colon."""
    return bool(_NOTHING.fullmatch(rest)) or (
        rest.rstrip(" 　（）()")[-1:] in ("：", ":")
        and bool(_LABEL.fullmatch(rest.rstrip(" 　（）()")))
    )
