"""Which lines of a mail its sender wrote: what we sent, quotations and their headings go.

Lines are taken away one by one, never "everything below": answers stand under and between
quotations too. What follows a quotation that cannot be told apart is marked `doubtful`.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_QUOTE = re.compile(r"^\s*(?:[>|│┃❘¦]|(?:[A-Za-z]{1,3}>))")
_UNSAID = re.compile(r"[^\w?×✕○◯△☑✓✔]|_")
_CIRCLED = {ord(mark): f" {number} " for number, mark in enumerate("①②③④⑤⑥⑦⑧⑨⑩", start=1)}
_STROKES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−⁃─", "-") | dict.fromkeys("〜∼〰", "~") | {"︰": ":", "∶": ":", "／": "/"}
)
_ATTRIBUTION = re.compile(
    r"^(?!.*(?:承諾|辞退|別日|別の日))(?:.*(?:は|が)(?:次のように)?書きました\s*:$"
    r"|.*\bwrote\s*:$|.*<[^<>\s]+@[^<>\s]+>\s*のメッセージ\s*:$|.*さん?のメール\s*:$"
    r"|\(?\d{4}[年/.-].{0,80}<[^<>\s]+@[^<>\s]+>\s*:?$)"
)
_DATED = re.compile(r"On [A-Z]|\(?\d{4}[年/.-]")
_SEPARATOR = re.compile(
    r"^[-_=*\s]*(?:元のメッセージ|転送(?:された)?メッセージ|元のメール|引用|Original Message"
    r"|Forwarded message|Begin forwarded message|ここから引用)[-_=*:\s]*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^(?:差出人|送信者|送信日時|送信日|日時|日付|宛先|件名"
    r"|From|Sent|Date|To|Cc|CC|Subject|Reply-To)\s*:",
    re.IGNORECASE,
)
_SENDER = re.compile(r"^(?:差出人|送信者|From)\s*:", re.IGNORECASE)
_COMMAND = re.compile(r"承諾|辞退|別日|別の日|第?\d")
_FRAGMENT = 8  # letters from which a piece of our text is no coincidence
_WRAPPED = 25  # letters from which a mail program may break a line of ours
_REACH = 20  # letters of a neighbouring line that show where a short piece stood


@dataclass(frozen=True)
class Line:
    """`raw` as written, `plain` for matching only (names keep their characters in `raw`)."""

    raw: str
    plain: str
    doubtful: bool = False


def plain(text: str) -> str:
    """NFKC, one kind of dash and wave, single spaces. Never shown to anyone."""
    widened = _INVISIBLE.sub("", text).translate(_CIRCLED)
    folded = unicodedata.normalize("NFKC", widened).translate(_STROKES)
    folded = re.sub(r"(?<=[\d時分半])\s*ー\s*(?=\d|午)", "-", folded)
    return re.sub(r"\s+", " ", folded).strip()


def new_lines(text: str, *, sent_text: str) -> list[Line]:
    """The lines that are not ours, not quoted and not a quotation's heading; no empty ones."""
    lines = _without_calendar([line for line in _LINE_END.split(text) if line.strip()])
    ours = _recognise(lines, sent_text=sent_text)
    folded = [plain(line) for line in lines]
    headings, attributions = _headings(folded), _attributions(folded)
    found, doubtful, attributed = [], False, False
    for at, matched in enumerate(folded):
        if not matched:
            continue
        if ours[at] or _QUOTE.match(matched):
            attributed = False
        elif at in attributions:
            attributed = True
        elif at in headings or _SEPARATOR.match(matched):
            doubtful = True
        else:
            doubtful = doubtful or attributed
            found.append(Line(raw=lines[at], plain=matched, doubtful=doubtful))
    return found


def _recognise(lines: list[str], *, sent_text: str) -> list[bool]:
    """For each line, whether it is a line, or a re-wrapped piece, of the text that we sent."""
    sent = [key for line in _LINE_END.split(sent_text) if (key := _key(line))]
    whole = "\n".join(["", *sent, ""])
    wrapped = "\n".join(key for key in sent if len(key) >= _WRAPPED)
    keys = [_key(line) for line in lines]
    return [
        bool(key) and key in whole and _is_ours(keys, at=at, whole=whole, wrapped=wrapped)
        for at, key in enumerate(keys)
    ]


def _is_ours(keys: list[str], *, at: int, whole: str, wrapped: str) -> bool:
    """A short line, or one that could be an answer, is ours only where its neighbour is too:
    our own text shows how to answer, and people do write exactly that."""
    key = keys[at]
    if len(key) >= _FRAGMENT and not _COMMAND.match(key):
        return True
    before = next(filter(None, reversed(keys[:at])), "")[-_REACH:]
    after = next(filter(None, keys[at + 1 :]), "")[:_REACH]
    follows = bool(before) and (f"{before}\n{key}\n" in whole or before + key in wrapped)
    leads = bool(after) and (f"\n{key}\n{after}" in whole or key + after in wrapped)
    return follows or leads


def _attributions(folded: list[str]) -> set[int]:
    """Lines like 「… さんは書きました:」, also where a program broke one in two."""
    found = {at for at, line in enumerate(folded) if _ATTRIBUTION.match(line)}
    for at, pair in enumerate(pairwise(folded)):
        if _DATED.match(pair[0]) and _ATTRIBUTION.match(" ".join(pair)):
            found |= {at, at + 1}
    return found


def _headings(matched: list[str]) -> set[int]:
    """Heading lines in a row, one of them naming the sender. A lone `日時:` is somebody's own."""
    runs: list[list[int]] = []
    for at, line in enumerate(matched):
        if _HEADER.match(line):
            if runs and runs[-1][-1] == at - 1:
                runs[-1].append(at)
            else:
                runs.append([at])
    named = [run for run in runs if any(_SENDER.match(matched[at]) for at in run)]
    return {at for run in named if len(run) > 1 for at in run}


def _key(line: str) -> str:
    """Letters, figures and the marks that people answer with: programs change all others."""
    return _UNSAID.sub("", plain(line))


def _without_calendar(lines: list[str]) -> list[str]:
    """Some gateways append attachments to the text: an invitation of ours is no answer."""
    kept, inside = [], False
    for line in lines:
        bare = line.strip().upper()
        if bare.startswith("BEGIN:VCALENDAR"):
            inside = True
        elif bare.startswith("END:VCALENDAR"):
            inside = False
        elif not inside:
            kept.append(line)
    return kept
