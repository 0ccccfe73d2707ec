"""Steps about one ask: chase it, take it back, enter what the department said."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from bookings.actions import answering, asking, chasing, supporting, undoing
from bookings.desk.forms.asks import (
    HeardAcceptForm,
    HeardCounterForm,
    HeardDeclineForm,
    HeardQuestionForm,
    NextForm,
)
from bookings.desk.forms.base import DeskForm, ReasonForm
from bookings.desk.forms.supports import SupportNoneForm
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


def _support_is_refused(ask: Assignment, *, at: datetime) -> bool:
    return supporting.may_tell_none(ask) and supporting.session_of(ask) is not None


def _remind(ask: Assignment, form: DeskForm, heard: Heard) -> None:
    chasing.remind_next(assignment_id=ask.pk, at=heard.at, by=heard.office)


def _has_next(ask: Assignment, *, at: datetime) -> bool:
    may = ask.starts_at > at and ask.state != A.RECALLED and chasing.may_go_on(ask)
    return may and chasing.next_department(ask, at=at) is not None


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
        _(
            "同じ内容の依頼を、もう一度メールで送ります。一つの依頼に二回までで、"
            "二回目は課の「代理・上司」にも届きます。"
        ),
        _("催促のメールを送る"),
        _("催促のメールを送りました。"),
        _remind,
        lambda ask, *, at: ask.state == A.ASKED and ask.second_reminded_at is None,
    ),
    Step(
        "next",
        _("次の課に依頼する"),
        _(
            "講座の「次の候補の課」に、同じ日時で依頼します。"
            "いまの課がまだ返事をしていないときは、依頼の取消しを知らせます。"
        ),
        _("次の課に依頼する"),
        _("次の課に依頼しました。"),
        lambda ask, form, heard: chasing.hand_on(
            assignment_id=ask.pk,
            by=heard.office,
            at=heard.at,
            department_id=int(form.cleaned_data["department"]),
        ),
        _has_next,
        NextForm,
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
        "support-none",
        _("団体に、用意できないと知らせる"),
        _("講座の日時は変わりません。ことばをそえて、団体に知らせます。"),
        _("団体に知らせる"),
        _("用意できないことを、団体に知らせました。"),
        lambda ask, form, heard: supporting.tell_none(
            assignment_id=ask.pk,
            words=form.cleaned_data["words"],
            by=heard.office,
            at=heard.at,
        ),
        _support_is_refused,
        SupportNoneForm,
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
