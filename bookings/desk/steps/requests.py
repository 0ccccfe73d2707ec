"""Steps about a whole request."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from bookings.actions import asking, deciding, noting, sessions, supporting
from bookings.actions.moves import Actor, By
from bookings.desk.forms.asks import NONE, AskForm, TakeCounterForm
from bookings.desk.forms.base import (
    GroupSaidForm,
    NoteForm,
    ToldForm,
    WordsForm,
)
from bookings.desk.forms.ending import CancelForm, GiveUpForm, RefusalForm
from bookings.desk.forms.sessions import AgreedForm
from bookings.desk.forms.supports import SupportForm
from bookings.desk.steps import why_request as why
from bookings.desk.steps.group import GROUP_STEPS
from bookings.desk.steps.step import Heard, Step
from bookings.models import BookingRequest
from bookings.status import RequestStatus, Way

R = RequestStatus


def _take_or_refuse(request: BookingRequest, form: TakeCounterForm, heard: Heard) -> None:
    said, by = form.cleaned_data, heard.from_group(form)
    if said["which"] == NONE:
        deciding.refuse_counter(request_id=request.pk, by=by, at=heard.at, words=said["words"])
    else:
        deciding.take_counter(request_id=request.pk, slot_id=int(said["which"]), by=by, at=heard.at)


def _told(request: BookingRequest, form: ToldForm, heard: Heard) -> None:
    said = form.cleaned_data
    by = By(Actor.OFFICE, Way(said["way"]), heard.user)
    noting.told(request_id=request.pk, by=by, at=heard.at, words=said["words"])


def _with_reason(action: Callable[..., object]) -> Callable[..., object]:
    return lambda request, form, heard: action(
        request_id=request.pk,
        by=heard.office,
        at=heard.at,
        reason=form.cleaned_data["reason"],
        words=form.said,
    )


REQUEST_STEPS = (
    Step(
        "ask",
        _("担当課に依頼する"),
        _("えらんだ日時で、担当課にメールが届きます。団体には、まだ何も届きません。"),
        _("依頼する"),
        _("担当課に依頼しました。"),
        lambda request, form, heard: asking.ask(
            request_id=request.pk, by=heard.office, at=heard.at, **form.what
        ),
        why.ask,
        AskForm,
    ),
    Step(
        "support",
        _("手話通訳・要約筆記などを頼む"),
        _(
            "えらんだ課に、講座とは別の依頼のメールが届きます。返事を待つあいだも、講座の日時は決まったままです。"
            "決まると、団体に知らせます。"
        ),
        _("頼む"),
        _("課に頼みました。"),
        lambda request, form, heard: supporting.ask_support(
            request_id=request.pk, by=heard.office, at=heard.at, **form.what
        ),
        why.support,
        SupportForm,
    ),
    Step(
        "agreed",
        _("もう担当課と決まっている"),
        _(
            "担当課と日時が決まっているときに使います。依頼のメールは出さず、決定として団体と講師に知らせます。"
        ),
        _("決定にする"),
        _("日時を決定にしました。"),
        lambda request, form, heard: deciding.confirm_agreed(
            request_id=request.pk,
            slot=form.cleaned_data["slot"],
            lecturer_ids=map(int, form.cleaned_data["lecturers"]),
            by=heard.office,
            at=heard.at,
            note=form.let_go,
        ),
        why.unless(R.SUBMITTED, words=why.AGREED),
        AgreedForm,
    ),
    Step(
        "choice",
        _("提案された日への、団体の返事を入れる"),
        _(
            "電話などで聞いた返事を入れます。えらんだ日があれば、その日に決まり、担当課と講師に届きます。"
        ),
        _("返事を記録する"),
        _("団体の返事を記録しました。"),
        _take_or_refuse,
        why.choice,
        TakeCounterForm,
    ),
    Step(
        "told",
        _("団体に知らせた"),
        _("メールのない団体に、電話や郵便で知らせたことを記録します。"),
        _("知らせたと記録する"),
        _("団体に知らせたと記録しました。"),
        _told,
        why.told,
        ToldForm,
        tells=False,
    ),
    Step(
        "change",
        _("団体に直してもらう"),
        _("直してほしいことを団体に知らせます。担当課への依頼は、いったん取り消します。"),
        _("直しをお願いする"),
        _("団体に直しをお願いしました。"),
        lambda request, form, heard: deciding.want_change(
            request_id=request.pk, by=heard.office, at=heard.at, words=form.cleaned_data["words"]
        ),
        why.may_become(R.NEEDS_CHANGE, words=why.CHANGE),
        WordsForm,
    ),
    Step(
        "add",
        _("回を加える"),
        _("同じ申込みで、もう一回行うときに使います。団体と講師に知らせます。"),
        _("回を加える"),
        _("回を加えました。"),
        lambda request, form, heard: sessions.add(
            request_id=request.pk,
            slot=form.cleaned_data["slot"],
            lecturer_ids=map(int, form.cleaned_data["lecturers"]),
            by=heard.office,
            at=heard.at,
            note=form.let_go,
        ),
        why.unless(R.CONFIRMED, words=why.ADD),
        AgreedForm,
    ),
    *GROUP_STEPS,
    Step(
        "note",
        _("書きとめる"),
        _("経過に一行を残します。だれにも届きません。"),
        _("書きとめる"),
        _("書きとめました。"),
        lambda request, form, heard: noting.note(
            request_id=request.pk, words=form.cleaned_data["words"], by=heard.office, at=heard.at
        ),
        why.never,
        NoteForm,
        tells=False,
    ),
    Step(
        "refuse",
        _("お受けできないと決める"),
        _("不承認として、理由とことばを団体に知らせます。あとから戻せません。"),
        _("不承認にする"),
        _("不承認にしました。"),
        _with_reason(deciding.refuse),
        why.may_become(R.REFUSED, words=why.REFUSE),
        RefusalForm,
        stops=True,
    ),
    Step(
        "withdraw",
        _("団体が取り下げた"),
        _(
            "団体から取下げの連絡があったときに使います。依頼と、これからの回も取り消します。あとから戻せません。"
        ),
        _("取下げにする"),
        _("取下げにしました。"),
        lambda request, form, heard: deciding.withdraw(
            request_id=request.pk,
            by=heard.from_group(form),
            at=heard.at,
            words=form.cleaned_data["words"],
        ),
        why.may_end(R.WITHDRAWN, words={}),
        GroupSaidForm,
        stops=True,
    ),
    Step(
        "cancel",
        _("市の都合で中止する"),
        _("申込み全体を中止し、団体・担当課・講師に知らせます。あとから戻せません。"),
        _("中止にする"),
        _("中止にしました。"),
        _with_reason(deciding.cancel),
        why.may_end(R.CANCELLED, words=why.CANCEL),
        CancelForm,
        stops=True,
    ),
    Step(
        "give-up",
        _("不成立にする"),
        _("日時や講師が見つからなかったときに使います。団体に知らせます。あとから戻せません。"),
        _("不成立にする"),
        _("不成立にしました。"),
        _with_reason(deciding.give_up),
        why.may_end(R.UNFULFILLED, words=why.GIVE_UP),
        GiveUpForm,
        stops=True,
    ),
)
