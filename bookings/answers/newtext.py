"""Which lines of a mail its sender wrote: what we sent, quotations and their headings go.

Lines are taken away one by one, never "everything below": answers stand under and between
quotations too. What follows a quotation that cannot be told apart is marked `doubtful`.
"""

import re
from dataclasses import dataclass

from bookings.answers import gateways, headings, inline
from bookings.answers.folding import plain

_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_QUOTE = re.compile(r"^\s*(?:[>|│┃❘¦]|(?:[A-Za-z]{1,3}>))")
_UNSAID = re.compile(r"[^\w?×✕○◯△☑✓✔]|_")
_COMMAND = re.compile(r"承諾|辞退|別日|別の日|第?\d")
_FRAGMENT = 8  # letters from which a piece of our text is no coincidence
_WRAPPED = 12  # letters from which a mail program may break a line of ours
_REACH = 20  # letters of a neighbouring line that show where a short piece stood


@dataclass(frozen=True)
class Line:
    """`raw` as written, `plain` for matching only (names keep their characters in `raw`).

    `follows`: it stands directly below the line before it in the mail, which is new too.
    """

    raw: str
    plain: str
    doubtful: bool = False
    follows: bool = False
    older: bool = False  # below a heading that names a sender: somebody's earlier mail
    below_ours: bool = (
        False  # below a heading and lines of ours: typed there, or changed on the way
    )
    misplaced: bool = False  # beneath a quoted line that it does not answer, or may not


def new_lines(text: str, *, sent_text: str) -> list[Line]:
    """The lines that are not ours, not quoted and not a quotation's heading; no empty ones."""
    rows = [(at, line) for at, line in enumerate(_LINE_END.split(text)) if line.strip()]
    rows = _without_calendar(rows)
    lines = [line for _at, line in rows]
    ours = _recognise(lines, sent_text=sent_text)
    folded = [plain(line) for line in lines]
    titles, attributions = headings.blocks(folded), headings.attributions(folded)
    found: list[Line] = []
    wishes = _wishes_above(
        [one or bool(_QUOTE.match(line)) for one, line in zip(ours, folded, strict=True)], folded
    )
    doubtful, attributed, older, last = False, False, False, -2
    noted, quoted = -2, False
    for at, matched in enumerate(folded):
        beside_note = rows[at][0] == noted + 1 and gateways.continues(matched)
        if not matched or gateways.is_note(matched) or beside_note:
            noted = rows[at][0] if matched else noted
            continue
        if ours[at] or _QUOTE.match(matched):
            attributed, quoted = False, quoted or (doubtful and ours[at])
        elif at in attributions:
            attributed = True
        elif at in titles or headings.is_separator(matched):
            doubtful, older = True, older or at in titles
            quoted = False
        else:
            doubtful = doubtful or attributed
            follows = rows[at][0] == last + 1
            raw, matched = (_pointed(one, wish=wishes[at]) for one in (lines[at], matched))
            unsure = inline.is_unsure(matched, wish=wishes[at])
            found.append(Line(raw, matched, doubtful, follows, older, quoted, unsure))
            last = rows[at][0]
    return found


def _wishes_above(ours: list[bool], folded: list[str]) -> list[int | None]:
    """For each line typed beneath a quoted one, the wish in that line."""
    last = max((at for at, one in enumerate(ours) if one), default=-1)
    found: list[int | None] = []
    for at, one in enumerate(ours):
        if one or not at:
            found.append(None)
        elif not ours[at - 1]:
            found.append(found[-1])
        else:
            quoted = [line for line, kept in zip(folded[:at], ours[:at], strict=True) if kept]
            found.append(inline.wish_above(quoted, goes_on=at < last))
    return inline.apart(found)


def _pointed(line: str, *, wish: int | None) -> str:
    return inline.pointed(line, wish=wish) if wish else line


def _recognise(lines: list[str], *, sent_text: str) -> list[bool]:
    """For each line, whether it is a line, or a re-wrapped piece, of the text that we sent."""
    sent = [key for line in _LINE_END.split(sent_text) if (key := _key(line))]
    whole = "\n".join(["", *sent, ""])
    wrapped = "\n".join(key for key in sent if len(key) >= _WRAPPED)
    keys = [_key(line) for line in lines]
    before, after = _neighbours(keys), _neighbours(keys[::-1])[::-1]
    return [
        bool(key)
        and key in whole
        and _is_ours(key, before=before[at], after=after[at], whole=whole, wrapped=wrapped)
        for at, key in enumerate(keys)
    ]


def _neighbours(keys: list[str]) -> list[str]:
    """For each line the nearest one before it that says anything."""
    found, last = [], ""
    for key in keys:
        found.append(last)
        last = key or last
    return found


def _is_ours(key: str, *, before: str, after: str, whole: str, wrapped: str) -> bool:
    """A short line, or one that could be an answer, is ours only where its neighbour is too:
    our own text shows how to answer, and people do write exactly that."""
    if len(key) >= _FRAGMENT and not _COMMAND.match(key):
        return True
    before, after = before[-_REACH:], after[:_REACH]
    follows = bool(before) and (f"{before}\n{key}\n" in whole or before + key in wrapped)
    leads = bool(after) and (f"\n{key}\n{after}" in whole or key + after in wrapped)
    return follows or leads


def _key(line: str) -> str:
    """Letters, figures and the marks that people answer with: programs change all others."""
    return _UNSAID.sub("", plain(line))


def _without_calendar(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Some gateways append attachments to the text: an invitation of ours is no answer."""
    kept, inside = [], False
    for at, line in rows:
        bare = line.strip(" \t>|＞　").upper()
        if bare.startswith("BEGIN:VCALENDAR"):
            inside = True
        elif bare.startswith("END:VCALENDAR"):
            inside = False
        elif not inside:
            kept.append((at, line))
    return kept
