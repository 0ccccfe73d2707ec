"""An official letter as plain sentences: its frame goes, its list of facts is compared and said anew.

「記 1 日時 … 2 講師 …」 becomes 「日時は…」, 「講師は…です」; the grammar then reads those. It decides
nothing: a line that is neither frame, fact nor sentence leaves the whole letter to the other rules.
"""

import re
from dataclasses import dataclass, field

from bookings.answers import courtesy, signatures
from bookings.answers.folding import plain, spoken
from bookings.answers.newtext import Line
from bookings.answers.sentences import Sentence
from bookings.answers.speech import facts, labels, letterheads
from bookings.answers.understood import AnswerContext, Doubt

_END = re.compile(r"(?<=[。｡])")
_STARTS_ANEW = re.compile(r"^[ 　]{1,2}\S")
_KANJI_ITEM = re.compile(r"^[一二三四五六七八九][\s、.](?=\s*[一-龯])")
_STAFF = re.compile(r"^\(?\d{1,2}[).]?\s+担当者?(?:\s|:)")
_LISTS = 2  # facts from which a mail is a letter or a form without any other sign


class Differs(Doubt):
    """A fact that is not ours, or a person nobody could read: no other rule may act either."""


@dataclass
class Letter:
    """`facts`: (label, value) in the order written; `body`: the sentences between frame and facts."""

    facts: list[tuple[str, str]] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    framed: bool = False

    @property
    def is_one(self) -> bool:
        answered = any(label in labels.ANSWER for label, _value in self.facts)
        answered = answered or any(map(letterheads.is_official, self.body))
        answered = answered or bool(self.facts and any(map(letterheads.names_next, self.body)))
        return (
            answered or len(self.facts) >= _LISTS or (self.framed and bool(self.body or self.facts))
        )


def as_sentences(lines: list[Line], *, context: AnswerContext) -> tuple[list[Sentence], str] | None:
    """What the letter says, and the reason that it names; None: it is no letter.

    Raises Differs where a fact is not ours.
    """
    letter = _opened([line.raw for line in lines], context=context)
    if not letter.is_one:
        return None
    told = labels.told(letter.facts, context=context)
    if told is None:
        return None
    if told.differs:
        raise Differs("more_than_answer")
    body = [one for text in letter.body if (one := _said(text))]
    if told.offers_day:
        proposing = _without_proposal([*body, *told.sentences[:-1]])
        if proposing is None:
            raise Differs("date_differs")
        body, told.sentences = proposing, told.sentences[-1:]
    if not (body or told.answers or told.offers_day):
        return None
    said = [*body, *told.sentences]
    return [Sentence(one, one, one) for one in said], told.reason


def _opened(raws: list[str], *, context: AnswerContext) -> Letter:
    letter, frame = Letter(), letterheads.Frame(today=context.today)
    text = ""
    rows = [(raw, _folded(raw)) for raw in raws]
    at = 0
    while at < len(rows):
        raw, line = rows[at]
        at += 1
        if frame.takes(line, raw=raw, after_body=bool(letter.body or letter.facts)):
            letter.framed, text = letter.framed or frame.is_formal, _closed(letter, text)
            continue
        if _STAFF.match(line):
            raise Differs("more_than_answer")  # who writes, or who comes?
        if _goes_on_naming(letter, line, listing=frame.listing, raw=raw):
            letter.facts.append(("講師", line))
            continue
        found = labels.split(line, inside=frame.listing)
        if found is None and at < len(rows) and labels.heads(line):
            following = rows[at][1]
            if not labels.split(following, inside=True) and not labels.heads(following):
                found, at = (labels.heads(line) or "", following), at + 1
        if found is not None and not (text and _runs_on(text, raw)):
            text = _closed(letter, text)
            letter.facts.append(found)
            continue
        if text and (_STARTS_ANEW.match(raw) or not _runs_on(text, raw)):
            text = _closed(letter, text)
        text += line
        if letterheads.names_next(text) and at < len(rows) and labels.is_person_line(rows[at][1]):
            letter.facts.append(("講師", rows[at][1]))
            text, at = _closed(letter, text), at + 1
            continue
        if line.endswith(("。", "｡")):
            text = _closed(letter, text)
    _closed(letter, text)
    return letter


_INDENTED = re.compile(r"^[ \u3000]{4,}\S")


def _goes_on_naming(letter: Letter, line: str, *, listing: bool, raw: str) -> bool:
    """「　　　　主事　片山」 below 「講　師　　主任　小松」."""
    below = listing and bool(letter.facts) and letter.facts[-1][0] in labels.WHO
    return below and bool(_INDENTED.match(raw)) and labels.is_person_line(line)


def _folded(raw: str) -> str:
    line = _KANJI_ITEM.sub("", letterheads.dated(plain(raw)))
    return facts.tidied_line(spoken(line))


def _runs_on(text: str, raw: str) -> bool:
    """A sentence that goes on in the next line."""
    return not text.endswith(("。", "｡")) and not _STARTS_ANEW.match(raw) and len(text) >= 16


def _closed(letter: Letter, text: str) -> str:
    for one in _END.split(text):
        if bare := one.strip(" 。｡"):
            letter.body.append(bare)
    return ""


def _said(text: str) -> str:
    """A sentence of the body in plain words; empty: courtesy."""
    bare = letterheads.body(text)
    if not bare or courtesy.is_courtesy(bare) or signatures.is_introduction(bare):
        return ""
    return bare


_PROPOSES = re.compile(
    r"^(?:(?P<why>.*(?:ので|ため|が))、?)?(?:標記の件について、?)?(?:日程|日時|別日|別の日|代替日|代案)?(?:を|での?|に|への|として)?(?:実施|開催|変更)?(?:を|で)?(?:ご)?(?:提案|変更|お願い)(?:を?お願い)?"
    r"(?:いたします|します|申し上げます|する|させていただきます|願います|いたしたい|したい)(?:と(?:考えます|存じます))?$"
)


def _without_proposal(body: list[str]) -> list[str] | None:
    """None: nothing in it proposes another day."""
    left, found = [], False
    for one in body:
        proposed = _PROPOSES.match(one)
        if proposed and re.search("提案|別日|別の日|代替|代案|変更", one):
            found = True
            if why := (proposed["why"] or "").strip():
                left.append(why)
        else:
            left.append(one)
    return left if found else None
