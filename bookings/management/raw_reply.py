"""One raw mail read without any row: its kind, its calendar answer, else its words.

The same modules decide here and in the inbox; only what needs the database is left out.
"""

from dataclasses import replace
from datetime import date
from email.message import Message
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from bookings import calendars
from bookings.answers import Intent, Meaning, meaning_of, sent, subjects, told
from bookings.answers.understood import AnswerContext
from notifications.inbox import charsets, kinds, parts, reading, ties
from notifications.status import Kind

_NOBODY_WROTE = {Kind.AUTO_REPLY, Kind.RECEIPT, Kind.REPORT, Kind.LOOP}


def read(raw: bytes, *, sent_text: str, today: date, zone: ZoneInfo) -> dict[str, Any]:
    """What the mail would be understood as: the fields of `read_reply`."""
    try:
        message = parts.parse(raw)
    except parts.Unreadable:
        return _unread(parts.headers(raw))
    to_bounce = ties.to_bounce_address(message)
    kind, reason = kinds.kind_of(message, to_bounce_address=to_bounce)
    context = sent.context_of(sent_text, today=today, zone=zone)
    if not context.reference:
        reference = ties.reference_in(charsets.header(message, "Subject"))
        context = replace(context, reference=reference)
    found = _machine(kind, reason) or _person(raw, message, context=context)
    data = tuple(part.data for part in reading.calendar_parts(raw))
    tie = _tie(message, calendar_data=data)
    return found | {"matched_by": "bounce" if to_bounce and kind == Kind.BOUNCE else tie}


def _unread(message: Message) -> dict[str, Any]:
    unclear = told.as_json(Meaning(Intent.UNCLEAR, "unreadable_mail"))
    return unclear | {"matched_by": _tie(message, calendar_data=())}


def _tie(message: Message, *, calendar_data: tuple[bytes, ...]) -> str | None:
    subject = charsets.header(message, "Subject")
    return ties.matched_by(message, subject=subject, calendars=calendar_data)


def _machine(kind: Kind, reason: str) -> dict[str, Any] | None:
    if kind == Kind.BOUNCE:
        why = _("メールサーバーからの不達や遅れの知らせです（%(reason)s）。") % {"reason": reason}
        return told.as_json(Meaning(Intent.UNCLEAR), why=why) | {"intent": "bounce"}
    if kind in _NOBODY_WROTE:
        why = _("人が書いたのではない自動のメールです（%(reason)s）。") % {"reason": reason}
        return told.as_json(Meaning(Intent.UNCLEAR), why=why) | {"intent": "auto_reply"}
    return None


def _person(raw: bytes, message: Message, *, context: AnswerContext) -> dict[str, Any]:
    answer = calendars.answer_in(part.data for part in reading.calendar_parts(raw))
    if answer is not None:
        return told.as_json(calendars.meaning_of(answer, context=context))
    subject = charsets.header(message, "Subject")
    meaning = meaning_of(reading.text_of(raw), context=context, subject=subject)
    if meaning.applies and subjects.names_another(subject, context=context):
        meaning = Meaning(Intent.UNCLEAR, "other_case")
    if meaning.code == "empty" and ties.enclosed_only(message):
        meaning = Meaning(Intent.UNCLEAR, "enclosed")
    return told.as_json(meaning)
