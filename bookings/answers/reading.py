"""What a plain-text answer means. Only one unmistakable meaning counts; all else is Unclear.

This module and its neighbours decide; they act on nothing, and know no row, mail or clock.
"""

from bookings.answers import accepting, courtesy, doubts, proposing, refusing
from bookings.answers.sentences import Sentence, sentences
from bookings.answers.understood import AnswerContext, Doubt, Unclear, Understood


def read(text: str, *, context: AnswerContext) -> Understood:
    """Read one mail's text by the grammar that the ask explains: 承諾 / 辞退 / 別日."""
    try:
        return _read(sentences(text, context=context), context=context)
    except Doubt as doubt:
        return Unclear(doubt.reason_code, doubt.partly, doubt.unknown_names)


def _read(said: list[Sentence], *, context: AnswerContext) -> Understood:
    declining = any(map(refusing.answers, said))
    countering = any(map(proposing.answers, said))
    accepting_at = [sentence for sentence in said if accepting.answers(sentence)]
    if countering:  # there a leading number only counts the lines
        accepting_at = [sentence for sentence in accepting_at if "承諾" in sentence.plain]
    if declining + countering + bool(accepting_at) > 1:
        raise Doubt("two_answers")
    if declining:
        return refusing.read(said, context=context)
    if countering:
        return proposing.read(said, context=context)
    if accepting_at:
        answering = [one for one in said if not courtesy.is_acknowledgement(one.plain)]
        return accepting.read(answering, context=context)
    raise _no_answer(said)


def _no_answer(said: list[Sentence]) -> Doubt:
    """The likeliest reason why these words are no answer."""
    if all(courtesy.is_acknowledgement(sentence.plain) for sentence in said):
        return Doubt("acknowledged")
    try:
        for sentence in said:
            doubts.refuse_question(sentence.plain)
            doubts.refuse_any(sentence.plain)
    except Doubt as doubt:
        return doubt
    return Doubt("not_understood")
