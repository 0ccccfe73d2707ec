"""Each state in the words of a citizen: a short heading and one sentence of what happens next."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from bookings.status import RequestStatus as R


@dataclass(frozen=True)
class Words:
    heading: object
    sentence: object
    tone: str = "key"


BY_STATUS = {
    R.SUBMITTED: Words(
        _("申込みを受け付けました（仮受付）"),
        _("日にちは、まだ決まっていません。事務局が内容を確かめて、担当の課に聞きます。"),
    ),
    R.NEEDS_CHANGE: Words(
        _("直してほしいところがあります"),
        _("事務局からのことばを読んで、直して送ってください。"),
        "warn",
    ),
    R.ASKING: Words(
        _("担当の課に聞いています"),
        _("日にちは、まだ決まっていません。うかがえるかどうか、担当の課が確かめています。"),
    ),
    R.PROPOSING: Words(
        _("別の日の提案があります"),
        _("提案された日から、都合のよい日をえらんでください。"),
        "warn",
    ),
    R.CONFIRMED: Words(_("日時が決まりました"), _("その日に、うかがいます。"), "ok"),
    R.CLOSED: Words(_("終わりました"), _("講座は終わりました。ありがとうございました。"), "ok"),
    R.REFUSED: Words(
        _("お受けできませんでした"), _("くわしいことは、事務局に電話で聞いてください。"), "plain"
    ),
    R.WITHDRAWN: Words(_("取り下げました"), _("この申込みは、取り下げられています。"), "plain"),
    R.CANCELLED: Words(_("中止になりました"), _("この申込みの講座は、中止になりました。"), "plain"),
    R.UNFULFILLED: Words(
        _("今回は成立しませんでした"),
        _("うかがえる日が見つかりませんでした。日にちを変えて、もう一度申し込めます。"),
        "plain",
    ),
}
NOBODY_ASKED_NOW = Words(
    _("事務局で調整しています"),
    _("日にちは、まだ決まっていません。事務局が、ほかにうかがえる課や日を考えています。"),
)
NO_LECTURER_YET = Words(
    _("日時が決まりました"),
    _("日時は決まりました。講師は後日お知らせします。"),
    "ok",
)
POSTPONED = Words(_("延期になりました"), _("新しい日が決まりましたら、お知らせします。"), "warn")
AFTER_THE_DAY = Words(
    _("講座の日がすぎました"), _("実施の報告がそろうと、この申込みは終わります。"), "plain"
)
ALL_CALLED_OFF = Words(_("中止になりました"), _("予定していた講座は、中止になりました。"), "plain")
