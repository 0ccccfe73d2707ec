"""What a plain-text answer means. Only one unmistakable meaning counts; all else is unclear.

This module and its neighbours decide; they act on nothing, and know no row, mail or clock.
"""

import re
from datetime import datetime

from bookings.answers import (
    accepting,
    asked,
    asking,
    courtesy,
    doubts,
    people,
    proposing,
    refusing,
    when,
)
from bookings.answers.sentences import Sentence, sentences
from bookings.answers.understood import (
    Accept,
    AnswerContext,
    Counter,
    Decline,
    Doubt,
    Intent,
    Meaning,
    Question,
    Unclear,
    Understood,
)

_HARD = re.compile(  # 「お引き受けすることが難しい」 accepts nothing
    r"お?(?:引き?受け|受け)(?:する|いたす)?(?:こと)?(?:が|は|も)(?:大変)?(?:難し|困難|厳し)[^、。]{0,12}"
)


def meaning_of(text: str, *, context: AnswerContext) -> Meaning:
    """What one mail's text says by the grammar that the ask explains: 承諾 / 辞退 / 別日."""
    try:
        return _meaning(sentences(text, context=context), context=context)
    except Doubt as doubt:
        return Meaning(Intent.UNCLEAR, doubt.reason_code)


def read(text: str, *, context: AnswerContext) -> Understood:
    """The same, with the lecturers of the department's list and moments of the venue's zone."""
    meaning = meaning_of(text, context=context)
    match meaning.intent:
        case Intent.ACCEPT:
            return _accept(meaning, context=context)
        case Intent.DECLINE:
            return Decline(meaning.reason)
        case Intent.COUNTER if not meaning.code:
            return _counter(meaning, context=context)
        case Intent.QUESTION:
            return Question(meaning.reason)
    return Unclear(meaning.code)


def _meaning(said: list[Sentence], *, context: AnswerContext) -> Meaning:
    said = [
        Sentence(one.raw, asked.without_title(one.plain, sent_text=context.sent_text))
        for one in said
    ]
    said = proposing.dated(accepting.chosen(said, context=context), context=context)
    declining = any(map(refusing.answers, said))
    countering = proposing.answers(said, context=context)
    accepts = [sentence for sentence in said if accepting.answers(sentence)]
    if countering:  # there a leading number only counts the lines
        accepts = [one for one in accepts if "承諾" in one.plain]
        declining = any(map(refusing.firmly, said))
    elif declining:  # 「お引き受けできません」 holds the accepting verb
        accepts = [one for one in accepts if _still_accepts(one)]
    both = any("承諾" in one.plain and refusing.firmly(one) for one in said)
    if both or declining + countering + bool(accepts) > 1:
        raise Doubt("two_answers")
    if declining:
        return refusing.read(said, context=context)
    if countering:
        return _counter_or_question(said, context=context)
    answered = [one for one in accepts if not doubts.asks_plainly(one.plain)]
    if not answered and (question := asking.read(said)) is not None:
        return question
    if accepts:
        answering = [one for one in said if not courtesy.is_acknowledgement(one.plain)]
        return accepting.read(answering, context=context)
    raise _no_answer(said)


def _still_accepts(sentence: Sentence) -> bool:
    if refusing.answers(sentence):
        return False
    return accepting.says(doubts.without_inability(_HARD.sub("・", sentence.plain)))


def _counter_or_question(said: list[Sentence], *, context: AnswerContext) -> Meaning:
    """「期限を12/4まで延ばせますか」 names a day, but only asks."""
    try:
        return proposing.read(said, context=context)
    except Doubt as doubt:
        question = asking.read(said) if doubt.reason_code == "more_than_answer" else None
        if question is None:
            raise
        return question


def _no_answer(said: list[Sentence]) -> Doubt:
    """The likeliest reason why these words are no answer."""
    if all(courtesy.is_acknowledgement(sentence.plain) for sentence in said):
        return Doubt("acknowledged")
    for code, holds in (
        ("handed_over", doubts.hands_over),
        ("out_of_office", doubts.is_absent),
        ("relative_day", doubts.is_relative),
    ):
        if any(holds(sentence.plain) for sentence in said):
            return Doubt(code)
    try:
        for sentence in said:
            doubts.refuse_question(sentence.plain)
            doubts.refuse_any(when.without_days(sentence.plain))
    except Doubt as doubt:
        return doubt
    return Doubt("not_understood")


def _accept(meaning: Meaning, *, context: AnswerContext) -> Accept | Unclear:
    accepted = Accept(meaning.choice, meaning.starts_at)
    if meaning.code:
        return Unclear(meaning.code, partly=accepted)
    try:
        ids = people.lecturers_named(meaning.named, known=context.lecturer_names)
    except Doubt as doubt:
        return Unclear(doubt.reason_code, accepted, doubt.unknown_names)
    return Accept(meaning.choice, meaning.starts_at, ids)


def _counter(meaning: Meaning, *, context: AnswerContext) -> Counter:
    slots: tuple[tuple[datetime, datetime | None], ...] = proposing.slots(meaning, context=context)
    return Counter(slots, note=meaning.reason)
