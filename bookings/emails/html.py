"""The HTML part of a mail, made from its final text: the same lines, links that are easy to press.

Nothing stands in it that is not in the text. Text in, text out: no rows, no request, no clock.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.template.loader import render_to_string

_FACT = re.compile(r"(■ [^：]{1,30}：)(.*)")
_EXAMPLE = re.compile(r"　([^（]*[^（　])　*(（.*)?")
_PHONE = re.compile(r"(\d\) .*?)(0[\d-]{8,})")


@dataclass(frozen=True)
class Line:
    """One line of the text. `kind`: gap, fact, example, link, phone, rule or plain."""

    kind: str
    text: str
    label: str = ""
    rest: str = ""


def of_text(text: str, *, subject: str, links: Collection[str]) -> str:
    """Only a line that is one of `links` becomes a link: whatever else looks like one is words."""
    raw = text.rstrip("\n").split("\n")
    lines = [_line(line, links=links) for line in raw]
    return render_to_string(
        "bookings/mail/html/mail.html", {"subject": subject, "lines": _labelled(lines)}
    )


def _line(text: str, *, links: Collection[str]) -> Line:
    if text in links:
        return Line("link", text)
    if not text.strip():
        return Line("gap", "")
    if text == "--":
        return Line("rule", text)
    if fact := _FACT.fullmatch(text):
        return Line("fact", text, label=fact[1], rest=fact[2])
    if phone := _PHONE.fullmatch(text):
        return Line("phone", text, label=phone[1], rest=phone[2])
    if example := _EXAMPLE.fullmatch(text):
        return Line("example", text, label=example[1], rest=example[2] or "")
    return Line("plain", text)


def _labelled(lines: list[Line]) -> list[Line]:
    """The words above a link are what one presses; the address itself follows in small letters."""
    found: list[Line] = []
    for line in lines:
        if line.kind == "link" and found and found[-1].kind == "plain":
            found.append(Line("link", line.text, label=found.pop().text))
        else:
            found.append(line)
    return found
