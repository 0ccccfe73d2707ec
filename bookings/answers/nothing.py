"""「なし」: one line that says there was nothing. Pure; all else is for a person."""

import re

from bookings.answers.newtext import new_lines
from bookings.answers.signatures import is_opening, is_rule, is_signed

_NONE = re.compile(
    r"(?:(?:課で)?直接(?:受け(?:た|付けた))?(?:もの|講座)?(?:は|:)?\s*)?"
    r"(?:なし|無し|無|なしです|無しです|ありません|ありませんでした|ございません|ございませんでした|該当なし|該当ありません|0|0件|0回|0件です|0回です|ゼロ|ゼロです)[。.!]?"
)


def says_none(text: str, *, sent_text: str) -> bool:
    """Whether the sender's own lines, without greeting and signature, are exactly one such line."""
    own = []
    for line in new_lines(text, sent_text=sent_text):
        if line.doubtful or line.older or line.below_ours:
            return False
        if is_rule(line.plain):
            break
        if not is_opening(line.plain) and not is_signed(line.plain):
            own.append(line.plain.strip())
    return bool(own) and _NONE.fullmatch(own[0]) is not None and len(own) == 1
