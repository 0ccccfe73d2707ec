"""Long lines of calendar text (RFC 5545, 3.1). Text in, text out."""

import re

from icalendar.parser import Contentline

from accounts import secrets

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE_END = re.compile(r"\r\n|\n|\r")


def fill_calendar(text: str) -> str:
    """Calendar text with its secrets filled in, folded anew at 75 octets, with CRLF.

    A placeholder is shorter or longer than its secret and may itself be folded, so lines are
    joined first.
    """
    lines = _LINE_END.split(secrets.fill(_FOLD.sub("", text)))
    return "".join(f"{Contentline(line).to_ical().decode()}\r\n" for line in lines if line)
