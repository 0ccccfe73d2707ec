"""Steps about one ask: chase it, take it back, enter what the department said."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions import answering, asking, undoing
from bookings.actions.moves import Refused
from bookings.desk.forms.asks import (
    HeardAcceptForm,
    HeardCounterForm,
    HeardDeclineForm,
    HeardQuestionForm,
)
from bookings.desk.forms.base import DeskForm, ReasonForm
from bookings.desk.steps.step import Heard, Step
from bookings.models import Assignment
from bookings.status import ASSIGNMENT_OPEN, AssignmentState

A = AssignmentState
_UNDOABLE = undoing.UNDOABLE | {A.DECLINED}


def _is(*states: AssignmentState) -> Callable[..., bool]:
    return lambda ask, *, at: ask.state in states


def _may_be_undone(ask: Assignment, *, at: datetime) -> bool:
    """A declined part that was asked again has nothing left to undo."""
    newest = max(row.pk for row in ask.request.assignments.all() if row.part == ask.part)
    return ask.state in _UNDOABLE and ask.pk == newest and at < ask.starts_at


def _remind(ask: Assignment, form: DeskForm, heard: Heard) -> None:
    if not asking.remind(assignment_id=ask.pk, at=heard.at, by=heard.office):
        raise Refused(_now("この依頼は、もう催促しています。次は電話で聞いてください。"))


def _accept(ask: Assignment, form: HeardAcceptForm, heard: Heard) -> None:
    answering.accept(
        assignment_id=ask.pk,
        version=ask.version,
        by=heard.from_department(form),
        at=heard.at,
        rank=form.rank,
        starts_at=form.starts_at,
        lecturer_ids=map(int, form.cleaned_data["lecturers"]),
        said=form.said,
    )


ASK_STEPS = (
    Step(
        "accept",
        _("電話で聞いた返事：引き受ける"),
        _("担当課から電話などで聞いた返事を、代わりに入れます。担当課に確認のメールが届きます。"),
        _("引き受けると記録する"),
        _("担当課の返事を記録しました。"),
        _accept,
        _is(A.ASKED),
        HeardAcceptForm,
    ),
    Step(
        "counter",
        _("電話で聞いた返事：別の日なら"),
        _("提案された日を入れます。団体に知らせて、えらんでもらいます。"),
        _("別の日の提案を記録する"),
        _("別の日の提案を記録しました。"),
        lambda ask, form, heard: answering.counter(
            assignment_id=ask.pk,
            version=ask.version,
            slots=form.cleaned_data["slots"],
            by=heard.from_department(form),
            at=heard.at,
            said=form.said,
        ),
        _is(A.ASKED),
        HeardCounterForm,
    ),
    Step(
        "decline",
        _("電話で聞いた返事：引き受けられない"),
        _("担当課の辞退を記録します。団体には、まだ何も届きません。"),
        _("辞退を記録する"),
        _("担当課の辞退を記録しました。次の手を決めてください。"),
        lambda ask, form, heard: answering.decline(
            assignment_id=ask.pk,
            version=ask.version,
            by=heard.from_department(form),
            at=heard.at,
            reason=form.cleaned_data["reason"],
            said=form.said,
        ),
        _is(A.ASKED),
        HeardDeclineForm,
    ),
    Step(
        "question",
        _("担当課から質問があった"),
        _("質問を経過に残します。依頼はそのまま返事を待ちます。"),
        _("質問を記録する"),
        _("質問を記録しました。"),
        lambda ask, form, heard: answering.question(
            assignment_id=ask.pk, by=heard.from_department(form), at=heard.at, said=form.said
        ),
        _is(A.ASKED),
        HeardQuestionForm,
    ),
    Step(
        "remind",
        _("催促する"),
        _("同じ内容の依頼を、もう一度メールで送ります。一つの依頼に一回だけです。"),
        _("催促のメールを送る"),
        _("催促のメールを送りました。"),
        _remind,
        lambda ask, *, at: ask.state == A.ASKED and ask.reminded_at is None,
    ),
    Step(
        "recall",
        _("依頼を取り消す"),
        _("担当課に、返事はいらなくなったと知らせます。"),
        _("依頼を取り消す"),
        _("依頼を取り消しました。"),
        lambda ask, form, heard: asking.recall(
            assignment_id=ask.pk, by=heard.office, at=heard.at, reason=form.cleaned_data["reason"]
        ),
        _is(*ASSIGNMENT_OPEN),
        ReasonForm,
        stops=True,
    ),
    Step(
        "undo",
        _("返事を取り消す"),
        _(
            "担当課の返事をなかったことにして、もう一度返事を待ちます。決まっていた日時は取り消され、団体と講師に知らせます。"
        ),
        _("返事を取り消す"),
        _("返事を取り消しました。担当課の返事を待っています。"),
        lambda ask, form, heard: undoing.undo(
            assignment_id=ask.pk, version=ask.version, by=heard.office, at=heard.at
        ),
        _may_be_undone,
        stops=True,
    ),
)
