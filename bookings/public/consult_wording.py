"""Each state of a 相談 in the words of whoever asked: a heading and one sentence of what happens next.

Data and one choice; asks no row.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from bookings.models import Consultation, ConsultationEvent
from bookings.public.wording import Words
from bookings.status import ConsultationEnd, ConsultationStatus, ConsultationVerb

S, E = ConsultationStatus, ConsultationEnd
_RECEIVED = _("相談を受け付けました")
_BY_MAIL = Words(
    _RECEIVED,
    _("事務局が読んで、メールでお返事します。まだ申込みではないので、日にちは決まっていません。"),
    "ok",
)
_BY_PHONE = Words(
    _RECEIVED,
    _("事務局が読んで、電話でお返事します。まだ申込みではないので、日にちは決まっていません。"),
    "ok",
)
_GOES_ON = Words(_("相談を続けています"), _("事務局が、つづきのお返事をします。"))
_ANSWERED = Words(
    _("事務局がお返事しました"),
    _("聞きたいことや申し込みたいことがあれば、相談のページに書くか、電話してください。"),
    "ok",
)
_REQUESTED = Words(_("申込みになりました"), _("つづきは、申込みのページで見られます。"), "ok")
_OVER = _("相談は終わりました")
_AGAIN = _("まだ聞きたいことがあるときは、相談のページに書くか、電話してください。")
_CLOSED = {
    E.NOBODY_TO_GIVE_IT: Words(
        _("今回は、うかがえません"),
        _("話せる課や講師が見つかりませんでした。この希望があったことは、市の記録に残ります。"),
        "plain",
    ),
    E.RULES: Words(
        _("今回は、うかがえません"),
        _("出前講座の条件に合いませんでした。くわしいことは、事務局に電話で聞いてください。"),
        "plain",
    ),
    E.REFERRED: Words(
        _("ほかの窓口をご案内しました"), _("つづきは、その窓口で聞いてください。"), "plain"
    ),
    E.GROUP_WISH: Words(_("相談を取りやめました"), _AGAIN, "plain"),
    E.UNREACHED: Words(_("連絡がとれませんでした"), _AGAIN, "warn"),
    E.MISTAKE: Words(
        _OVER,
        _("同じ相談がほかにあるか、まちがいのため、終わりました。ちがうときは、電話してください。"),
        "plain",
    ),
    E.OTHER: Words(_OVER, _AGAIN, "plain"),
}


def words_of(row: Consultation, events: Iterable[ConsultationEvent]) -> Words:
    """What happens next, in one sentence."""
    if row.status == S.CLOSED:
        return _CLOSED[E(row.reason)]
    if row.status == S.REQUESTED:
        return _REQUESTED
    if row.status == S.ANSWERED:
        return _ANSWERED
    if any(event.verb == ConsultationVerb.TOLD for event in events):
        return _GOES_ON
    by_mail = row.group.notify_by == row.group.NotifyBy.EMAIL
    return _BY_MAIL if by_mail else _BY_PHONE
