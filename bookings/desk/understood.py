"""What was understood of a waiting mail, and what keeps it from acting, each in one sentence."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.actions.replies.applying import slots_of
from bookings.answers import SENTENCES, Accept, Counter, Decline, Question, Report, Understood
from bookings.emails.facts import when, wishes
from bookings.models import Assignment, WaitingReply
from bookings.sentence import again
from lectures.models import Lecturer

Why = WaitingReply.Why
# What to do next, beside the reason itself.
_ADVICE: dict[str, Promise] = {
    Why.STRANGER: gettext_lazy("課の人と確かめられたら、名簿に加えて読み直せます。"),
    Why.UNAUTHENTICATED: gettext_lazy("電話などで本人に確かめてから、決めてください。"),
    Why.NO_TAG: gettext_lazy("どの依頼への返事か確かめてから、決めてください。"),
    Why.WRONG_TAG: gettext_lazy("どの依頼への返事か、課に確かめてください。"),
    Why.LATE: gettext_lazy("期限の前に送られたので、いまからでも受けられます。"),
    Why.UNKNOWN_LECTURER: gettext_lazy("登録するか、ほかの人をえらぶと、記録できます。"),
}


def words_of(
    understood: Understood | Report | None, ask: Assignment | None, *, unknown: Sequence[str] = ()
) -> str:
    """The reading in one sentence; empty: nothing was read. `unknown`: names that fit nobody."""
    if isinstance(understood, Report):
        return _report_words(understood)
    if isinstance(understood, Decline):
        return _decline_words(understood)
    if isinstance(understood, Question):
        return _("質問です。")
    if isinstance(understood, Counter) and ask is not None:
        slots = "、".join(when(row.starts_at, row.ends_at) for row in slots_of(understood, ask))
        return _("別の日の提案です：%(slots)s") % {"slots": slots}
    if isinstance(understood, Accept) and ask is None:
        return _names_alone(understood) + _unknown_words(unknown)
    if isinstance(understood, Accept) and ask is not None:
        return _accept_words(understood, ask) + _unknown_words(unknown)
    return ""


def why_not(waiting: WaitingReply) -> str:
    """Beside the reason's own label: the sentence that the judge kept, and what helps."""
    reason = SENTENCES.get(waiting.understood.get("reason", ""), "")
    # Rows from before `sentence` have only the words of the source language.
    said = again(waiting.sentence) if waiting.sentence else waiting.detail and _(waiting.detail)
    detail = said or str(reason)
    advice = _ADVICE.get(waiting.why, "")
    if waiting.why == Why.STRANGER and waiting.assignment_id is None:
        advice = _ADVICE[Why.UNAUTHENTICATED]  # there is no ask whose list could hold the sender
    return " ".join(filter(None, [detail, str(advice)]))


def arrived_late(sent_at: datetime, received_at: datetime) -> bool:
    """Whether somebody held it back on the way."""
    return (received_at - sent_at).total_seconds() > 3600


def _report_words(understood: Report) -> str:
    """Only the figures that were read."""
    figures = (
        (understood.adults, _("大人%(number)d人")),
        (understood.children, _("子ども%(number)d人")),
        (understood.minutes, _("%(number)d分")),
    )
    read = "、".join(words % {"number": number} for number, words in figures if number is not None)
    return _("実施の報告です：%(figures)s") % {"figures": read} if read else ""


def _decline_words(understood: Decline) -> str:
    if not understood.reason_text:
        return _("引き受けられない、という返事です。")
    return _("引き受けられない、という返事です。わけ：%(reason)s") % {
        "reason": understood.reason_text
    }


def _accept_words(understood: Accept, ask: Assignment) -> str:
    said = _("%(slot)sを引き受ける、という返事です。") % {"slot": _slot_words(understood, ask)}
    return said + _lecturer_words(understood)


def _names_alone(understood: Accept) -> str:
    """Of a date that is fixed: who goes, or a lecturer's own yes."""
    return _lecturer_words(understood) or _("引き受ける、という返事です。")


def _lecturer_words(understood: Accept) -> str:
    if not understood.lecturer_ids:
        return ""
    names = Lecturer.objects.filter(pk__in=understood.lecturer_ids).order_by("pk")
    return _("講師は%(names)sです。") % {"names": "・".join(row.name for row in names)}


def _unknown_words(names: Sequence[str]) -> str:
    if not names:
        return ""
    return _("講師「%(names)s」は、だれか決められないので入りません。") % {
        "names": "・".join(names)
    }


def _slot_words(understood: Accept, ask: Assignment) -> str:
    rank = understood.rank
    named = _("第%(rank)d希望 ") % {"rank": rank} if rank else ""
    if understood.starts_at is not None:
        length = ask.ends_at - ask.starts_at
        return named + when(understood.starts_at, understood.starts_at + length)
    if rank in (None, ask.rank):
        return named + when(ask.starts_at, ask.ends_at)
    wish = next((row for row in wishes(ask.request) if row["rank"] == rank), None)
    if wish is None:
        return named.strip()
    exact = str(wish["when"]) if wish["exact"] else f"{wish['day']}{wish['part']}"
    return named + exact
