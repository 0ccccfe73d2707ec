"""Texts to copy: for the town's paper, for LINE, X and Facebook. Built from facts; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from cms.paper import counting
from cms.paper.fitting import ALWAYS, Fitted, Part, fitted

SHORTEST, USUAL, LONGEST = 20, 200, 2000
X_MOST, LINE_MOST, FACEBOOK_MOST = 280, 500, 2000
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*")


@dataclass(frozen=True)
class Facts:
    """What is told of a lecture or a course; `rows` (label, words, shorter words, importance)."""

    title: str
    kind: str
    summary: str
    rows: tuple[tuple[str, str, str, int], ...]
    contact: str
    phone: str
    address: str


def for_the_paper(facts: Facts, *, most: int, half: bool) -> Fitted:
    """市報: one block, ◆title, the summary, then ▽label＝words."""
    head = Part.of(f"◆{facts.title}", ALWAYS)
    kind = Part.of(_("（%(words)s）") % {"words": facts.kind} if facts.kind else "", 45)
    rows = [
        Part.of(_row(label, words), importance, shorter=_row(label, shorter), kept=importance + 15)
        for label, words, shorter, importance in facts.rows
    ]
    ask = Part.of(
        _row(_("問合せ"), f"{facts.contact} {facts.phone}".strip()), 80,
        shorter=_row(_("問合せ"), facts.phone or facts.contact), kept=95,
    )  # fmt: skip
    web = Part.of(_row(_("ホームページ"), facts.address), 15)
    parts = [head, kind, *_summary(facts.summary, before="　"), *rows, ask, web]
    return fitted(parts, most=most, length=partial(counting.letters, half=half))


def for_x(facts: Facts) -> Fitted:
    return fitted(_lines(facts), most=X_MOST, length=counting.weight, join="\n".join)


def for_line(facts: Facts) -> Fitted:
    return fitted(_lines(facts), most=LINE_MOST, length=counting.letters, join="\n".join)


def for_facebook(facts: Facts) -> Fitted:
    return fitted(_lines(facts), most=FACEBOOK_MOST, length=counting.letters, join="\n".join)


def _lines(facts: Facts) -> list[Part]:
    """One thing on each line; the address always, for whoever wants to know more."""
    head = Part.of(_("【%(title)s】") % {"title": facts.title}, ALWAYS)
    rows = [
        Part.of(
            _line(label, words), importance, shorter=_line(label, shorter), kept=importance + 15
        )
        for label, words, shorter, importance in facts.rows
    ]
    ask = Part.of(_line(_("問合せ"), f"{facts.contact} {facts.phone}".strip()), 40)
    return [head, Part.of(facts.kind, 35), *_summary(facts.summary), *rows, ask,
            Part.of(facts.address, ALWAYS)]  # fmt: skip


def _summary(summary: str, *, before: str = "") -> list[Part]:
    """The first sentences alone where all of them are too long."""
    sentences = [one.strip() for one in _SENTENCE.findall(summary) if one.strip()]
    if not sentences:
        return []
    ways = [before + "".join(sentences[:count]) for count in range(len(sentences), 0, -1)]
    last = len(ways) - 1
    return [
        Part(
            tuple((words, 60 if at == last else 28 - (last - at)) for at, words in enumerate(ways))
        )
    ]


def _row(label: str, words: str) -> str:
    return f"▽{label}＝{words}" if words else ""


def _line(label: str, words: str) -> str:
    return _("%(label)s：%(words)s") % {"label": label, "words": words} if words else ""


def days_in_one(days: Sequence[tuple[str, str]]) -> str:
    """[(12月5日（土）, 10時〜12時), …] as 12月5日（土）・12日… with the hours once where they are the same."""
    hours = {hours for _day, hours in days}
    if len(hours) == 1 and days:
        return _("・").join(day for day, _hours in days) + f" {days[0][1]}".rstrip()
    return _("、").join(f"{day} {hours}".rstrip() for day, hours in days)
