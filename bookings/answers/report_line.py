"""実施報告 by one line: 25 3 60 and some words. Pure: no rows, no clock; it decides, others act.

Adults, children and minutes must all be there and mean one thing; whatever leaves a doubt is
unclear, with the figures that were understood for the person who decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from bookings.answers import courtesy, report_doubts, report_figures, report_words, signatures
from bookings.answers.folding import plain
from bookings.answers.newtext import Line, new_lines
from bookings.answers.report_figures import Figures
from bookings.answers.understood import Unclear
from lectures import eras

LONGEST_MINUTES = 600
_LONGEST_TEXT = 60_000
_MOST_LINES = 60
_MOST_WORDS = 1000
_SAID = re.compile(r"^\s*(?:でした|です)")
# One figure a line: short numbers are everywhere in our own mail, and would be taken for ours.
_BROKEN = re.compile(
    r"^([ \t]*\d{1,4}[ \t]*[人名]?[,、]?[ \t]*)\r?\n"
    r"(?=[ \t]*\d{1,4}[ \t]*[人名分]?[ \t]*$)",
    re.MULTILINE,
)
_BETWEEN = re.compile(r"(?<=[。!?])|\n")


@dataclass(frozen=True)
class ReportContext:
    """What the reader may know of the session. `most_people`: what the lecture takes at most;
    `planned_people`: as many as the group said.

    `said_on`: the day on which the mail was written, for 昨日; None: not known.
    """

    reference: str
    day: date
    minutes: int
    most_people: int | None = None
    sent_text: str = ""
    title: str = ""
    said_on: date | None = None
    hours: tuple[time, time] | None = None
    planned_people: int | None = None


@dataclass(frozen=True)
class Report:
    """What a mail reports. Figures are lacking only inside an `Unclear`."""

    adults: int | None
    children: int | None
    minutes: int | None
    words: str = ""


def read_report(text: str, *, context: ReportContext) -> Report | Unclear:
    """The three figures and the words of one mail; Unclear: a person reads it."""
    if "\ufffd" in text:
        return Unclear("undecodable")
    if len(text) > _LONGEST_TEXT:
        return Unclear("too_long")
    lines = new_lines(_BROKEN.sub(r"\1 ", text), sent_text=context.sent_text)
    if not lines:
        return Unclear("empty")
    if len(lines) > _MOST_LINES:
        return Unclear("too_long")
    if _other_cases(lines, context=context):
        return Unclear("other_case")
    said = list(_without_frame(lines))
    if not said:
        figures = any(character.isdigit() for line in lines for character in line.plain)
        return Unclear("report_no_numbers" if figures else "report_only_thanks")
    return _read(said, context=context)


def names_another_day(subject: str, *, context: ReportContext) -> bool:
    """Whether a subject names a day or a round that is not this session's."""
    said = report_words.bare(plain(subject), context=context)
    return report_doubts.names_another_day(report_words.without_own_day(said, context=context))


def _read(lines: list[Line], *, context: ReportContext) -> Report | Unclear:
    body = report_words.bare("\n".join(line.plain for line in lines), context=context)
    found, words, behind = _found(body)
    report = Report(found.adults, found.children, found.minutes, words)
    code = _doubt(found, body, words, context=context)
    if not code and report_doubts.carries_on(behind):
        code = "report_unsure"
    if not code and any(line.doubtful for line in lines):
        code = "forwarded"
    return Unclear(code, partly=report if found else None) if code else report


def _found(body: str) -> tuple[Figures, str, str]:
    """The figures that begin a line or a sentence, all other words, and those behind them."""
    starts = [0, *(match.end() for match in _BETWEEN.finditer(body))]
    for start in starts:
        figures, end = report_figures.read(body, start)
        if figures:
            behind = _SAID.sub("", body[end:])
            return figures, _words(body[:start], behind), behind
    return Figures(), _words(body), ""


def _words(*pieces: str) -> str:
    lines = (line.strip(" 、,。") for piece in pieces for line in piece.splitlines())
    return "\n".join(filter(None, lines))[:_MOST_WORDS]


def _doubt(found: Figures, body: str, words: str, *, context: ReportContext) -> str:
    """Why the figures may not be stored by themselves; empty: they may."""
    if report_words.is_called_off(body) or report_doubts.is_not_held(body):
        return "report_called_off"
    days = report_words.without_own_day(body if not found else words, context=context)
    if not found:
        other = any(map(str.isdigit, body)) and report_doubts.names_another_day(days)
        return "report_other_day" if other else "report_no_numbers"
    if found.code:
        return found.code
    if report_doubts.names_another_day(days):
        return "report_other_day"
    return _doubtful_words(found, body, words) or _implausible(found, context=context)


def _doubtful_words(found: Figures, body: str, words: str) -> str:
    if report_words.has_more_figures(words) or report_doubts.counts_more(words):
        return "report_more_numbers"
    if report_words.is_unsure(body) or report_doubts.is_a_guess(words):
        return "report_unsure"
    if report_words.asks(words):
        return "question"
    return "report_unsure" if report_doubts.gives_meaning(words, bare=found.bare) else ""


def _implausible(found: Figures, *, context: ReportContext) -> str:
    minutes, people = found.minutes or 0, found.people
    if people == 0:
        return "report_nobody"
    if people > _believable(context):
        return "report_implausible"
    if not 1 <= minutes <= LONGEST_MINUTES:
        return "report_implausible"
    # 60 25 3 may be meant in another order; a figure that says 分 cannot.
    usual = context.minutes <= minutes * 2 and minutes <= context.minutes * 2
    return "" if found.minutes_named or usual else "report_implausible"


def _believable(context: ReportContext) -> int:
    """310 where 31 came is a slip of a finger; thirty more than planned is a good day."""
    most = [9999]
    if context.most_people:
        most.append(context.most_people * 3)
    if context.planned_people:
        most.append(max(context.planned_people * 3, context.planned_people + 30))
    return min(most)


def _other_cases(lines: list[Line], *, context: ReportContext) -> bool:
    named = {found for line in lines for found in eras.references_in(line.raw)}
    return bool(named - {eras.parse_reference(context.reference)})


def _without_frame(lines: list[Line]) -> Iterator[Line]:
    """No greetings, addressees, thanks, signatures."""
    kept = below_rule = False
    for line in lines:
        if report_figures.are_whole(line.plain):
            kept = True
            yield line
        elif signatures.is_rule(line.plain):
            below_rule = kept
        elif not _is_frame(line.plain, kept=kept, below_rule=below_rule):
            kept = True
            yield line


def _is_frame(plain: str, *, kept: bool, below_rule: bool) -> bool:
    if report_words.is_courtesy(plain) or signatures.is_contact(plain):
        return True
    section = signatures.is_introduction(plain) or signatures.is_letterhead(plain)
    if report_doubts.speaks(plain, of_section=section):  # 男女順 and 申込数 look like names
        return False
    if signatures.is_introduction(plain) or courtesy.is_acknowledgement(plain):
        return True
    if not kept:
        return signatures.is_opening(plain)
    signed = signatures.is_signed(plain) or signatures.is_name_alone(plain)
    return signed or (below_rule and signatures.is_ornament(plain))
