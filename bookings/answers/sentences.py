"""A mail's own words as sentences, without greetings and signature."""

import re
from dataclasses import dataclass

from bookings.answers import (
    changed,
    courtesy,
    doubts,
    english,
    forms,
    notices,
    people,
    signatures,
    when,
)
from bookings.answers.folding import plain, spoken
from bookings.answers.newtext import Line, new_lines
from bookings.answers.understood import AnswerContext, Doubt
from lectures import eras

_LONGEST_TEXT = 60_000
_LONGEST_LINE = 400
_MOST_LINES = 5_000
_MOST_NEW = 120
_WIDE = 44  # columns from which a line without a full stop may have been broken by a program
_END = re.compile(
    r"[。｡!！]+|(?<=[?？])|(?<=[a-z)]{2})(?<![A-Z][a-z]{2})\.(?=\s|$)|(?<=\d)\.(?=\s+[A-Z])"
)
_ENDED = re.compile(r"[。｡.!！?？:：;]\s*$")
_CLOSED = re.compile(r"[」』)）】\]］=_*~-]\s*$")
_RUNS_ON = re.compile(r"[、，]\s*$|\([^()]*$")
_RUNS_OUT = re.compile(r"(?:~|-|から|より)\s*$")
_TIME_LAST = re.compile(r"(?:\d:\d\d|時|半|分)\s*$")
_DASH_FIRST = re.compile(r"^-\s?\d{1,2}\s*(?::|時)")
_TIME_FIRST = re.compile(r"^(?:午[前後])?\d{1,2}\s*(?::\d|時)")
_RUNS_IN = re.compile(
    r"^\s*(?:~|でお|で承|でよろ|を希望|をお|にて|から|より|まで|が伺|がお|に伺|にお|に変|の(?:件|日|た|ほう|方)|ので|ため)"
)
_REFERENCE = re.compile(
    r"(?:受付番号\s*[:は]?\s*)?[\[(【]?\s*(?<![A-Za-z])(?P<bare>[RHS]\s*\d{1,2}\s*-\s*\d{1,6})(?!\d)\s*[\])】]?"
    r"(?:\s*の?件?(?:について|につきまして|ですが)?)?[、,]?\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:[・■●○◇◆*※→]\s*(?=\S)|はい[、,]\s*)?(?:(?:ご?回答|ご?返答|お?返事|ご?返信)(?:内容)?\s*[:→]\s*)?"
)
_COMMAS = re.compile(r"[、,\s]*[、,][、,\s]*[、,][、,\s]*")
_ARROW = re.compile("[→⇒➡➔➜⟶⇨►▶]|-+>|=+>")
_LABELS_ARROW = re.compile(
    r"[・■●○◇◆*※\s]*(?:(?:ご?(?:回答|返答|返信)|お?返事|可否|諾否|番号|希望番号)(?:内容|欄)?)?\s*"
)
_TRAILS_OFF = re.compile(r"[…‥]|\.{3}|・・")
_LETTER_DATE = re.compile(
    r"(?:(?:令和|R)?\s?\d{1,4}\s?[年/.])?\s?\d{1,2}\s?[月/.]\s?\d{1,2}\s?日?付(?:け)?(?:の(?:メール|文書|依頼)?)?(?:で|にて|の)?"
)
_TITLED = re.compile(
    r"^[【<〈\[(]\s*(?:ご?回答|お?返事|ご?返信|ご?返答)(?:欄|内容)?\s*[】>〉\])]\s*[:→]?\s*"
)
_FIELD = re.compile(
    r"^(?:(?:ご?回答|ご?返答|可否|諾否|承諾の可否|承諾・辞退|回答番号|希望番号|番号)\s*[:はを]?\s+(?=\S)|(?:可否|諾否|承諾の可否|回答番号|希望番号|番号)\s*:\s*"
    r"|(?:開始(?:時刻|時間)?|時刻|時間|(?:実施|開催|派遣)?日(?:時|程)?)\s*[:は]?\s*(?=午[前後]|令和|R\s?\d|\d{1,4}\s*[年/月:時.]))"
)
_NUMBERED = re.compile(
    r"^\(?\d{1,2}[).]?\s+(?=(?:開始|時刻|時間|日時|諾否|可否|講師|担当|回答|理由|備考|派遣|会場|実施))"
)
_BRACKETED = re.compile(r"^[「『【\[(]\s*(承諾|辞退|別日)\s*[」』】\])]")
_GREETED = re.compile(
    r"^(?:(?:いつも|平素より|毎度|大変)*お?世話(?:に|様|さま)?(?:なって(?:い|お)ります|なります|です)|お疲れ(?:様|さま)です)[、,\s]+"
)
_THANKS_AHEAD = re.compile(
    r"(?:[、,\s]*|ので[、,\s]*)(?:以上)?[、,\s]*(?:(?:どうぞ|何卒|何とぞ|当日は?)*(?:よろしく|宜しく)(?:お願い|おねがい?)(?:(?:いた|致)?し(?:まし|ま)?す?|申し?[上あ]げます)"
    r"|ありがとうございま(?:す|した))\s*$"
)
_CUT_NUMBER = re.compile(r"承諾[^\n]{0,50}[^\d第]\d$")  # may be the beginning of 「承諾 10:00」
_ESCAPES_LOST = re.compile(r"\$[B@][!-~]{4,}\([BJ]")
_OLDER = re.compile(
    r"承諾|辞退|別日|別の日|受け|断|伺|行け|可能|\d\s*[月/]\s*\d|\d\s*[:時]|OK|[?？]|accept|decline",
    re.IGNORECASE,
)
_ACCEPTS = re.compile(
    r"承諾|第?[1-3](?:希望|番)?(?:$|[\s、でを])|.{0,40}(?:お引き?受け|お受け|承諾)(?:いた)?します"
)
_REFUSES = re.compile(r"辞退|できません|お断り|かねます")
_AGAINST_YES = re.compile(
    r"辞退|断|別[のな]?日|ない|ません|無理|難|厳|変更|延期|ただし|但し|条件|まで|だけ|のみ|以外|\d\s*[月/]\s*\d|\d\s*[:時]|第\s*\d|declin|cannot|n't|only",
    re.IGNORECASE,
)
_AGAINST_NO = re.compile(
    r"承諾|受け(?!られ)|行け(?!ない|ません)|伺(?!え(?:ない|ません))|可能(?!でない)|別[のな]?日|変更|延期|OK|\d\s*[月/]\s*\d|\d\s*[:時]|第\s*\d|accept|can do",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """`raw` as written; `plain` folded for matching, without labels and our own reference.

    `whole`: folded too, with the greeting or thanks around it.
    """

    raw: str
    plain: str
    whole: str = ""


def sentences(text: str, *, context: AnswerContext) -> list[Sentence]:
    """What the sender says. Raises Doubt where even that cannot be told."""
    lines = checked_lines(text, context=context)
    lines = forms.marked(_joined(_without_older(_without_signature(lines, context=context))))
    said = _without_courtesy(lines, context=context)
    if not said:
        raise Doubt("empty")
    return said


def own_lines(text: str, *, context: AnswerContext) -> list[Line]:
    """The sender's lines as they stand, for a letter: Doubt where an older mail could answer."""
    return forms.marked(_without_older(checked_lines(text, context=context)))


def checked_lines(text: str, *, context: AnswerContext) -> list[Line]:
    """The new lines of a mail that is whole, of this ask, and not changed by hand."""
    if "\ufffd" in text or _ESCAPES_LOST.search(text):
        raise Doubt("undecodable")
    if len(text) > _LONGEST_TEXT or text.count("\n") > _MOST_LINES:
        raise Doubt("too_long")
    lines = new_lines(text, sent_text=context.sent_text)
    if not lines:
        raise Doubt("empty")
    if len(lines) > _MOST_NEW or max(len(line.plain) for line in lines) > _LONGEST_LINE:
        raise Doubt("too_long")
    if _CUT_NUMBER.search(plain(text[-60:])):
        raise Doubt("cut_line")
    changed.refuse(text, sent_text=context.sent_text)
    _refuse_other_cases(lines, context=context)
    _refuse_changed(lines)
    return lines


def _refuse_other_cases(lines: list[Line], *, context: AnswerContext) -> None:
    named = {found for line in lines for found in eras.references_in(line.raw)}
    own = {eras.parse_reference(context.reference)} if context.reference else set()
    if named - own:
        raise Doubt("other_case")


def _refuse_changed(lines: list[Line]) -> None:
    """「承諾・辞退 → 承諾」, 「承諾…」: changed, or not quite said. 「回答 → 承諾」 is a label."""
    for line in lines:
        if line.doubtful:
            continue
        ahead, arrow, _rest = _ARROW.sub("→", line.raw).partition("→")
        if arrow and not _LABELS_ARROW.fullmatch(plain(ahead)):
            raise Doubt("two_answers" if _OLDER.search(plain(ahead)) else "not_understood")
        if _TRAILS_OFF.search(line.raw) and _OLDER.search(line.plain):
            raise Doubt("later")


def _without_signature(lines: list[Line], *, context: AnswerContext) -> list[Line]:
    kept: list[Line] = []
    contacts = [signatures.is_contact(line.plain) for line in lines]
    signed = [
        signatures.is_signed(line.plain) or signatures.is_labelled(line.plain) for line in lines
    ]
    last_of_sender = max((at for at in range(len(lines)) if contacts[at] or signed[at]), default=-1)
    below_rule, signs, event = False, False, False
    for at, line in enumerate(lines):
        of_sender = contacts[at] or (bool(kept) and (signed[at] or _is_signed_by(line)))
        if signatures.is_rule(line.plain):
            below_rule = at < last_of_sender or (signs and bool(kept))
        elif of_sender:
            signs = signs or bool(kept)
        elif signs and _is_notice(line, framed=below_rule, after_event=event, context=context):
            event = True
            continue
        elif not (below_rule and signatures.is_ornament(line.plain)):
            kept.append(line)
            signs = False
        event = False
    return kept


def _is_notice(line: Line, *, framed: bool, after_event: bool, context: AnswerContext) -> bool:
    """Hours below any signature; campaigns and slogans only where a row of marks frames it."""
    known, today = context.known_days, context.today
    if notices.is_hours(line.plain, known=known, today=today):
        return True
    if after_event and notices.is_weather(line.plain):
        return True
    return framed and notices.is_event(line.plain, known=known, today=today)


def _is_signed_by(line: Line) -> bool:
    """A name alone; one letter right below another line may have been broken off it."""
    broken = line.follows and len(line.plain) == 1
    return signatures.is_name_alone(line.plain) and not broken


def _without_older(lines: list[Line]) -> list[Line]:
    """Below the heading of an unmarked older mail: if it could answer, nobody knows whose it is.

    But where the answer stands above, and the older mail says nothing against it, it is settled.
    """
    own = [line for line in lines if not line.doubtful]
    against = _against(own)
    for line in lines:
        settled = line.older and against is not None and not against.search(line.plain)
        if line.doubtful and _OLDER.search(line.plain) and not settled:
            raise Doubt("forwarded")
        misplaced = line.misplaced and not doubts.asks(line.plain)
        if (line.below_ours or misplaced) and _is_typed(line):
            raise Doubt("more_than_answer")
    return own


def _is_typed(line: Line) -> bool:
    """Below our own unmarked mail: words of somebody's, other than a greeting or a signature."""
    text = line.plain
    courteous = courtesy.is_courtesy(text) or courtesy.is_acknowledgement(text)
    return not (courteous or signatures.is_rule(text) or english.is_courtesy(text))


def _against(own: list[Line]) -> re.Pattern[str] | None:
    """What an older mail must not hold beside this answer; None: there is no answer yet."""
    if any(_REFUSES.search(line.plain) for line in own):
        return _AGAINST_NO
    return _AGAINST_YES if any(_ACCEPTS.match(line.plain) for line in own) else None


def _joined(lines: list[Line]) -> list[Line]:
    """Sentences that a program broke into lines, put together again."""
    whole: list[Line] = []
    last = ""
    for line in lines:
        if whole and line.follows and _continues(last, line.plain):
            before = whole[-1]
            gap = " " if last[-1:].isascii() and line.plain[:1].isascii() else ""
            whole[-1] = Line(
                before.raw.rstrip() + gap + line.raw.lstrip(" \t　"),
                before.plain + gap + line.plain,
                follows=before.follows,
            )
        else:
            _refuse_cut(last if line.follows else "", line.plain)
            whole.append(line)
        last = line.plain
    if any(len(line.plain) > _LONGEST_LINE for line in whole):
        raise Doubt("too_long")
    return whole


_ITEM = re.compile(
    r"^\(?(?:\d{1,2}|[ア-ンa-z])[).]?\s+\S|^[・■●○◇◆*※]|^(?:日\s?時|期\s?日|会\s?場|場\s?所|講\s?師|講\s?座)(?:\s|:)|^記$"
)


def _continues(last: str, line: str) -> bool:
    if _ITEM.match(line) or _ITEM.match(last):
        return False
    if _RUNS_ON.search(last) or (_RUNS_OUT.search(last) and _TIME_FIRST.match(line)):
        return True
    if _TIME_LAST.search(last) and _DASH_FIRST.match(line):
        return True
    if _ENDED.search(last):
        return False
    if _columns(last) >= _WIDE:
        return True
    return bool(_RUNS_IN.match(line)) and not _CLOSED.search(last)


def _columns(line: str) -> int:
    return sum(1 if character.isascii() else 2 for character in line)


def _refuse_cut(last: str, line: str) -> None:
    """「承諾 1」 over 「9:00」 may have been 19:00."""
    tail, head = re.search(r"(?<!\d)\d$", last), re.match(r"\d(?!\d)", line)
    if tail and head and last != tail[0]:
        raise Doubt("cut_line")


_WRITER = re.compile(
    r"(?:の場合|次第|以外).{0,12}(?:課|係|室|館|署).{0,8}(?:です|と申します|でございます)$"
)
_DANGLES = re.compile(r"の場合|次第(?!に)|以外|のみ|だけ(?!で)|に限")


def _without_courtesy(lines: list[Line], *, context: AnswerContext) -> list[Sentence]:
    own = eras.parse_reference(context.reference) if context.reference else None
    said: list[Sentence] = []
    for line in lines:
        for sentence in _split(line.raw, own=own):
            if _DANGLES.match(sentence.plain) or _WRITER.search(sentence.plain):
                raise Doubt("condition")  # of the sentence before: 「の場合」, 「以外」
            if courtesy.is_courtesy(sentence.plain) or signatures.is_introduction(sentence.plain):
                continue
            if not said and _opens(sentence.plain, context=context):
                continue
            if when.is_letter_date(sentence.plain, today=context.today):
                continue
            if english.is_courtesy(sentence.plain) or (
                said and signatures.is_signed(sentence.plain)
            ):
                continue
            said.append(sentence)
    return said


def _opens(text: str, *, context: AnswerContext) -> bool:
    """Who writes to whom, and when: what may stand above an answer."""
    if (
        signatures.is_opening(text)
        or _names_sender(text)
        or signatures.is_letterhead(text.strip("()"))
    ):
        return True
    return when.is_letter_date(text, today=context.today)


def _names_sender(text: str) -> bool:
    """「平井です」 before the answer."""
    found = re.fullmatch(
        r"(?:課長の|係長の|担当の)?(.{1,8}?)(?:です|と申します|でございます)", text
    )
    return found is not None and people.is_name(found[1], known=())


def _split(raw_line: str, *, own: tuple[int, int] | None) -> list[Sentence]:
    return [found for raw in _END.split(raw_line) if (found := _sentence(raw, own=own))]


def _sentence(raw: str, *, own: tuple[int, int] | None) -> Sentence | None:
    folded = _REFERENCE.sub(lambda match: _unless_own(match, own=own), plain(raw))
    folded = _LETTER_DATE.sub(" ", _TITLED.sub("", plain(folded)))
    folded = _BRACKETED.sub(
        r"\1 ", _FIELD.sub("", _LABEL.sub("", _NUMBERED.sub("", plain(folded))))
    )
    whole = folded = _COMMAS.sub("、", spoken(folded))
    if not courtesy.is_courtesy(folded):
        folded = _THANKS_AHEAD.sub("", _GREETED.sub("", folded)).strip(" 、,.")
    return Sentence(raw.strip(), english.translated(folded), whole) if folded else None


def _unless_own(match: re.Match[str], *, own: tuple[int, int] | None) -> str:
    return " " if own in eras.references_in(match["bare"]) else match.group()
