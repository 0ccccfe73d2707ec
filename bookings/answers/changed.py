"""What somebody struck out in a mail, or took out of our own text. Only refuses; it reads no answer.

Struck words are not said, and what they leave is for a person: 「承諾」 above our mail, with the
day that it stands for struck out or taken away, may mean another day.
"""

import re
from itertools import pairwise

from bookings.answers.folding import plain
from bookings.answers.understood import Doubt

_STROKE = "\u0336"  # through the letter before it; our reader of HTML sets it too
_STRUCK = re.compile(r"(?<!~)(?:~~|==)(?![~=])(?P<words>[^~=\n]{2,80})(?<!\s)(?:~~|==)(?![~=])")
_SAYS = re.compile(
    r"承諾|辞退|別日|別の日|受け|断|伺|行け|可能|希望|\d\s*[月/]\s*\d|\d\s*[:時]|accept|decline",
    re.IGNORECASE,
)
_ASKED = re.compile(r"承諾すると|希望の日時|第\s?1\s?希望")
_FACT = re.compile(r"^■\s?(?:講座|団体|会場|第\s?2)")
_UNSAID = re.compile(r"\W|_")
_MARKS = re.compile(r"^[\s>|│┃❘¦]+")


def refuse(text: str, *, sent_text: str) -> None:
    """Doubt where words are struck out, or the asked day is missing from a quotation of ours."""
    if _STROKE in text or any(_SAYS.search(one["words"]) for one in _STRUCK.finditer(plain(text))):
        raise Doubt("more_than_answer")
    if _lacks_asked(text, sent_text=sent_text):
        raise Doubt("more_than_answer")


def _lacks_asked(text: str, *, sent_text: str) -> bool:
    """The line before the asked day and the fact behind it are quoted, one right below the other."""
    sent = [_key(line) for line in sent_text.splitlines() if _key(line)]
    lines = [plain(line) for line in sent_text.splitlines() if _key(line)]
    at = next((at for at, line in enumerate(lines) if _ASKED.search(line)), 0)
    if not 0 < at < len(sent) - 1 or not _FACT.match(lines[at + 1]):
        return False
    quoted = [key for line in text.splitlines() if (key := _key(line))]
    return any(one.endswith(sent[at - 1]) and two == sent[at + 1] for one, two in pairwise(quoted))


def _key(line: str) -> str:
    return _UNSAID.sub("", _MARKS.sub("", plain(line)))
