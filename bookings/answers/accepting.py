"""「承諾」 or a wish's number, perhaps a start time, perhaps the lecturer: nothing may be left over."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from bookings.answers import courtesy, doubts, people, signatures, when
from bookings.answers.accept_words import (
    AFTER_SLOT,
    ANSWERS,
    BESIDE,
    CHOSEN,
    GLUE,
    HOUR,
    INSTEAD,
    LOOKED,
    PART_OF_DAY,
    RESTATED,
    number_of,
    take_ranks,
    take_words,
    without_topic,
)
from bookings.answers.sentences import Sentence
from bookings.answers.slot import Slot, slot_of
from bookings.answers.understood import AnswerContext, Doubt, Intent, Meaning, Proposal

_T = TypeVar("_T")
_SIGNED_BESIDE = re.compile(r"(?:ます|です|ました)\s+[^\s\d]{1,5}(?:\s[^\s\d]{1,5})?$")
_SAMPLE = re.compile(r"(?:記入|回答)?例(?!の)|見本|サンプル|テスト|下書き|写し|案(?:\s|:|$)")
_OTHER_VISIT = re.compile(  # 「お話を伺います」, 「下見に伺います」: another errand
    r"を\s?お?(?:伺[いうっ]|うかが)|(?:打ち?合わ?せ|打合せ|下見|挨拶|説明|相談|取り|確認|見学|準備|届け|搬入|様子を見)(?:の(?:ため|件))?に\s?お?(?:伺|うかが|参|まい|行)"
)
_ONE_THING = re.compile(  # 「日程は承諾します」: and the rest of the ask?
    r"(?:日時|日程|時間|時刻|内容|会場|人数|謝礼|講師)(?:は|については|に関しては|のみ|だけ)[、,]?\s*承諾|講師を承諾"
)
_HALVES = {"午前": range(0, 12), "午後": range(12, 18), "夕方": range(15, 20), "夜": range(17, 24)}


@dataclass
class Parts:
    """What an acceptance says, piece by piece."""

    said: bool = False
    firm: bool = False
    ranks: list[int] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    spans: list[when.Span] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    restated: bool = False


def answers(sentence: Sentence) -> bool:
    """Whether the sentence looks like an acceptance."""
    return says(sentence.plain)


def says(text: str) -> bool:
    return bool(ANSWERS.search(text))


def chosen(said: list[Sentence], *, context: AnswerContext) -> list[Sentence]:
    """「第2希望であれば対応可能です」, and no other word: that wish is taken."""
    said = [one for one in said if not courtesy.is_acknowledgement(one.plain)] or said
    if context.asked_exact is False and len(said) == 1 and (hour := HOUR.fullmatch(said[0].plain)):
        return [Sentence(said[0].raw, f"{hour['hour']} 承諾")]
    said = _without_other_wish(said, context=context)
    if len(said) != 1 or not (
        found := CHOSEN.fullmatch(without_topic(said[0].plain).strip("\t 、,"))
    ):
        return said
    return [Sentence(said[0].raw, f"{found['wish'].strip()} 承諾")]


def _without_other_wish(said: list[Sentence], *, context: AnswerContext) -> list[Sentence]:
    """「第1希望は会議のため伺えませんので、第2希望でお願いします」: the second half answers."""
    text = "、".join(one.plain for one in said)
    found = INSTEAD.fullmatch(text) if len(said) < 3 else None
    if found is None or not when.known_days_only(
        found["why"], today=context.today, known={context.asked_day} if context.asked_day else set()
    ):
        return said
    why = when.without_days(found["why"])
    try:
        doubts.refuse_in_note(re.sub(r"第\s*[1一](?:ご?希望)?(?:日)?|[のは\s、]$", "・", why))
    except Doubt:
        return said
    return [Sentence("\n".join(one.raw for one in said), found["wish"].strip(" 、"))]


def read(said: list[Sentence], *, context: AnswerContext) -> Meaning:
    if any(_SAMPLE.match(sentence.plain) for sentence in said):
        raise Doubt("not_understood")
    if any(_OTHER_VISIT.search(one.plain) or _ONE_THING.search(one.plain) for one in said):
        raise Doubt("more_than_answer")
    parts = Parts()
    plain = [LOOKED.sub("\t", sentence.plain) for sentence in said]
    texts = [_without_restating(text, parts=parts) for text in plain]
    for text in texts:
        doubts.refuse_any(text)
    for text in texts:
        _gather(text, parts=parts, context=context)
    return settle(parts, context=context)


def settle(parts: Parts, *, context: AnswerContext) -> Meaning:
    """What was gathered, as one acceptance of one slot."""
    if not (parts.said or parts.ranks):
        raise Doubt("not_understood")
    rank = _only(parts.ranks, otherwise="several_wishes")
    span = _only(parts.spans, otherwise="several_times")
    named = "、".join(dict.fromkeys(parts.names))
    lecturers = tuple(dict.fromkeys(people.names_in(named, known=context.lecturer_names)))
    slot = slot_of(rank, context=context)
    starts = span.starts if span else slot.starts.time() if slot and slot.starts else None
    _check_halves(parts, starts=starts)
    if slot is not None:
        _check_slot(parts, slot=slot, context=context)
    accepted = Meaning(
        Intent.ACCEPT,
        choice=rank,
        start=span.starts if span else None,
        named=named,
        lecturers=lecturers,
    )
    return _settled(accepted, slot=slot, span=span, parts=parts, context=context)


def _without_restating(text: str, *, parts: Parts) -> str:
    """「第2で、午後なら14時から」: a condition in form, which only names the wish's part of the day."""
    if not number_of(text):
        return text
    found = RESTATED.sub(r"\1の", text)
    parts.restated = parts.restated or found != text
    return found


def _gather(text: str, *, parts: Parts, context: AnswerContext) -> None:
    days, rest = when.take_days(text, today=context.today)
    spans, rest = when.take_spans(rest)
    bare, rest = when.take_bare(rest)
    parts.bare += bare
    rest = without_topic(AFTER_SLOT.sub("\t", _without_length(rest, context=context)))
    words, rest = take_words(rest, has_slot=bool(days or bare or spans or number_of(rest)))
    parts.firm = parts.firm or words == "firm"
    ranks, rest = take_ranks(rest)
    if spans or ranks:
        parts.halves += PART_OF_DAY.findall(rest)
        rest = PART_OF_DAY.sub("\t", rest)
    rest = _without_sender(AFTER_SLOT.sub("\t", rest))
    if _SIGNED_BESIDE.search(text) and not people.says_role(text):
        raise Doubt("more_than_answer")  # 「承諾します 平井」: the lecturer, or who writes?
    fragments = [one.strip() for one in re.split(r"[\t()/]+:?|(?<=\s)、|、(?=\s)", rest)]
    if fragments and (ahead := fragments[0].strip(" 、,・")) and not rest.startswith("\t"):
        _refuse_ahead(ahead, context=context)
    left = [word for one in fragments if (word := _bare(one)) and not GLUE.fullmatch(word)]
    parts.said = parts.said or bool(words)
    parts.ranks += ranks
    parts.days += days
    parts.spans += spans
    for fragment in left:
        _take_rest(fragment, parts=parts, beside=bool(words or ranks or spans), context=context)


def _bare(fragment: str) -> str:
    """Without the particles that belong to the time or wish before it."""
    return BESIDE.sub("", fragment.strip(" 、,・")).strip(" 、,・")


def _without_sender(text: str) -> str:
    """「(防災課 平井)」 is a signature, wherever it stands."""
    return re.sub(
        r"\(([^()\t]{2,30})\)",
        lambda found: "\t" if signatures.is_section(found[1]) else found[0],
        text,
    )


def _refuse_ahead(text: str, *, context: AnswerContext) -> None:
    """Before the answer's words a name stands only with 「講師は」 or 「が伺います」."""
    named = people.says_role(text) or text in {name for _id, name, _kana in context.lecturer_names}
    alone = people.is_name(text, known=context.lecturer_names)
    if not (named or alone or GLUE.fullmatch(text) or people.is_nobody(text)):
        raise Doubt("more_than_answer")


def _take_rest(fragment: str, *, parts: Parts, beside: bool, context: AnswerContext) -> None:
    if people.is_nobody(fragment):
        return
    if beside or people.says_role(fragment):
        if not (name := people.bare_names(fragment)):
            raise Doubt("more_than_answer")  # 「講師は承諾」: and the department?
        parts.names.append(name)
    elif not (
        (parts.said or parts.ranks) and people.is_name(fragment, known=context.lecturer_names)
    ):
        raise Doubt("more_than_answer")  # a name alone below the answer may be the sender's


def _without_length(text: str, *, context: AnswerContext) -> str:
    """「(60分)」 beside a time only repeats the lecture's length."""
    length = re.search(r"\(?(?:約)?(\d{2,3})分間?\)?", text)
    if length and context.minutes and int(length[1]) != context.minutes:
        raise Doubt("length_differs")
    return text.replace(length[0], "\t") if length else text


def _only(found: list[_T], *, otherwise: str) -> _T | None:
    if len(set(found)) > 1:
        raise Doubt(otherwise)
    return found[0] if found else None


def _check_halves(parts: Parts, *, starts: time | None) -> None:
    halves = {half[:2].rstrip("間の中") for half in parts.halves}
    if starts and any(starts.hour not in _HALVES.get(half, ()) for half in halves):
        raise Doubt("several_times")


def _check_slot(parts: Parts, *, slot: Slot, context: AnswerContext) -> None:
    if slot.day < context.today:
        raise Doubt("past_or_far")
    if any(day != slot.day for day in parts.days) or set(parts.bare) - {slot.day.day}:
        raise Doubt("date_differs")


def _settled(
    accepted: Meaning,
    *,
    slot: Slot | None,
    span: when.Span | None,
    parts: Parts,
    context: AnswerContext,
) -> Meaning:
    """With the start that it means; a start outside the usable hours is another proposal."""
    weak = not (parts.firm or parts.ranks)
    if slot is None and weak and (parts.days or parts.bare):
        raise Doubt("not_understood")
    if slot is None:
        return _unasked(accepted, parts=parts)
    if span is None:
        if slot.starts is None:
            return _with(accepted, code="no_time")
        return _with(accepted, starts_at=slot.starts if slot.is_part_of_day else None)
    starts = datetime.combine(slot.day, span.starts, tzinfo=context.zone)
    if weak and slot.starts is not None and starts != slot.starts:
        raise Doubt("not_understood")
    if span.ends is not None:
        ends = datetime.combine(slot.day, span.ends, tzinfo=context.zone)
        if ends - starts != timedelta(minutes=context.minutes):
            raise Doubt("length_differs")
    if slot.allows(starts, minutes=context.minutes):
        return _with(accepted, starts_at=starts)
    if parts.restated:
        raise Doubt("condition")
    proposal = Proposal(slot.day, span.starts)
    return Meaning(Intent.COUNTER, proposals=(proposal,), reason=accepted.named)


def _unasked(accepted: Meaning, *, parts: Parts) -> Meaning:
    """Nothing is known of the ask: a day in the answer may or may not be the asked one."""
    if len(set(parts.days)) > 1:
        raise Doubt("date_differs")
    return _with(accepted, code="")


def _with(meaning: Meaning, *, code: str = "", starts_at: datetime | None = None) -> Meaning:
    return Meaning(
        meaning.intent,
        code=code,
        choice=meaning.choice,
        start=meaning.start,
        starts_at=starts_at,
        named=meaning.named,
        lecturers=meaning.lecturers,
    )
