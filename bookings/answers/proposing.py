"""「別日 12/3 14時」: other slots, each with its day and start, in the order written."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bookings.answers import courtesy, doubts, english, people, when
from bookings.answers.accept_words import without_topic
from bookings.answers.propose_words import (
    ABOUT,
    CLAUSE,
    CONDITIONAL,
    GLUE,
    KEYWORD,
    LIST_MARK,
    MOVES,
    PART_OF_DAY,
    RANGE,
    RANGE_END,
    SAME_DAY,
    WORD,
    is_able,
    is_heading,
    looks_proposing,
)
from bookings.answers.sentences import Sentence
from bookings.answers.understood import AnswerContext, Doubt, Intent, Meaning, Proposal

_MOST = 12


@dataclass
class _Day:
    day: date
    last: date | None = None
    spans: list[when.Span] = field(default_factory=list)


@dataclass
class Written:
    """The days and hours of an answer, and what stands beside them."""

    days: list[_Day] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    vague: bool = False  # a part of a day was named, no time


def dated(said: list[Sentence], *, context: AnswerContext) -> list[Sentence]:
    """「同日の14時に変更」: the asked day, by its date."""
    if (day := context.asked_day) is None:
        return said
    written = f"{day.month}/{day.day} "
    return [Sentence(one.raw, SAME_DAY.sub(written, one.plain)) for one in said]


def _moves_the_hour(said: list[Sentence], *, context: AnswerContext) -> bool:
    """Another hour of the asked day, in words that ask for a change."""
    text = "、".join(one.plain for one in said)
    if context.asked_day is None or not MOVES.search(text):
        return False
    try:
        days, rest = when.take_days(text, today=context.today)
        spans, _rest = when.take_spans(rest)
    except Doubt:
        return False
    if set(days) != {context.asked_day} or len(spans) != 1 or not context.asked_exact:
        return False
    told = {wish.starts for wish in context.wishes if wish.day == context.asked_day}
    return spans[0].starts not in told


def answers(said: list[Sentence], *, context: AnswerContext) -> bool:
    """With the word 別日, or with another day and words that offer it."""
    if any(re.search(KEYWORD, sentence.plain) for sentence in said):
        return True
    if _moves_the_hour(said, context=context):
        return True
    text = "、".join(sentence.plain for sentence in said)
    if not when.names_a_day(text) or not looks_proposing(text):
        return False
    return not when.known_days_only(text, today=context.today, known=context.known_days)


def read(said: list[Sentence], *, context: AnswerContext) -> Meaning:
    written = Written()
    for sentence in said:
        _gather(sentence, written=written, context=context)
    return settle(written, context=context)


def settle(written: Written, *, context: AnswerContext) -> Meaning:
    """What was gathered, as proposals."""
    proposals = _proposals(written)
    meaning = Meaning(
        Intent.COUNTER, proposals=proposals, reason="\n".join(dict.fromkeys(written.notes))
    )
    if any(_is_asked(proposal, context=context) for proposal in proposals):
        raise Doubt("same_as_asked")
    if all(proposal.starts and not proposal.last_day for proposal in proposals):
        too_long = any(_is_window(proposal, context=context) for proposal in proposals)
        return _coded(meaning, "length_differs") if too_long else meaning
    return _coded(meaning, "no_time")


def _coded(meaning: Meaning, code: str) -> Meaning:
    return Meaning(Intent.COUNTER, code, proposals=meaning.proposals, reason=meaning.reason)


def _gather(sentence: Sentence, *, written: Written, context: AnswerContext) -> None:
    if courtesy.is_acknowledgement(sentence.plain) or courtesy.is_regret(sentence.plain):
        return
    if courtesy.asks_to_consider(sentence.plain):
        return
    if ABOUT.search(sentence.plain):
        raise Doubt("more_than_answer")
    if CONDITIONAL.search(sentence.plain) and not (
        is_able(sentence.plain) or doubts.asks(sentence.plain)
    ):
        raise Doubt("condition")
    for part in CLAUSE.split(sentence.plain):
        if not (clause := part.strip(" 、,")):
            continue
        text = WORD.sub("", LIST_MARK.sub("", clause))
        if is_heading(clause) or is_heading(text) or not text or _says_nothing(clause):
            continue
        if re.search(KEYWORD, text):
            raise Doubt("not_understood")
        _clause(text.strip(" 、,"), raw=sentence.raw, written=written, context=context)


def _says_nothing(clause: str) -> bool:
    """An apology, or only what the mail is about: 「ご依頼の件」."""
    return courtesy.is_regret(clause) or not without_topic(clause).strip("\t 、,")


def _clause(clause: str, *, raw: str, written: Written, context: AnswerContext) -> None:
    if _about_asked(clause, context=context) or not _has_figures(clause):
        if GLUE.fullmatch(clause):
            return
        _note(clause, raw=raw, written=written, context=context)
        return
    found = when.pieces(LIST_MARK.sub("", clause), today=context.today)
    _refuse_loose(found)
    words = [piece for piece in found if isinstance(piece, str)]
    if words and found[0] is words[0] and CONDITIONAL.search(words[0]):
        raise Doubt("condition")
    counted = _counted(found)
    rest = [
        word.strip(" 、,()") for word in words if not (_is_glue(word) or word.strip() in counted)
    ]
    because = [word for word in rest if _explains(word)]
    rest = [word for word in rest if word not in because]
    written.notes += because
    names = [word for word in rest if people.is_known(word, known=context.lecturer_names)]
    if len(names) < len(rest):
        raise Doubt("more_than_answer")
    written.notes += names
    take(found, written=written)


def _explains(word: str) -> bool:
    """「年末は多忙のため」 behind a slot."""
    if not re.search(r"(?:ため|ので|により|につき)$", word):
        return False
    doubts.refuse_in_note(word)
    return True


def _refuse_loose(found: list[when.Piece]) -> None:
    if any(isinstance(piece, when.DayOnly) for piece in found):
        raise Doubt("no_date")


def _counted(found: list[when.Piece]) -> set[str]:
    """「①12/10 14時 ②12/11 10時」: figures before a day, none of them behind a day without a time."""
    return {
        piece.strip()
        for at, piece in enumerate(found[:-1])
        if isinstance(piece, str)
        and re.fullmatch(r"\s*\(?[1-9][).:]?\s*", piece)
        and isinstance(found[at + 1], date)
        and (at == 0 or isinstance(found[at - 1], when.Span))
    }


def _is_glue(word: str) -> bool:
    bare = PART_OF_DAY.sub("", word).strip(" 、,()")
    return bool(GLUE.fullmatch(bare)) or bool(RANGE.fullmatch(bare)) or bool(RANGE_END.match(bare))


def take(found: list[when.Piece], *, written: Written) -> None:
    """Days with the times behind them; 「12/7〜12/11」 is one run of days."""
    joins = False
    for piece in found:
        if isinstance(piece, str):
            joins = bool(RANGE.fullmatch(piece.strip(" 、,")))
            written.vague = written.vague or bool(PART_OF_DAY.search(piece))
        elif isinstance(piece, when.Span):
            _add_span(piece, written=written)
        elif isinstance(piece, date):
            last = written.days[-1] if written.days else None
            if joins and last and not last.spans and piece > last.day:
                last.last = piece
            else:
                written.days.append(_Day(piece))
            joins = False


def _add_span(span: when.Span, *, written: Written) -> None:
    if not written.days:
        raise Doubt("no_date")
    written.days[-1].spans.append(span)


def _about_asked(clause: str, *, context: AnswerContext) -> bool:
    """It speaks of the asked day alone: a reason, not an offer."""
    if not doubts.is_reason(clause):
        return False
    if when.take_spans_safely(clause) and not when.names_a_day(clause):
        return False
    if context.asked_starts is None:
        return not when.names_a_day(clause)
    return when.known_days_only(clause, today=context.today, known=context.known_days)


def _has_figures(clause: str) -> bool:
    return when.without_days(clause) != clause


def _note(clause: str, *, raw: str, written: Written, context: AnswerContext) -> None:
    """Words beside the slots may explain, but may not bend them (「14時以降」)."""
    bare = when.without_days(clause).replace("\t", " ")
    if people.is_known(bare, known=context.lecturer_names) and bare == clause:
        written.notes.append(bare)
        return
    if PART_OF_DAY.fullmatch(bare):
        written.vague = True
        return
    doubts.refuse_in_note(bare)
    if english.is_english(bare):
        english.refuse_in_note(bare)
    elif not doubts.is_reason(bare):
        raise Doubt("more_than_answer")
    written.notes.append(raw)


def _proposals(written: Written) -> tuple[Proposal, ...]:
    if not written.days:
        raise Doubt("no_date")
    found = [proposal for day in written.days for proposal in _of_day(day)]
    if len(found) > _MOST:
        raise Doubt("too_long")
    return tuple(dict.fromkeys(found))


def _of_day(day: _Day) -> list[Proposal]:
    if not day.spans or day.last:
        start = day.spans[0].starts if day.spans else None
        return [Proposal(day.day, None if day.last else start, None, day.last)]
    return [Proposal(day.day, span.starts, span.ends) for span in day.spans]


def _is_asked(proposal: Proposal, *, context: AnswerContext) -> bool:
    if context.asked_starts is None:
        return False
    asked = context.asked_starts.astimezone(context.zone)
    if proposal.starts is None:
        return proposal.day == asked.date() and not proposal.last_day
    return (proposal.day, proposal.starts) == (asked.date(), asked.time())


def _is_window(proposal: Proposal, *, context: AnswerContext) -> bool:
    """An end twice the lecture's length away tells when, not how long."""
    if not (proposal.starts and proposal.ends and context.minutes):
        return False
    return _minutes(proposal.ends) - _minutes(proposal.starts) >= 2 * context.minutes


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def slots(
    meaning: Meaning, *, context: AnswerContext
) -> tuple[tuple[datetime, datetime | None], ...]:
    """The proposals as moments of the venue's zone."""
    return tuple(
        (
            datetime.combine(one.day, one.starts, tzinfo=context.zone),
            datetime.combine(one.day, one.ends, tzinfo=context.zone) if one.ends else None,
        )
        for one in meaning.proposals
        if one.starts
    )
