"""What a plain-text answer means. Only one unmistakable meaning counts; all else is unclear.

This module and its neighbours decide; they act on nothing, and know no row, mail or clock.
"""

import re
from dataclasses import replace
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
    subjects,
    when,
)
from bookings.answers.folding import spoken
from bookings.answers.sentences import Sentence, own_lines, sentences
from bookings.answers.speech import deciding, hearing, leftovers, letters, misgivings, tables
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


def meaning_of(text: str, *, context: AnswerContext, subject: str = "") -> Meaning:
    """What one mail says by the grammar that the ask explains: 承諾 / 辞退 / 別日."""
    found = _meaning_of_text(text, context=context)
    code = subjects.against(subject, found.intent) if found.applies else ""
    return Meaning(Intent.UNCLEAR, code) if code else found


def _meaning_of_text(text: str, *, context: AnswerContext) -> Meaning:
    text = tables.as_lines(text)
    try:
        said = sentences(text, context=context)
        plainly = leftovers.checked(_meaning_of(said, context=context), said, context=context)
    except Doubt as doubt:
        plainly = Meaning(Intent.UNCLEAR, doubt.reason_code)
    return _checked_whole(_also_as_letter(text, plainly, context=context), text, context=context)


def _checked_whole(found: Meaning, text: str, *, context: AnswerContext) -> Meaning:
    """Every line of the sender's, with what looks like courtesy."""
    if not found.applies:
        return found
    if misgivings.is_changed_form(text):
        return Meaning(Intent.UNCLEAR, "negation")
    try:
        lines = [spoken(line.plain) for line in own_lines(text, context=context)]
    except Doubt:
        return found  # below an older mail: its own sentences were read alone
    decides = found.intent in (Intent.ACCEPT, Intent.DECLINE)
    if decides and any(
        doubts.asks_inside(line) and not courtesy.is_courtesy(line) for line in lines
    ):
        return Meaning(Intent.UNCLEAR, "question")
    try:
        misgivings.refuse_swallowed(found, "。".join(lines))
    except Doubt as doubt:
        return Meaning(Intent.UNCLEAR, doubt.reason_code)
    return found


def _also_as_letter(text: str, plainly: Meaning, *, context: AnswerContext) -> Meaning:
    """A letter's frame and list of facts, where it is one: both readings must agree."""
    try:
        found = letters.as_sentences(own_lines(text, context=context), context=context)
        if found is None:
            return plainly
        said, reason = found
        lettered = leftovers.checked(hearing.hear(said, context=context), said, context=context)
    except letters.Differs as doubt:
        return Meaning(Intent.UNCLEAR, doubt.reason_code) if plainly.applies else plainly
    except Doubt:
        return plainly
    if plainly.applies and not _agree(plainly, lettered):
        return Meaning(Intent.UNCLEAR, "two_answers")
    if reason and lettered.intent != Intent.ACCEPT:
        told = "\n".join(filter(None, (lettered.reason, reason)))
        return replace(lettered, reason=told)
    return Meaning(Intent.UNCLEAR, "more_than_answer") if reason else lettered


def _meaning_of(said: list[Sentence], *, context: AnswerContext) -> Meaning:
    """By the grammar's own short forms first; else word by word."""
    try:
        first = _meaning(said, context=context)
        if first.intent == Intent.DECLINE and deciding.leaves_wishes(said, context=context):
            raise Doubt("condition")
        if first.intent != Intent.QUESTION:
            return first
    except Doubt as doubt:
        try:
            return hearing.hear(said, context=context)
        except Doubt:
            raise doubt from None
    return _offer_in(said, context=context) or first


def _agree(one: Meaning, two: Meaning) -> bool:
    """The same answer; what only one of them names contradicts nothing."""
    pairs = ((one.choice, two.choice), (one.start, two.start), (one.lecturers, two.lecturers))
    return one.intent == two.intent and not any(a and b and a != b for a, b in pairs)


def _offer_in(said: list[Sentence], *, context: AnswerContext) -> Meaning | None:
    """「Could we do December 10 instead?」 asks, and proposes."""
    try:
        heard = hearing.hear(said, context=context)
    except Doubt:
        return None
    return heard if heard.intent == Intent.COUNTER and heard.applies else None


def read(text: str, *, context: AnswerContext, subject: str = "") -> Understood:
    """The same, with the lecturers of the department's list and moments of the venue's zone."""
    meaning = meaning_of(text, context=context, subject=subject)
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
        Sentence(one.raw, asked.without_title(one.plain, sent_text=context.sent_text), one.whole)
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
