"""A meaning as plain JSON, with one true sentence why it acts or waits."""

from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from bookings.answers.reasons import SENTENCES
from bookings.answers.understood import Intent, Meaning, Proposal


def as_json(meaning: Meaning, *, why: str = "") -> dict[str, Any]:
    """intent, choice, start, lecturers, dates, reason, applies, why."""
    acts = meaning.intent in (Intent.ACCEPT, Intent.DECLINE, Intent.COUNTER)
    return {
        "intent": str(meaning.intent),
        "choice": meaning.choice if acts else None,
        "start": _clock(meaning.start) if meaning.start and acts else None,
        "lecturers": list(meaning.lecturers) if acts else [],
        "dates": [_proposal(one) for one in meaning.proposals] if acts else [],
        "reason": meaning.reason,
        "applies": meaning.applies,
        "why": why or why_of(meaning),
    }


def why_of(meaning: Meaning) -> str:
    """One sentence: what was understood, or why a person must look."""
    if meaning.code:
        return str(SENTENCES[meaning.code])
    if meaning.by_calendar:
        return _by_calendar(meaning)
    if meaning.intent == Intent.DECLINE:
        return _("辞退とはっきり書かれています。")
    if meaning.intent == Intent.COUNTER:
        return _("別の日時が書かれています：%(days)s。") % {"days": _days(meaning)}
    wish = (
        _("第%(rank)d希望") % {"rank": meaning.choice} if meaning.choice else _("おたずねした日時")
    )
    return _("承諾とはっきり書かれています（%(wish)s）。") % {"wish": wish}


def _by_calendar(meaning: Meaning) -> str:
    if meaning.intent == Intent.ACCEPT:
        return _("予定表で「承諾」の返事です。")
    if meaning.intent == Intent.DECLINE:
        return _("予定表で「辞退」の返事です。")
    return _("予定表で、別の日時の提案です：%(days)s。") % {"days": _days(meaning)}


def _days(meaning: Meaning) -> str:
    return "、".join(_proposal(one).replace("T", " ") for one in meaning.proposals)


def _proposal(one: Proposal) -> str:
    starts = _moment(one.day, one.starts)
    if one.last_day:
        return f"{starts}/{_moment(one.last_day, None)}"
    return f"{starts}/{_moment(one.day, one.ends)}" if one.ends else starts


def _moment(day: date, at: time | None) -> str:
    return f"{day:%Y-%m-%d}T{_clock(at)}" if at else f"{day:%Y-%m-%d}"


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
