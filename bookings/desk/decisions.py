"""What the office can decide about a mail that no machine may act on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions import queue
from bookings.actions.moves import Refused
from bookings.actions.replies import understanding
from bookings.actions.replies.applying import slots_of
from bookings.answers import Accept, Counter, Decline, Understood
from bookings.desk.forms.base import DeskForm
from bookings.desk.forms.replies import (
    AcceptReplyForm,
    CounterReplyForm,
    DeclineReplyForm,
    RegisterForm,
    TrustForm,
)
from bookings.desk.steps.step import Heard
from bookings.emails.facts import when
from bookings.models import Assignment, WaitingReply
from bookings.status import AssignmentState
from lectures.models import Lecturer

Why = WaitingReply.Why


@dataclass(frozen=True)
class Reply:
    """A waiting mail, the ask that it answers (if known), and what was understood of it."""

    waiting: WaitingReply
    ask: Assignment | None

    @property
    def understood(self) -> Understood | None:
        return understanding.of_json(self.waiting.understood)

    @property
    def awaited(self) -> bool:
        return self.ask is not None and self.ask.state == AssignmentState.ASKED


@dataclass(frozen=True)
class Decision:
    name: str
    title: Promise
    button: Promise
    done: Promise
    act: Callable[[Reply, Any, Heard], object]
    is_open: Callable[[Reply], bool]
    form: type[DeskForm] = DeskForm
    needs_ask: bool = True


def _confirm(reply: Reply, form: DeskForm, heard: Heard) -> None:
    """What was understood, as it stands."""
    understood, ask = reply.understood, reply.ask
    assert ask is not None
    target: dict[str, Any] = {**_target(reply, heard), "assignment_id": ask.pk}
    if isinstance(understood, Accept):
        other = understood.starts_at if understood.starts_at != ask.starts_at else None
        queue.apply_accept(
            **target, rank=understood.rank, starts_at=other, lecturer_ids=understood.lecturer_ids
        )
    elif isinstance(understood, Decline):
        queue.apply_decline(**target, words=understood.reason_text)
    elif isinstance(understood, Counter):
        queue.apply_counter(**target, slots=slots_of(understood, ask), words=understood.note)
    else:
        raise Refused(_now("このメールからは、返事を読み取れませんでした。"))


def _target(reply: Reply, heard: Heard) -> dict[str, Any]:
    return {"waiting_id": reply.waiting.pk, "by": heard.office, "at": heard.at}


def _accept(reply: Reply, form: AcceptReplyForm, heard: Heard) -> None:
    queue.apply_accept(
        **_target(reply, heard), rank=form.rank, starts_at=form.starts_at,
        lecturer_ids=map(int, form.cleaned_data["lecturers"]), assignment_id=form.about.pk,
    )  # fmt: skip


def _is_understood(reply: Reply) -> bool:
    return reply.awaited and isinstance(reply.understood, Accept | Decline | Counter)


DECISIONS = (
    Decision(
        "understood",
        _("読み取ったとおりに記録する"),
        _("このとおり記録する"),
        _("メールの返事を記録しました。"),
        _confirm,
        _is_understood,
    ),
    Decision(
        "trust",
        _("送り主を、この課の人として登録する"),
        _("登録して、もう一度読む"),
        _("送り主を登録して、メールを読み直しました。"),
        lambda reply, form, heard: queue.trust_sender(
            **_target(reply, heard), name=form.cleaned_data["name"]
        ),
        lambda reply: reply.awaited and reply.waiting.why == Why.STRANGER,
        TrustForm,
    ),
    Decision(
        "register",
        _("講師を登録して、引き受けると記録する"),
        _("登録して記録する"),
        _("講師を登録して、返事を記録しました。"),
        lambda reply, form, heard: queue.register_lecturer_and_accept(
            **_target(reply, heard),
            name=form.cleaned_data["name"],
            kana=form.cleaned_data["kana"],
        ),
        lambda reply: reply.awaited and reply.waiting.why == Why.UNKNOWN_LECTURER,
        RegisterForm,
    ),
    Decision(
        "accept",
        _("承諾として記録する"),
        _("承諾として記録する"),
        _("承諾として記録しました。"),
        _accept,
        lambda reply: reply.awaited,
        AcceptReplyForm,
    ),
    Decision(
        "counter",
        _("別の日の提案として記録する"),
        _("別の日の提案として記録する"),
        _("別の日の提案として記録しました。"),
        lambda reply, form, heard: queue.apply_counter(
            **_target(reply, heard),
            slots=form.cleaned_data["slots"],
            words=form.cleaned_data["words"],
            assignment_id=form.about.pk,
        ),
        lambda reply: reply.awaited,
        CounterReplyForm,
    ),
    Decision(
        "decline",
        _("辞退として記録する"),
        _("辞退として記録する"),
        _("辞退として記録しました。次の手を決めてください。"),
        lambda reply, form, heard: queue.apply_decline(
            **_target(reply, heard),
            reason=form.cleaned_data["reason"],
            words=form.cleaned_data["words"],
            assignment_id=form.about.pk,
        ),
        lambda reply: reply.awaited,
        DeclineReplyForm,
    ),
    Decision(
        "aside",
        _("返事ではない"),
        _("返事ではないとして片づける"),
        _("返事ではないとして片づけました。依頼は、そのまま返事を待ちます。"),
        lambda reply, form, heard: queue.set_aside(**_target(reply, heard)),
        lambda reply: True,
        needs_ask=False,
    ),
)


def decision_of(name: str) -> Decision | None:
    return next((row for row in DECISIONS if row.name == name), None)


def words_of(reply: Reply) -> str:
    """What was understood, in one sentence; empty: nothing."""
    understood = reply.understood
    if isinstance(understood, Decline):
        return _now("辞退")
    if isinstance(understood, Counter) and reply.ask is not None:
        slots = slots_of(understood, reply.ask)
        return _now("別の日の提案：") + "、".join(when(row.starts_at, row.ends_at) for row in slots)
    if isinstance(understood, Accept):
        return _accept_words(understood, reply.ask)
    return ""


def _accept_words(understood: Accept, ask: Assignment | None) -> str:
    parts = [_now("承諾")]
    if understood.rank:
        parts.append(_now("第%(rank)d希望") % {"rank": understood.rank})
    if understood.starts_at and ask is not None:
        length = ask.ends_at - ask.starts_at
        parts.append(when(understood.starts_at, understood.starts_at + length))
    elif ask is not None and understood.rank in (None, ask.rank):
        parts.append(when(ask.starts_at, ask.ends_at))
    names = Lecturer.objects.filter(pk__in=understood.lecturer_ids).values_list("name", flat=True)
    if names:
        parts.append(_now("講師 %(names)s") % {"names": "・".join(names)})
    return "　".join(parts)
