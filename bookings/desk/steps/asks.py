"""Steps about one ask: chase it, take it back, enter what the department said."""

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
from bookings.desk.steps import why_rows as why
from bookings.desk.steps.step import Heard, Step
from bookings.models import Assignment


def _remind(ask: Assignment, form: DeskForm, heard: Heard) -> None:
    chasing.remind_next(assignment_id=ask.pk, at=heard.at, by=heard.office)


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
        why.asked,
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
        why.asked,
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
        why.asked,
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
        why.asked,
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
        why.remind,
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
        why.next_department,
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
        why.recall,
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
        why.support_none,
        SupportNoneForm,
        stops=True,
        concerns=why.is_support,
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
        why.undo,
        stops=True,
    ),
)
