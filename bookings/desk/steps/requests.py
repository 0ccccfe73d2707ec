"""Steps about a whole request."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from bookings.actions import asking, deciding, noting, sessions, supporting
from bookings.actions.moves import Actor, By
from bookings.desk.forms.asks import NONE, AskForm, TakeCounterForm
from bookings.desk.forms.base import (
    GroupSaidForm,
    NoteForm,
    ReasonAndWordsForm,
    ToldForm,
    WordsForm,
)
from bookings.desk.forms.sessions import AgreedForm
from bookings.desk.forms.supports import SupportForm
from bookings.desk.steps.step import Heard, Step
from bookings.models import ApplicantGroup, BookingRequest
from bookings.status import (
    ASSIGNMENT_STANDING,
    REQUEST_MOVES,
    AssignmentRole,
    AssignmentState,
    RequestStatus,
    Way,
)

R = RequestStatus
_Open = Callable[..., bool]


def _may_become(status: RequestStatus) -> _Open:
    return lambda request, *, at: status in REQUEST_MOVES[R(request.status)]


def _is(*statuses: RequestStatus) -> _Open:
    return lambda request, *, at: request.status in statuses


def _somebody_unasked(request: BookingRequest, *, at: datetime) -> bool:
    """Some part has no standing ask."""
    if request.status not in asking.ASKABLE - {R.CONFIRMED}:
        return False
    standing = sum(
        row.state in ASSIGNMENT_STANDING and row.role == AssignmentRole.LECTURE
        for row in request.assignments.all()
    )
    return standing < 1 + len(request.lecture.other_departments.all())


def _proposed(request: BookingRequest, *, at: datetime) -> bool:
    return any(
        row.state == AssignmentState.COUNTERED and row.role == AssignmentRole.LECTURE
        for row in request.assignments.all()
    )


def _support_can_be_asked(request: BookingRequest, *, at: datetime) -> bool:
    """It stands beside a time that the lecture has or is asked for."""
    return request.status in supporting.ASKABLE and bool(supporting.slots_of(request, at=at))


def _told_by_hand(request: BookingRequest, *, at: datetime) -> bool:
    group = request.group
    return group is not None and group.notify_by != ApplicantGroup.NotifyBy.EMAIL


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
        words=form.cleaned_data["words"],
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
        _somebody_unasked,
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
        _support_can_be_asked,
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
        ),
        _is(R.SUBMITTED),
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
        _proposed,
        TakeCounterForm,
    ),
    Step(
        "told",
        _("団体に知らせた"),
        _("メールのない団体に、電話や郵便で知らせたことを記録します。"),
        _("知らせたと記録する"),
        _("団体に知らせたと記録しました。"),
        _told,
        _told_by_hand,
        ToldForm,
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
        _may_become(R.NEEDS_CHANGE),
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
        ),
        _is(R.CONFIRMED),
        AgreedForm,
    ),
    Step(
        "note",
        _("書きとめる"),
        _("経過に一行を残します。だれにも届きません。"),
        _("書きとめる"),
        _("書きとめました。"),
        lambda request, form, heard: noting.note(
            request_id=request.pk, words=form.cleaned_data["words"], by=heard.office, at=heard.at
        ),
        lambda request, *, at: True,
        NoteForm,
    ),
    Step(
        "refuse",
        _("お受けできないと決める"),
        _("不承認として、理由とことばを団体に知らせます。あとから戻せません。"),
        _("不承認にする"),
        _("不承認にしました。"),
        _with_reason(deciding.refuse),
        _may_become(R.REFUSED),
        ReasonAndWordsForm,
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
        _may_become(R.WITHDRAWN),
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
        _may_become(R.CANCELLED),
        ReasonAndWordsForm,
        stops=True,
    ),
    Step(
        "give-up",
        _("不成立にする"),
        _("日時や講師が見つからなかったときに使います。団体に知らせます。あとから戻せません。"),
        _("不成立にする"),
        _("不成立にしました。"),
        _with_reason(deciding.give_up),
        _may_become(R.UNFULFILLED),
        ReasonAndWordsForm,
        stops=True,
    ),
)
