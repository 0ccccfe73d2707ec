"""Is this a bounce, and what does it say? Only a proven address may change a mail. Pure."""

import re
from dataclasses import dataclass, field, replace
from email.message import Message
from enum import Enum

from accounts import secrets
from notifications.inbox import charsets, parts

_DAEMONS = re.compile(
    r"(postmaster|mailer-daemon|mail-daemon|mdaemon|mail[-_.]?delivery[-_.]?\w*)@", re.IGNORECASE
)
_SUBJECTS = re.compile(
    r"undeliver(ed|able)|returned mail|failure notice|non-?delivery"
    r"|delivery (status notification|fail|has failed|report|problem)|mail delivery (fail|system)"
    r"|mail system error|could not be delivered|delayed mail"
    r"|(配信|送信|配送|配達|送達)(に失敗|失敗|不能|不可|エラー|できません|できない|されません|遅延)"
    r"|(配信|送信|配送|受信)(を|が|は)?(中止|拒否|停止|保留)(され|しま|の?(お?知らせ|通知)|通知|$)"
    r"|配信状況|配信の状態|未配信|未達|不達|宛先不明|エラーメール|メール(の)?返送|容量超過|メールボックス.{0,8}(超過|いっぱい|一杯)",
    re.IGNORECASE,
)
_MESSAGE_ID = re.compile(r"(?im)^[> \t]*Message-ID:\s*(<[^<>\s]{1,250}>)", re.ASCII)
_ANSWER = re.compile(r"^\s*(re|aw|返信|回答)\s*[:：]", re.IGNORECASE)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_SMTP_CODE = re.compile(r"(?:^|[\s:#(<\[])(4[25]\d|55\d)(?=[\s\-#:)]|$)")
_FINAL_WORDS = re.compile(
    r"user unknown|unknown user|no such (user|mailbox|address)|does not exist|mailbox unavailable"
    r"|recipient (address )?rejected|宛先.{0,12}(不明|存在し|見つかり)|(アドレス|ユーザ).{0,12}(不明|存在し|見つかり)",
    re.IGNORECASE,
)
_LATER_WORDS = re.compile(
    r"will (keep|continue) trying|still being retried|delayed|再送(を|し)|遅延|送信を続け",
    re.IGNORECASE,
)
_DIAGNOSTIC = re.compile(r"(?im)^Diagnostic-Code:\s*(?:[a-z0-9-]+\s*;\s*)?((?:.|\n[ \t])+)")
# Lines of a bounce that say why, not whom to call.
_TELLING = re.compile(
    r"(?im)^[^\n]{0,400}(?:\b[45]\d\d[ -]|[45]\.\d{1,3}\.\d{1,3}|unknown|no such|not exist|full|quota"
    r"|too (?:large|big)|spam|reject|timed? ?out|unreachable|refused|不明|存在|見つかり|超過|いっぱい"
    r"|一杯|容量|サイズ|大き|迷惑|拒否|接続|つながり|応答)[^\n]{0,400}$"
)
_LONGEST_SAYING = 300
# Refusals of this one message, which say nothing about the address (RFC 3463).
_MESSAGE_SUBJECTS = frozenset({"3", "5", "6", "7"})


class Fate(Enum):
    """What happened to the mail that bounced."""

    FINAL = "final"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class BounceNews:
    """The fate, the status code if there is one, and whether the address itself is refused.

    `words`: what the server said, in its own words, for a person; never a link of ours.
    """

    fate: Fate
    status: str = ""
    words: str = field(default="", compare=False)

    @property
    def address_refused(self) -> bool:
        if self.fate is not Fate.FINAL:
            return False
        return not self.status or self.status.split(".")[1] not in _MESSAGE_SUBJECTS


def report_type(message: Message) -> str:
    """delivery-status, disposition-notification or feedback-report; else empty."""
    if message.get_content_type() == "multipart/report":
        return str(message.get_param("report-type", "")).lower()
    types = {part.get_content_type() for part in parts.leaves(message)}
    # Some gateways rebuild a report as multipart/mixed and keep only its machine part.
    for name in ("delivery-status", "disposition-notification", "feedback-report"):
        if f"message/{name}" in types:
            return name
    return ""


def from_a_daemon(message: Message) -> bool:
    """Written by a mail server, by its From or by a subject that is not an answer's."""
    subject = charsets.header(message, "Subject")
    told = bool(_SUBJECTS.search(subject)) and not _ANSWER.match(subject)
    return told or any(_DAEMONS.match(address) for address in parts.senders(message))


def null_sender(message: Message) -> bool:
    """Return-Path: <> (RFC 5321, 4.5.5)."""
    return message.get("Return-Path") is not None and "".join(
        str(message["Return-Path"]).split()
    ) in ("<>", "")


def news(message: Message) -> BounceNews:
    """From the machine part if there is one, else from the words before our quoted mail."""
    for part in parts.leaves(message):
        if part.get_content_type() == "message/delivery-status":
            fields = _fields(part)
            return replace(
                _from_fields(fields), words=_said(_DIAGNOSTIC.findall(secrets.masked(fields)))
            )
    words = "\n".join(
        parts.text(part)
        for part in parts.leaves(message)
        if part.get_content_type() == "text/plain" and not parts.is_file(part)
    )
    words = words[:20_000]
    return replace(_from_words(words), words=_said(_TELLING.findall(secrets.masked(words))))


def returned_ids(message: Message) -> list[str]:
    """Message-IDs of the mails that it says it returns. Anybody can write them: they prove nothing."""
    found: list[str] = []
    for part in parts.leaves(message):
        inside = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(inside, list):
            found += _MESSAGE_ID.findall(f"Message-ID: {inside[0].get('Message-ID', '')}")
        elif part.get_content_maintype() == "text":
            found += _MESSAGE_ID.findall(parts.text(part))
    return found[:10]


def _said(passages: list[str]) -> str:
    return charsets.storable(" ".join(" ".join(passages[:3]).split())[:_LONGEST_SAYING])


def _fields(part: Message) -> str:
    """The stdlib parses this type into blocks of headers; a broken one stays text."""
    payload = part.get_payload()
    blocks = payload if isinstance(payload, list) else [part]
    return "\n".join(str(block) for block in blocks)


def _from_fields(fields: str) -> BounceNews:
    actions = {action.lower() for action in re.findall(r"(?im)^Action:\s*([a-z]+)", fields)}
    statuses = re.findall(r"(?im)^Status:\s*([245]\.\d{1,3}\.\d{1,3})", fields)
    status = statuses[0] if statuses else ""
    if "failed" in actions or (not actions and status.startswith("5")):
        # A "failed" that gives 4.x ran out of time: final for this mail, not for the address.
        return (
            BounceNews(Fate.FINAL, status)
            if status[:1] != "4"
            else BounceNews(Fate.UNCLEAR, status)
        )
    if "delayed" in actions or status.startswith("4"):
        return BounceNews(Fate.DELAYED, status)
    if actions & {"delivered", "relayed", "expanded"}:
        return BounceNews(Fate.DELIVERED, status)
    return BounceNews(Fate.UNCLEAR, status)


def _from_words(words: str) -> BounceNews:
    if _LATER_WORDS.search(words) and not _FINAL_WORDS.search(words):
        return BounceNews(Fate.DELAYED)
    if status := _STATUS.search(words):
        kind = {"5": Fate.FINAL, "4": Fate.DELAYED, "2": Fate.DELIVERED}[status[1]]
        return BounceNews(kind, status[0])
    if code := _SMTP_CODE.search(words):
        return BounceNews(Fate.FINAL if code[1].startswith("5") else Fate.DELAYED)
    return BounceNews(Fate.FINAL if _FINAL_WORDS.search(words) else Fate.UNCLEAR)
