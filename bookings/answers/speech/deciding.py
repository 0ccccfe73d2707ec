"""What chosen clauses mean together: one answer, one slot; a whole refusal; other days.

Raises Doubt where they do not agree. It judges no sentence and knows no row.
"""

import re
from datetime import date
from itertools import pairwise

from bookings.answers import accepting, proposing, when
from bookings.answers.sentences import Sentence
from bookings.answers.slot import slot_of
from bookings.answers.speech import kinds, lexicon, refusals
from bookings.answers.speech.clauses import Clause, clauses_of
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.marks import Half, Length, Weekday, Wish, marked
from bookings.answers.speech.words import Word
from bookings.answers.understood import AnswerContext, Doubt, Intent, Meaning


def accepted(spoken: list[tuple[Sentence, Said]], *, context: AnswerContext) -> Meaning:
    said = [one for _sentence, one in spoken if one.kind not in _ASIDE]
    takes = [one for one in said if one.kind == Kind.TAKES]
    _refuse_no_yes(said)
    _refuse_bare(spoken, takes=takes)
    slots = [mark for one in said for mark in one.clause.marks if isinstance(mark, kinds.EXACT)]
    named = any(one.kind in (Kind.RECEIVED, Kind.TOPIC) and one.clause.has(_ASKED) for one in said)
    if takes and all(one.loose for one in takes) and not (slots or named):
        raise Doubt("not_understood")
    parts = accepting.Parts(said=True, firm=any(not one.weak for one in takes))
    for one in said:
        _gather(one.clause, parts=parts, context=context)
        if one.kind in (Kind.TAKES, Kind.COMES):  # 「防災課の田中です」 only says who writes
            parts.names += one.clause.people
    _choose(parts, takes=takes, context=context)
    if not parts.names and any(_NEXT.search(one.raw) for one, _said in spoken):
        raise Doubt("more_than_answer")  # whoever stands below was not read
    meaning = accepting.settle(parts, context=context)
    _refuse_unmet(meaning, said=said, context=context)
    _refuse_aside(meaning, spoken=spoken, context=context)
    return meaning


_ASIDE = (Kind.REASON,)
_MOST_ASIDES = 3


def _refuse_bare(spoken: list[tuple[Sentence, Said]], *, takes: list[Said]) -> None:
    """What was done, and a lecturer named later, stand only beside a firm yes, not against it."""
    asides = sum(one.kind == Kind.ASIDE for _sentence, one in spoken)
    pending = any(one.kind == Kind.PENDING for _sentence, one in spoken)
    firm = any(not one.weak and not one.loose for one in takes)
    if asides > _MOST_ASIDES or (asides and not firm):
        raise Doubt("more_than_answer")
    if pending and (not takes or any(one.clause.people for _sentence, one in spoken)):
        raise Doubt("later")
    if spoken and spoken[0][1].kind == Kind.PENDING and spoken[0][1].weak:
        raise Doubt("later")
    for (sentence, one), (behind, two) in pairwise(spoken):
        loose = two.kind == Kind.PENDING and two.weak
        if loose and not (sentence is behind and one.kind == Kind.PENDING):
            raise Doubt("later")
        against = one.kind in (Kind.TAKES, Kind.COMES) and one.clause.words[-1].lemma in _BUT
        if against and sentence is behind and two.kind == Kind.ASIDE:
            raise Doubt("more_than_answer")


_BUT = frozenset(("が", "けれど", "けれども", "のに"))


def _refuse_aside(
    meaning: Meaning, *, spoken: list[tuple[Sentence, Said]], context: AnswerContext
) -> None:
    """Why not is said only of another wish, in one sentence."""
    about: Sentence | None = None
    for sentence, one in spoken:
        if one.kind not in _ASIDE:
            continue
        if one.kind == Kind.REASON and _is_of_other(one.clause, meaning=meaning, context=context):
            about = sentence
        elif one.clause.marks or sentence is not about:
            raise Doubt("more_than_answer")


def _refuse_no_yes(said: list[Said]) -> None:
    yes = any(
        one.kind == Kind.TAKES or (one.kind == Kind.COMES and one.weak) or _is_number(one)
        for one in said
    )
    if yes:
        return
    received = any(one.kind == Kind.RECEIVED for one in said)
    only_read = received and all(one.kind in (Kind.RECEIVED, Kind.KIND) for one in said)
    raise Doubt("acknowledged" if only_read else "not_understood")


_ALSO = frozenset("も は 出来る 可能".split())  # 「21日はお引き受けできます」: perhaps others too


def _choose(parts: accepting.Parts, *, takes: list[Said], context: AnswerContext) -> None:
    """A wish by its day or weekday alone: 「12月21日にお引き受けします」, 「土曜日の方で」."""
    if parts.ranks or context.asked_day is None:
        return
    firm = [
        one.clause
        for one in takes
        if (not one.weak or _names_moment(one.clause)) and not one.clause.has(_ALSO)
    ]
    marks = [mark for clause in firm for mark in clause.marks]
    days = {mark for mark in marks if isinstance(mark, date)}
    bare = {mark.number for mark in marks if isinstance(mark, when.DayOnly)}
    weekdays = {mark.number for mark in marks if isinstance(mark, Weekday)}
    if set(parts.days) != days or set(parts.bare) != bare:
        return
    if not (days or bare or weekdays) or context.asked_day in days:
        return
    fitting = [
        wish.rank
        for wish in context.wishes
        if days <= {wish.day} and bare <= {wish.day.day} and weekdays <= {wish.day.weekday()}
    ]
    if all(one.weak for one in takes):  # 「12月21日14時でお願いします」: that wish to the minute
        told = {span.starts for span in parts.spans}
        fitting = [
            w.rank for w in context.wishes if w.rank in fitting and w.exact and told <= {w.starts}
        ]
    if len(fitting) == 1 and fitting != [1]:
        parts.ranks += fitting


def _names_moment(clause: Clause) -> bool:
    named = any(isinstance(mark, date | when.DayOnly) for mark in clause.marks)
    return named and "願う" in clause.lemmas and kinds.known(clause.words, _OF_MOMENT)


_OF_MOMENT = lexicon.group(
    "の から より ~ で にて に 御 願う 為る 致す ます 申し上げる と 思う 存じる 出来る ば たい です だ 開始 スタート 日 日程 日時 曜 ( ) 、 方 何とぞ 宜しく 宜しい"
)


def _refuse_unmet(meaning: Meaning, *, said: list[Said], context: AnswerContext) -> None:
    """A weekday that is not the slot's."""
    marks = [mark for one in said for mark in one.clause.marks]
    weekdays = {mark.number for mark in marks if isinstance(mark, Weekday)}
    slot = slot_of(meaning.choice, context=context) if weekdays else None
    if weekdays and (slot is None or weekdays != {slot.day.weekday()}):
        raise Doubt("weekday_differs")


def _is_of_other(clause: Clause, *, meaning: Meaning, context: AnswerContext) -> bool:
    """「第1希望の日は訓練が入っております」, where another one is taken."""
    if meaning.choice in (None, 1) or not clause.marks:
        return False
    taken = {wish.day for wish in context.wishes if wish.rank == meaning.choice}
    others = context.known_days - taken
    return all(
        (isinstance(mark, Wish) and mark.number != meaning.choice)
        or (isinstance(mark, date) and mark in others)
        or (isinstance(mark, when.DayOnly) and mark.number in {day.day for day in others})
        for mark in clause.marks
    )


_ASKED = frozenset(("件", "依頼", "講座"))


_NEXT = re.compile(r"(?:下記|次|左記|以下)の?(?:者|職員|講師)")


def _is_number(said: Said) -> bool:
    """「3 10:30~」: a wish's number, perhaps an hour, and no word."""
    words = said.clause.words
    alone = all(word.mark is not None or word.kind == "補助記号" for word in words)
    timed = any(isinstance(word.mark, when.Span) for word in words)
    return said.kind == Kind.SLOT and alone and timed and isinstance(words[0].mark, Wish)


def _gather(clause: Clause, *, parts: accepting.Parts, context: AnswerContext) -> None:
    for mark in clause.marks:
        match mark:
            case Wish(number):
                parts.ranks.append(number)
            case when.DayOnly(number):
                parts.bare.append(number)
            case when.Span():
                parts.spans.append(mark)
            case Half(name):
                parts.halves.append(name)
            case date():
                parts.days.append(mark)
            case Length(minutes) if context.minutes and minutes != context.minutes:
                raise Doubt("length_differs")


def names_new_day(said: list[tuple[Sentence, Said]], *, context: AnswerContext) -> bool:
    """A day that nobody asked for, in words that offer it."""
    offered = [one for _s, one in said if one.kind == Kind.OFFERS]
    days = {mark for one in offered for mark in one.clause.marks if isinstance(mark, date)}
    return bool(days - context.known_days) and any(not one.weak for one in offered)


def countered(said: list[tuple[Sentence, Said]], *, context: AnswerContext) -> Meaning:
    written = proposing.Written()
    for sentence, one in said:
        if _is_said_in_full(one, said=said):
            continue
        if one.kind in (Kind.OFFERS, Kind.SLOT):
            found = [_piece(word) for word in one.clause.words]
            if any(isinstance(piece, when.DayOnly) for piece in found):
                raise Doubt("no_date")
            proposing.take([piece for piece in found if piece is not None], written=written)
        elif one.kind == Kind.REASON:
            written.notes.append(sentence.raw)
    if {day.day for day in written.days} & context.known_days or _leaves_asked(
        said, context=context
    ):
        raise Doubt("two_answers")
    return proposing.settle(written, context=context)


def _is_said_in_full(one: Said, *, said: list[tuple[Sentence, Said]]) -> bool:
    """「14日の10時でしたら」, where 12月14日10時 stands in another clause."""
    marks = one.clause.marks
    if not marks or not all(isinstance(mark, when.DayOnly | when.Span) for mark in marks):
        return False
    others = [mark for _s, other in said if other is not one for mark in other.clause.marks]
    days = {mark.day for mark in others if isinstance(mark, date)}
    spans = [mark for mark in marks if isinstance(mark, when.Span)]
    bare = [mark.number for mark in marks if isinstance(mark, when.DayOnly)]
    return len(bare) == 1 and set(bare) <= days and all(span in others for span in spans)


def _leaves_asked(said: list[tuple[Sentence, Said]], *, context: AnswerContext) -> bool:
    """Why another wish cannot be, and no word of the asked day."""
    marks = [mark for _s, one in said if one.kind == Kind.REASON for mark in one.clause.marks]
    days = {mark for mark in marks if isinstance(mark, date)} & context.known_days
    wishes = {mark.number for mark in marks if isinstance(mark, Wish)}
    if {mark for mark in marks if isinstance(mark, date)} - context.known_days:
        return True
    bare = {mark.number for mark in marks if isinstance(mark, when.DayOnly)}
    if bare - {day.day for day in context.known_days}:
        return True
    if any(refusals.is_whole(one.clause) for _s, one in said):
        return False
    return (bool(days) and context.asked_day not in days) or (bool(wishes) and 1 not in wishes)


def _piece(word: Word) -> when.Piece | None:
    if isinstance(word.mark, date | when.Span | when.DayOnly):
        return word.mark
    if isinstance(word.mark, Half):
        return word.mark.name
    return None if word.mark is not None else word.surface


def declined(
    said: list[tuple[Sentence, Said]], *, also_yes: bool, context: AnswerContext
) -> Meaning:
    if also_yes:
        raise Doubt("two_answers")
    aside = [one for _s, one in said if one.kind not in (Kind.REFUSES, Kind.REASON)]
    if any(isinstance(mark, Wish | when.Span | Half) for one in aside for mark in one.clause.marks):
        raise Doubt("two_answers")  # 「2」 above a refusal
    refuses = [one for _s, one in said if one.kind == Kind.REFUSES]
    if not any(one.clause.has(lexicon.REFUSE) for one in refuses) and _names_some(
        [one for _s, one in said], context=context
    ):
        raise Doubt("condition")
    sorry = any(one.kind == Kind.SORRY or _APOLOGY.search(one.clause.text) for _s, one in said)
    sorry = sorry or any(_names_ask(one.clause) for _s, one in said)
    whole = any(refusals.is_whole(one.clause) for _s, one in said) or len(context.wishes) == 1
    if all(one.weak for one in refuses) and not (sorry or whole):
        raise Doubt("condition")
    told = dict.fromkeys(
        sentence.raw
        for sentence, one in said
        if one.kind in (Kind.REASON,) or (one.kind == Kind.REFUSES and len(one.clause.words) > 8)
    )
    return Meaning(Intent.DECLINE, reason="\n".join(told))


_APOLOGY = re.compile(r"ご了承|ご容赦|申し訳(?:あり|ござい|ない)|残念")


def _names_ask(clause: Clause) -> bool:
    """「標記について、…」: the whole ask."""
    return not clause.marks and bool(_OF_ASK.match(clause.text))


_OF_ASK = re.compile(
    r"(?:標記|標題|表題|本件|ご依頼|このこと)(?:の(?:件|こと))?(?:に|は|です|、|$)"
)


def leaves_wishes(said: list[Sentence], *, context: AnswerContext) -> bool:
    """「17日と21日は…お引き受けできません」: the third wish may still be possible."""
    clauses = [
        one for sentence in said for one in clauses_of(marked(sentence.plain, context=context))
    ]
    if any(clause.has(lexicon.REFUSE) for clause in clauses):
        return False
    return _names_some([Said(Kind.REASON, clause) for clause in clauses], context=context)


def _names_some(said: list[Said], *, context: AnswerContext) -> bool:
    """Some of the wished days, not all: the others may still be possible."""
    marks = [mark for one in said for mark in one.clause.marks]
    days = {mark for mark in marks if isinstance(mark, date)} & context.known_days
    bare = {mark.number for mark in marks if isinstance(mark, when.DayOnly)}
    wishes = {mark.number for mark in marks if isinstance(mark, Wish)}
    weekdays = {mark.number for mark in marks if isinstance(mark, Weekday)}
    if not (days or bare or wishes or weekdays) or any(
        refusals.is_whole(one.clause) for one in said
    ):
        return False
    if any("まで" in "".join(one.clause.lemmas) for one in said) and _spans_all(
        marks, context=context
    ):
        return False
    named = {
        wish.rank
        for wish in context.wishes
        if wish.day in days or wish.day.day in bare or wish.day.weekday() in weekdays
    } | wishes
    return named < {wish.rank for wish in context.wishes}


def _spans_all(marks: list[object], *, context: AnswerContext) -> bool:
    """「12月14日から24日まで」 holds every wish."""
    days = [mark for mark in marks if isinstance(mark, date)]
    bare = [mark.number for mark in marks if isinstance(mark, when.DayOnly)]
    if not days:
        return False
    ends = [*days, *(days[0].replace(day=min(number, 28)) for number in bare)]
    return all(min(days) <= day <= max(ends) for day in context.known_days)
