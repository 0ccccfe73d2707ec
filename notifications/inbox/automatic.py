"""Mails that no person wrote: automatic answers, mailing lists, our own mail coming back. Pure."""

import re
from email.message import Message

from notifications.inbox import charsets, parts

MAX_HOPS = 30
_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Apple-Action", "X-MS-Exchange-Inbox-Rules-Loop")
_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply"})
# Only at the start: a person may write 「田中は不在です」 into an answer's subject.
_SUBJECTS = re.compile(
    r"^[\s【\[(（]*(自動応答|自動返信|自動送信|不在(通知|の?お?知らせ|連絡|メール|[:：】\])）]|$)"
    r"|automatic reply|auto(matic)?[- ]?(reply|response)|out of (the )?office"
    r"|away from (my|the) (desk|office))",
    re.IGNORECASE,
)
_ANSWERS = frozenset({"REPLY", "COUNTER"})


def why_automatic(message: Message) -> str:
    """The header or subject that shows it; empty: a person may have written this."""
    submitted = auto_submitted(message)
    if submitted.startswith("auto") and not (
        submitted == "auto-generated" and carries_calendar_answer(message)
    ):
        return "Auto-Submitted"
    if charsets.header(message, "Precedence").lower() in _PRECEDENCE:
        return "Precedence"
    for name in (*_HEADERS, "List-Id"):
        if message.get(name) is not None:
            return name
    return "Subject" if _SUBJECTS.search(charsets.header(message, "Subject")) else ""


def auto_submitted(message: Message) -> str:
    """The keyword alone, without parameters and comments (RFC 3834, 5)."""
    value = charsets.header(message, "Auto-Submitted").lower()
    return re.split(r"[;(\s]", value.strip(), maxsplit=1)[0]


def carries_calendar_answer(message: Message) -> bool:
    """A calendar service answers for a person and marks that as generated: still an answer."""
    for part in parts.leaves(message):
        if part.get_content_type() in ("text/calendar", "application/ics"):
            announced = str(part.get_param("method", "") or "").upper()
            body = parts.content(part)[:4000].upper()
            inside = {method for method in _ANSWERS if f"METHOD:{method}".encode() in body}
            if announced in _ANSWERS or inside:
                return True
    return False


def hops(message: Message) -> int:
    """How many servers have passed it on."""
    return len(message.get_all("Received", []))
