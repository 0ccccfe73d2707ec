"""What the office can decide about a mail that no machine may act on, the likeliest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.actions import queue
from bookings.actions.queue.elsewhere import may_be_taken
from bookings.actions.queue.entries import understood_of
from bookings.answers import Accept, Counter, Decline, Understood
from bookings.desk.forms.base import DeskForm
from bookings.desk.forms.replies import (
    AcceptReplyForm,
    CounterReplyForm,
    DeclineReplyForm,
    HandOverForm,
    QuestionForm,
    RegisterForm,
    TrustForm,
)
from bookings.desk.steps.step import Heard
from bookings.models import Assignment, WaitingReply
from bookings.status import AssignmentRole, AssignmentState

Why = WaitingReply.Why


@dataclass(frozen=True)
class Reply:
    """A waiting mail, the ask that it answers (if known), and what was understood of it."""

    waiting: WaitingReply
    ask: Assignment | None
    understood: Understood | None
    at: datetime

    @property
    def awaited(self) -> bool:
        return self.ask is not None and self.ask.state == AssignmentState.ASKED


def reply_of(waiting: WaitingReply, ask: Assignment | None, *, at: datetime) -> Reply:
    return Reply(waiting, ask, understood_of(waiting, ask, at=at), at)


@dataclass(frozen=True)
class Decision:
    """`act` gets the mail, the valid form, who and when; `stops`: it ends something."""

    name: str
    title: Promise
    button: Promise
    done: Promise
    act: Callable[[Reply, Any, Heard], object]
    is_open: Callable[[Reply], bool]
    form: type[DeskForm] = DeskForm
    needs_ask: bool = True
    explains: Promise | str = ""


def _target(reply: Reply, heard: Heard) -> dict[str, Any]:
    return {"waiting_id": reply.waiting.pk, "by": heard.office, "at": heard.at}


def _on(reply: Reply, heard: Heard) -> dict[str, Any]:
    assert reply.ask is not None
    return {**_target(reply, heard), "assignment_id": reply.ask.pk}


def _accept(reply: Reply, form: AcceptReplyForm, heard: Heard) -> None:
    queue.apply_accept(
        **_on(reply, heard), rank=form.rank, starts_at=form.starts_at,
        lecturer_ids=map(int, form.cleaned_data["lecturers"]),
    )  # fmt: skip


def _is_understood(reply: Reply) -> bool:
    return reply.awaited and isinstance(reply.understood, Accept | Decline | Counter)


def _may_be_handed_over(reply: Reply) -> bool:
    return (
        reply.ask is not None and reply.awaited and reply.ask.role == AssignmentRole.LECTURE
        and reply.ask.starts_at > reply.at
    )  # fmt: skip


def _may_be_taken(reply: Reply) -> bool:
    late, ask = reply.waiting.why == Why.LATE, reply.ask
    return late and ask is not None and may_be_taken(ask, at=reply.at)


DECISIONS = (
    Decision(
        "after-all",
        _("期限の前に送られた返事として受ける"),
        _("この返事を受ける"),
        _("返事を記録しました。ほかの課への依頼は取り消しました。"),
        lambda reply, form, heard: queue.take_after_all(**_target(reply, heard)),
        _may_be_taken,
        explains=_("そのあとで依頼した課には、依頼の取消しがメールで届きます。"),
    ),
    Decision(
        "understood",
        _("読み取ったとおりに記録する"),
        _("このとおり記録する"),
        _("メールの返事を記録しました。"),
        lambda reply, form, heard: queue.apply_understood(**_on(reply, heard)),
        _is_understood,
        explains=_("課の登録アドレスに、記録した知らせが届きます。取り消すリンクもつきます。"),
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
            **_on(reply, heard),
            slots=form.cleaned_data["slots"],
            words=form.cleaned_data["words"],
        ),
        lambda reply: reply.awaited,
        CounterReplyForm,
        explains=_("団体に届き、団体がえらぶと日時が決まります。"),
    ),
    Decision(
        "decline",
        _("辞退として記録する"),
        _("辞退として記録する"),
        _("辞退として記録しました。次の手を決めてください。"),
        lambda reply, form, heard: queue.apply_decline(
            **_on(reply, heard),
            reason=form.cleaned_data["reason"],
            words=form.cleaned_data["words"],
        ),
        lambda reply: reply.awaited,
        DeclineReplyForm,
    ),
    Decision(
        "question",
        _("質問として記録する"),
        _("質問として記録する"),
        _("質問として記録しました。依頼は、そのまま返事を待ちます。"),
        lambda reply, form, heard: queue.apply_question(
            **_on(reply, heard), words=form.cleaned_data["words"], answered=form.told
        ),
        lambda reply: reply.awaited,
        QuestionForm,
    ),
    Decision(
        "hand-over",
        _("ほかの課に依頼する"),
        _("この課に依頼する"),
        _("ほかの課に依頼しました。"),
        lambda reply, form, heard: queue.hand_over(
            **_on(reply, heard), department_id=int(form.cleaned_data["department"])
        ),
        _may_be_handed_over,
        HandOverForm,
        explains=_("いまの課には、依頼の取消しがメールで1通届きます。"),
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
# Which decision a reason most often leads to. The others follow in the order above.
_LIKELY = {
    Why.STRANGER: "trust",
    Why.UNKNOWN_LECTURER: "register",
    Why.QUESTION: "question",
    Why.CLOSED: "aside",
}
_HANDED_OVER = "handed_over"


def decision_of(name: str) -> Decision | None:
    return next((row for row in DECISIONS if row.name == name), None)


def open_decisions(reply: Reply) -> list[Decision]:
    """What can be decided now, the likeliest first."""
    likely = _LIKELY.get(WaitingReply.Why(reply.waiting.why), "")
    if reply.waiting.understood.get("reason") == _HANDED_OVER:
        likely = "hand-over"
    found = [row for row in DECISIONS if row.is_open(reply)]
    return sorted(found, key=lambda row: row.name != likely)
