"""「別日 12/3 14時」: other slots, each with its day and start, in the order written."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from bookings.answers import courtesy, doubts, people, when
from bookings.answers.sentences import Sentence
from bookings.answers.understood import AnswerContext, Counter, Doubt

_KEYWORD = r"(?:別日程?|別の日程?)"
_WORD = re.compile(
    rf"^{_KEYWORD}(?:(?:を|で|の|に)?(?:提案|希望|お願い)(?:(?:いた|致)?します)?|です|で)?(?=$|[\s、,:\d令RH])[\s、,:]*"
)
_LIST_MARK = re.compile(r"^(?:[・*-]\s*|\(?\d{1,2}[).]\s*|\d{1,2}\s+)(?=\S*\d+\s*[月/年.-])")
_CONNECTIVE = re.compile(
    r"(?:[\s、,:;/・]|から|より|開始|スタート|~|(?:または|又は|もしくは|か|と)(?=$|\s|、)|の"
    r"|(?:で|に|を|が)?(?:お願い(?:(?:いた|致)?します)?|希望(?:(?:いた|致)?します)?|提案(?:(?:いた|致)?します)?"
    r"|可能です)|です|で(?=$|\s))*"
)
_MOST = 12


@dataclass
class _Written:
    days: list[tuple[date, list[when.Span]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def answers(sentence: Sentence) -> bool:
    return bool(re.search(_KEYWORD, sentence.plain))


def read(said: list[Sentence], *, context: AnswerContext) -> Counter:
    written = _Written()
    for sentence in said:
        doubts.refuse_question(sentence.plain)
    for sentence in said:
        _gather(sentence, written=written, context=context)
    slots = _slots(written, context=context)
    if any(starts == context.asked_starts for starts, _ in slots):
        raise Doubt("same_as_asked")
    return Counter(slots=slots, note="\n".join(written.notes))


def _gather(sentence: Sentence, *, written: _Written, context: AnswerContext) -> None:
    if courtesy.is_acknowledgement(sentence.plain) or courtesy.is_regret(sentence.plain):
        return
    text, said = _WORD.subn("", sentence.plain)
    if answers(sentence) and (not said or re.search(_KEYWORD, text)):
        raise Doubt("not_understood")
    head, days = when.by_day(_LIST_MARK.sub("", text), today=context.today)
    found = [(day, *when.take_spans(tail)) for day, tail in days]
    spans, head = when.take_spans(head) if not found else ([], head)
    remarks = [head.replace("\t", " "), *(rest.replace("\t", " ") for _, _, rest in found)]
    rest = [remark.strip(" 、,") for remark in remarks if not _CONNECTIVE.fullmatch(remark)]
    if rest and not _named(rest, context=context):
        _note(sentence, said=bool(said), days=days, context=context)
        written.notes.append(sentence.raw)
        return
    written.notes += rest
    written.days += [(day, spans_of_day) for day, spans_of_day, _ in found]
    if spans and not written.days:
        raise Doubt("no_date")
    if spans:
        written.days[-1][1].extend(spans)


def _named(rest: list[str], *, context: AnswerContext) -> bool:
    return all(
        people.is_name(people.bare_names(text), known=context.lecturer_names) for text in rest
    )


def _note(
    sentence: Sentence, *, said: bool, days: list[tuple[date, str]], context: AnswerContext
) -> None:
    """Words beside the slots may explain, but may not bend them (「14時以降」)."""
    asked = context.asked_starts.astimezone(context.zone).date()
    if said or any(day != asked for day, _ in days) or when.take_spans(sentence.plain)[0]:
        raise Doubt("more_than_answer")
    doubts.refuse_in_note(sentence.plain)


def _slots(
    written: _Written, *, context: AnswerContext
) -> tuple[tuple[datetime, datetime | None], ...]:
    if not written.days:
        raise Doubt("no_date")
    if not all(spans for _, spans in written.days):
        raise Doubt("no_time")
    slots = [_slot(day, span, context=context) for day, spans in written.days for span in spans]
    if len(slots) > _MOST:
        raise Doubt("too_long")
    return tuple(dict.fromkeys(slots))


def _slot(
    day: date, span: when.Span, *, context: AnswerContext
) -> tuple[datetime, datetime | None]:
    starts = datetime.combine(day, span.starts, tzinfo=context.zone)
    if span.ends is None:
        return starts, None
    return starts, datetime.combine(day, span.ends, tzinfo=context.zone)
