"""A mail's own words as sentences, without greetings and signature."""

import re
from dataclasses import dataclass

from bookings.answers import courtesy
from bookings.answers.newtext import Line, new_lines, plain
from bookings.answers.understood import AnswerContext, Doubt
from lectures import eras

_LONGEST_TEXT = 60_000
_LONGEST_LINE = 400
_END = re.compile(r"[。｡!！]+")
_REFERENCE = re.compile(
    r"(?:受付番号\s*[:は]?\s*)?[\[(【]?\s*(?<![A-Za-z])(?P<bare>[RHS]\s*\d{1,2}\s*-\s*\d{1,6})(?!\d)\s*[\])】]?"
    r"(?:\s*の?件?(?:について|につきまして|ですが)?)?[、,]?\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:[・■*]\s*|はい[、,]\s*)?(?:(?:ご?回答|ご?返答|お?返事)\s*:\s*)?")
_BRACKETED = re.compile(r"^[「『【\[(]\s*(承諾|辞退|別日)\s*[」』】\])]")
_THANKS_AHEAD = re.compile(
    r"[、,\s]*(?:以上)?[、,\s]*(?:(?:どうぞ|何卒)?(?:よろしく|宜しく)お願い(?:(?:いた|致)?します|申し上げます)"
    r"|ありがとうございま(?:す|した))\s*$"
)


@dataclass(frozen=True)
class Sentence:
    """`raw` as written; `plain` folded for matching, without labels and our own reference."""

    raw: str
    plain: str


def sentences(text: str, *, context: AnswerContext) -> list[Sentence]:
    """What the sender says. Raises Doubt where even that cannot be told."""
    if "\ufffd" in text:
        raise Doubt("undecodable")
    if len(text) > _LONGEST_TEXT:
        raise Doubt("too_long")
    lines = new_lines(text, sent_text=context.sent_text)
    if not lines:
        raise Doubt("empty")
    if max(len(line.plain) for line in lines) > _LONGEST_LINE:
        raise Doubt("too_long")
    _refuse_other_cases(lines, context=context)
    said = _without_courtesy(_without_signature(lines), context=context)
    if not said:
        raise Doubt("empty")
    return said


def _refuse_other_cases(lines: list[Line], *, context: AnswerContext) -> None:
    own = eras.parse_reference(context.reference)
    if any(eras.references_in(line.raw) - {own} for line in lines):
        raise Doubt("other_case")


def _without_signature(lines: list[Line]) -> list[Line]:
    kept, below_rule = [], False
    for at, line in enumerate(lines):
        if courtesy.is_rule(line.plain):
            below_rule = any(courtesy.is_contact(later.plain) for later in lines[at:])
        elif courtesy.is_contact(line.plain):
            pass
        elif not (below_rule and courtesy.is_ornament(line.plain)):
            kept.append(line)
    return kept


def _without_courtesy(lines: list[Line], *, context: AnswerContext) -> list[Sentence]:
    own = eras.parse_reference(context.reference)
    said: list[Sentence] = []
    for line in lines:
        for sentence in _split(line.raw, own=own):
            if courtesy.is_courtesy(sentence.plain):
                continue
            if not said and courtesy.is_opening(sentence.plain):
                continue
            if line.doubtful:
                raise Doubt("forwarded")
            said.append(sentence)
    return said


def _split(raw_line: str, *, own: tuple[int, int]) -> list[Sentence]:
    return [found for raw in _END.split(raw_line) if (found := _sentence(raw, own=own))]


def _sentence(raw: str, *, own: tuple[int, int]) -> Sentence | None:
    folded = _REFERENCE.sub(lambda match: _unless_own(match, own=own), plain(raw))
    folded = _BRACKETED.sub(r"\1 ", _LABEL.sub("", plain(folded)))
    folded = _THANKS_AHEAD.sub("", folded).strip(" 、,.")
    return Sentence(raw=raw.strip(), plain=folded) if folded else None


def _unless_own(match: re.Match[str], *, own: tuple[int, int]) -> str:
    return " " if own in eras.references_in(match["bare"]) else match.group()
