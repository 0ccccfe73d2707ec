"""Each state in the words of a citizen: a short heading and one sentence of what happens next.

One table, read from the top: the first row that fits is shown. Data; asks no row and no clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from bookings.status import RequestStatus as R


@dataclass(frozen=True)
class Words:
    heading: object
    sentence: object
    tone: str = "key"


@dataclass(frozen=True)
class Standing:
    """What decides about the sentence besides the status."""

    mail_open: bool = False  # the address waits for its confirmation
    agreed: bool = False  # a department is said to have promised the time
    asked: bool = False  # some department has the lecture on its desk
    offered: bool = False  # a proposed date can still be chosen
    ahead: bool = False  # a session is still to come
    today: bool = False  # and it is on this day
    past: bool = False  # a session is over and not reported
    postponed: bool = False
    proposed: bool = False  # for each session put off, the group has sent days
    delivered: bool = False
    nameless: bool = False  # a session to come has no lecturer yet
    wished: bool = False  # another date or place waits for its answer
    by_office: bool = False  # which the office gives: no one department can
    survey: bool = False  # a questionnaire can be answered


@dataclass(frozen=True)
class Row:
    """`when`: what must hold; what is not named may be either way."""

    status: R
    words: Words
    when: Mapping[str, bool]


def _row(status: R, heading: object, sentence: object, tone: str = "key", **when: bool) -> Row:
    return Row(status, Words(heading, sentence, tone), when)


_RECEIVED = _("申込みを受け付けました（仮受付）")
_FIXED = _("日時が決まりました")
_POSTPONED = _("延期になりました")

TABLE = (
    _row(
        R.SUBMITTED, _RECEIVED,
        _("届いたメールにあるボタンをおしてください。おすと、担当の課に聞きます。"), "warn",
        mail_open=True,
    ),
    _row(
        R.SUBMITTED, _RECEIVED,
        _("約束ずみの日時を事務局が担当の課に確かめて、決まったらお知らせします。"), agreed=True,
    ),
    _row(
        R.SUBMITTED, _RECEIVED,
        _("日にちは、まだ決まっていません。事務局が内容を確かめて、担当の課に聞きます。"),
    ),
    _row(
        R.NEEDS_CHANGE, _("直してほしいところがあります"),
        _("事務局からのことばを読んで、直して送ってください。"), "warn",
    ),
    _row(
        R.ASKING, _POSTPONED,
        _("新しい日にうかがえるかどうか、担当の課が確かめています。"), "warn",
        asked=True, postponed=True,
    ),
    _row(
        R.ASKING, _POSTPONED,
        _("事務局が新しい日を考えています。決まったらお知らせします。"), "warn",
        asked=False, postponed=True,
    ),
    _row(
        R.ASKING, _("担当の課に聞いています"),
        _("日にちは、まだ決まっていません。うかがえるかどうか、担当の課が確かめています。"),
        asked=True,
    ),
    _row(
        R.ASKING, _("事務局で調整しています"),
        _("日にちは、まだ決まっていません。事務局が、ほかにうかがえる課や日を考えています。"),
    ),
    _row(
        R.PROPOSING, _("別の日の提案があります"),
        _("提案された日は、どれもすぎました。どんな日ならよいか、下に書いてください。"), "warn",
        offered=False,
    ),
    _row(
        R.PROPOSING, _("別の日の提案があります"),
        _("提案された日から、都合のよい日をえらんでください。"), "warn",
    ),
    _row(
        R.CONFIRMED, _FIXED,
        _("変更の希望を事務局に伝えました。返事があるまで、いまの日時のままです。"), "ok",
        wished=True, ahead=True, by_office=True,
    ),
    _row(
        R.CONFIRMED, _FIXED,
        _("変更の希望を担当の課に伝えました。返事があるまで、いまの日時のままです。"), "ok",
        wished=True, ahead=True,
    ),
    _row(R.CONFIRMED, _("きょうが講座の日です"), _("この時間に、うかがいます。"), "ok", today=True),
    _row(
        R.CONFIRMED, _("延期になった回があります"),
        _("決まっている日には、うかがいます。延期した回は、新しい日が決まりしだいお知らせします。"),
        "warn", ahead=True, postponed=True,
    ),
    _row(
        R.CONFIRMED, _POSTPONED,
        _("新しい日の希望を受け取りました。日が決まりましたら、お知らせします。"), "warn",
        postponed=True, proposed=True,
    ),
    _row(
        R.CONFIRMED, _POSTPONED,
        _("新しい日が決まりましたら、お知らせします。都合のよい日を、このページから送れます。"), "warn",
        postponed=True,
    ),
    _row(
        R.CONFIRMED, _FIXED, _("日時は決まりました。講師は後日お知らせします。"), "ok",
        ahead=True, nameless=True,
    ),
    _row(
        R.CONFIRMED, _("つぎの回があります"), _("つぎの日に、うかがいます。"), "ok",
        ahead=True, delivered=True,
    ),
    _row(R.CONFIRMED, _FIXED, _("その日に、うかがいます。"), "ok", ahead=True),
    _row(
        R.CONFIRMED, _("講座の日がすぎました"),
        _("実施の報告がそろうと、この申込みは終わります。"), "plain", past=True,
    ),
    _row(R.CONFIRMED, _FIXED, _("くわしいことは、事務局からお知らせします。"), "ok"),
    _row(
        R.CLOSED, _("中止になりました"), _("予定していた講座は、中止になりました。"), "plain",
        delivered=False,
    ),
    _row(
        R.CLOSED, _("終わりました"),
        _("講座は終わりました。よければ、アンケートに答えてください。"), "ok", survey=True,
    ),
    _row(R.CLOSED, _("終わりました"), _("講座は終わりました。ありがとうございました。"), "ok"),
    _row(
        R.REFUSED, _("お受けできませんでした"),
        _("くわしいことは、事務局に電話で聞いてください。"), "plain",
    ),
    _row(
        R.WITHDRAWN, _("取り下げました"), _("この申込みは、取り下げられています。"), "plain"
    ),
    _row(
        R.CANCELLED, _("中止になりました"), _("この申込みの講座は、中止になりました。"), "plain"
    ),
    _row(
        R.UNFULFILLED, _("今回は成立しませんでした"),
        _("うかがえる日が見つかりませんでした。日にちを変えて、もう一度申し込めます。"), "plain",
    ),
)  # fmt: skip


def words_of(status: str, standing: Standing) -> Words:
    """The last row of each status asks for nothing, so that one always fits."""
    return next(
        row.words
        for row in TABLE
        if row.status == status
        and all(getattr(standing, name) is value for name, value in row.when.items())
    )
