"""Steps that answer what a group wrote or wishes on its own page."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.actions import off_menu, talking, wishing
from bookings.actions.moves import Refused
from bookings.desk.forms.group import KEEP, ChangeAnswerForm, ReplyForm, TitleForm
from bookings.desk.steps.step import Heard, Step
from bookings.models import BookingRequest, ChangeWish

_NOT_OFF_MENU = _("この申込みの講座は、メニューの講座です。")


def _no_wish(request: BookingRequest, *, at: datetime) -> Promise | str:
    if ChangeWish.objects.live(at=at).filter(session__request=request).exists():
        return ""
    return _("返事を待っている変更の希望は、ありません。")


def _wished(request: BookingRequest) -> bool:
    rows = ChangeWish.objects.filter(session__request=request.pk, state=ChangeWish.State.OPEN)
    return rows.exists()


def _answer_change(request: BookingRequest, form: ChangeAnswerForm, heard: Heard) -> None:
    said = form.cleaned_data
    if form.wish is None:
        raise Refused(str(_no_wish(request, at=heard.at)))
    if said["choice"] == KEEP:
        wishing.keep(wish_id=form.wish.pk, by=heard.office, at=heard.at, words=said["words"])
    else:
        rank = int(said["choice"])
        wishing.grant(wish_id=form.wish.pk, rank=rank, by=heard.office, at=heard.at)


GROUP_STEPS = (
    Step(
        "change-wish",
        _("団体の変更の希望に答える"),
        _(
            "担当課に電話などで聞いた返事を入れます。えらんだ日時に変わると、団体・担当課・講師に知らせます。"
            "変えられないときは、前に決まった日時のままだと団体に知らせます。"
        ),
        _("返事を記録する"),
        _("変更の希望への返事を記録しました。"),
        _answer_change,
        _no_wish,
        ChangeAnswerForm,
        concerns=_wished,
    ),
    Step(
        "reply",
        _("団体に返事を書く"),
        _(
            "書いたことは、団体のページに出て、メールでも届きます。メールのない団体は、電話・手紙の一覧に入ります。"
        ),
        _("返事を送る"),
        _("団体に返事をしました。"),
        lambda request, form, heard: talking.reply(
            request_id=request.pk, words=form.cleaned_data["words"], by=heard.office, at=heard.at
        ),
        lambda request, *, at: "",
        ReplyForm,
    ),
    Step(
        "title",
        _("メニューにない話の名前を直す"),
        _("この申込みだけの講座の名前が変わります。だれにも知らせません。"),
        _("名前を直す"),
        _("名前を直しました。"),
        lambda request, form, heard: off_menu.rename(
            request_id=request.pk, title=form.cleaned_data["title"], by=heard.office, at=heard.at
        ),
        lambda request, *, at: "" if request.lecture.off_menu else _NOT_OFF_MENU,
        TitleForm,
        tells=False,
        concerns=lambda request: request.lecture.off_menu,
    ),
)
