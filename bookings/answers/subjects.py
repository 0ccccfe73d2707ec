"""What a mail's subject says against its body: 【辞退】, 【訂正】, （案）, 「誤送信」. It only refuses.

Our own subject is left alone: only what a sender put before or behind it is looked at.
"""

import re

from bookings.answers.folding import plain
from bookings.answers.understood import AnswerContext, Intent
from lectures import eras

_REPLY = re.compile(
    r"^(?:\s*(?:re|fw|fwd|返信|転送|回答)\s*(?:\[\d+\]|\^\d+)?\s*[:：]\s*)+", re.IGNORECASE
)
_OURS = re.compile(
    r"(?:[【\[][^】\]]{1,30}[】\]]\s*)?\(?[RHS]\s?\d{1,2}\s?-\s?\d{3,6}", re.IGNORECASE
)
_BEHIND = re.compile(r"^.*?のお願い(?P<rest>.*)$")
_NO = re.compile(r"辞退|お断り|不可|見送|できません|declin|cannot|unable", re.IGNORECASE)
_YES = re.compile(r"承諾|受諾|快諾|お?引き?受け|accept", re.IGNORECASE)
_OTHER_DAY = re.compile(
    r"別日|別の日|日程変更|日時変更|変更(?:の?お?願い|希望|依頼)|延期|reschedul", re.IGNORECASE
)
_NOT_FIRM = re.compile(
    r"訂正|修正|差し?替|取り?消|撤回|誤送信|誤送|誤配|間違|仮(?!設)|[(【\[]\s?案\s?[)】\]]|案$|下書|検討|保留|中止|キャンセル|未定|質問(?:です|が|の|$|[)】\]])|条件"
    r"|\bdraft\b|tentativ|cancel|question|correct(?:ion|ed)|\bwrong\b|recall",
    re.IGNORECASE,
)


def names_another(subject: str, *, context: AnswerContext) -> bool:
    """Another request than the one asked about. Where a person chose the ask it says nothing."""
    own = {eras.parse_reference(context.reference)} if context.reference else set()
    return bool(own and eras.references_in(plain(subject)) - own)


def against(subject: str, intent: Intent) -> str:
    """Why the answer below this subject waits; empty: nothing speaks against it."""
    added = _added(plain(subject))
    if _NOT_FIRM.search(added):
        return "not_understood"
    against = {
        Intent.ACCEPT: (_NO, _OTHER_DAY),
        Intent.DECLINE: (_YES, _OTHER_DAY),
        Intent.COUNTER: (_NO,),
    }.get(intent, ())
    return "two_answers" if any(one.search(added) for one in against) else ""


def _added(subject: str) -> str:
    """What stands before our subject and behind it; the whole where it holds no number of ours."""
    bare = _REPLY.sub("", subject)
    ours = _OURS.search(bare)
    if ours is None:
        return bare
    behind = _BEHIND.search(bare[ours.end() :])
    return f"{bare[: ours.start()]} {(behind and behind['rest']) or ''}"
