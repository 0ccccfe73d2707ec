"""「承諾」 or a wish's number, perhaps a start time, perhaps the lecturer: nothing may be left over."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from bookings.answers import doubts, people, when
from bookings.answers.sentences import Sentence
from bookings.answers.slot import Slot, slot_of
from bookings.answers.understood import Accept, AnswerContext, Counter, Doubt

_T = TypeVar("_T")

_POLITE = r"(?:お願い(?:(?:いた|致)?します|申し上げます)|(?:いた|致)?します|です)"
_WORD = re.compile(
    r"(?:^|(?<=[\s、,]))承諾(?:(?:いた|致)?しま(?:す|した)|する|です|させていただきます|で"
    + _POLITE
    + r")?"
    r"(?=$|[\s、,(])"
)
_NUMBER = re.compile(
    r"(?:^|(?<=[\s、,]))\(?\s?(?:第\s*(?P<kanji>[一二三])|(?:第\s*)?(?P<figure>\d{1,2}))\s*\)?"
    r"(?:番目?)?(?:の?(?:希望日?|候補日?|日程?))?(?:(?:にて|で|を|に)" + _POLITE + r"?|です)?"
    r"(?=$|[\s、,]|承諾)"
)
_BESIDE_TIME = re.compile(
    r"(?:開始(?:時刻|時間)?\s*[:は]?\s*)?\t\s*(?:から|より|開始|スタート|~|の(?=\s*\t))*\s*(?:で(?:"
    + _POLITE
    + r")?)?"
)
_ANSWERS = re.compile(
    r"承諾|^\(?\s?(?:第\s*[一二三\d]|\d{1,2}\)?(?=$|[\s、,でを]|番目?(?:$|[\s、,でを])))"
)


@dataclass
class _Parts:
    said: bool = False
    ranks: list[int] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    spans: list[when.Span] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def answers(sentence: Sentence) -> bool:
    """Whether the sentence looks like an acceptance."""
    return bool(_ANSWERS.search(sentence.plain))


def read(said: list[Sentence], *, context: AnswerContext) -> Accept | Counter:
    parts = _Parts()
    for sentence in said:
        doubts.refuse_any(sentence.plain)
    for sentence in said:
        _gather(sentence, parts=parts, context=context)
    if not (parts.said or parts.ranks):
        raise Doubt("not_understood")
    rank = _only(parts.ranks, otherwise="several_wishes")
    slot = slot_of(rank, context=context)
    if slot.day < context.today:
        raise Doubt("past_or_far")
    if any(day != slot.day for day in parts.days):
        raise Doubt("date_differs")
    span = _only(parts.spans, otherwise="several_times")
    return _decide(rank, slot=slot, span=span, names=parts.names, context=context)


def _gather(sentence: Sentence, *, parts: _Parts, context: AnswerContext) -> None:
    days, rest = when.take_days(sentence.plain, today=context.today)
    spans, rest = when.take_spans(rest)
    rest = _BESIDE_TIME.sub("\t", rest)
    ranks = [_number(match) for match in _NUMBER.finditer(rest)]
    rest = _NUMBER.sub("\t", rest)
    said = bool(_WORD.search(rest))
    rest = re.sub(r"[\t ()]+", " ", _WORD.sub("\t", rest)).strip(" 、,")
    parts.said = parts.said or said
    parts.ranks += ranks
    parts.days += days
    parts.spans += spans
    if rest and (said or ranks or spans or people.says_role(rest)):
        parts.names.append(rest)
    elif rest and not ((parts.said or parts.ranks) and _is_signed(rest, context=context)):
        raise Doubt("more_than_answer")


def _is_signed(text: str, *, context: AnswerContext) -> bool:
    """A name alone below the answer may be the sender's: it names no lecturer."""
    return people.is_name(text, known=context.lecturer_names)


def _number(match: re.Match[str]) -> int:
    return "一二三".index(match["kanji"]) + 1 if match["kanji"] else int(match["figure"])


def _only(found: list[_T], *, otherwise: str) -> _T | None:
    if len(set(found)) > 1:
        raise Doubt(otherwise)
    return found[0] if found else None


def _decide(
    rank: int | None,
    *,
    slot: Slot,
    span: when.Span | None,
    names: list[str],
    context: AnswerContext,
) -> Accept | Counter:
    starts = _starts(rank, slot=slot, span=span, context=context)
    answer: Accept | Counter = Accept(rank=rank, starts_at=starts)
    if starts and not slot.allows(starts, minutes=context.minutes):
        answer = Counter(slots=((starts, None),), note="、".join(names))
    try:
        ids = people.lecturers_named("、".join(names), known=context.lecturer_names)
    except Doubt as doubt:
        raise Doubt(doubt.reason_code, partly=answer, unknown_names=doubt.unknown_names) from None
    return replace(answer, lecturer_ids=ids) if isinstance(answer, Accept) else answer


def _starts(
    rank: int | None, *, slot: Slot, span: when.Span | None, context: AnswerContext
) -> datetime | None:
    """The start as written; as asked where the wish is a part of the day; None: as known."""
    if span is None:
        if slot.starts is None:
            raise Doubt("no_time", partly=Accept(rank=rank))
        return slot.starts if slot.is_part_of_day else None
    starts = datetime.combine(slot.day, span.starts, tzinfo=context.zone)
    if span.ends is not None:
        ends = datetime.combine(slot.day, span.ends, tzinfo=context.zone)
        if ends - starts != timedelta(minutes=context.minutes):
            raise Doubt("length_differs")
    return starts
