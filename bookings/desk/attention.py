"""The list at the top of the desk: a sentence, a count, one thing to do. Constant queries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.desk import matters, turn
from bookings.models import BookingRequest

_NAMED = 3


@dataclass(frozen=True)
class Kind:
    """One kind of matter about requests."""

    key: str
    sentence: Promise
    action: Promise
    tone: str  # bad, warn or key: the colour beside the words
    rows: Callable[..., QuerySet[BookingRequest]]


@dataclass(frozen=True)
class Matter:
    """One row of the list."""

    sentence: Promise
    action: Promise
    tone: str
    count: int
    url: str
    examples: str = ""


KINDS = (
    Kind(
        "silent",
        _("催促しても返事がない依頼"),
        _("電話するか、次の課に依頼する"),
        "bad",
        matters.asks_silent,
    ),
    Kind("past-due", _("返事の期限をすぎた依頼"), _("催促する"), "bad", matters.asks_past_due),
    Kind(
        "no-taker",
        _("引き受ける課がまだない申込み"),
        _("次の手を決める"),
        "bad",
        matters.asks_without_a_taker,
    ),
    Kind(
        "no-report",
        _("終わったのに報告がない講座"),
        _("報告を入れる"),
        "bad",
        matters.without_report,
    ),
    Kind("to-tell", _("電話か郵便で知らせる団体"), _("知らせる"), "bad", matters.groups_to_tell),
    Kind(
        "supports",
        _("手話通訳・要約筆記などで、手を打つ申込み"),
        _("次の手を決める"),
        "bad",
        matters.supports_to_settle,
    ),
    Kind("new", _("新しい申込み"), _("担当課に依頼する"), "warn", matters.new_requests),
    Kind("questions", _("担当課からの質問"), _("答える"), "warn", matters.questions),
    Kind(
        "no-date",
        _("延期したまま、新しい日がない講座"),
        _("日を決める"),
        "warn",
        matters.without_new_date,
    ),
    Kind(
        "counters",
        _("提案した日への返事が3日以上ない団体"),
        _("団体に聞く"),
        "warn",
        matters.counters_waiting,
    ),
    Kind(
        "no-lecturer",
        _("日時は決まり、講師がまだの講座"),
        _("講師を決める"),
        "key",
        matters.without_lecturer,
    ),
)


def kind_of(key: str) -> Kind | None:
    return next((kind for kind in KINDS if kind.key == key), None)


def matters_now(*, at: datetime) -> list[Matter]:
    """Everything that waits for the office, the most pressing first; nothing without a count."""
    found = [
        *_replies(at),
        *_mails(at),
        *_texts(at),
        *_turn(at),
        *(_of_requests(kind, at=at) for kind in KINDS),
    ]
    order = ("bad", "warn", "key")
    return sorted((row for row in found if row.count), key=lambda row: order.index(row.tone))


def _of_requests(kind: Kind, *, at: datetime) -> Matter:
    rows = kind.rows(at=at)
    count = rows.count()
    first = list(
        rows.select_related("group", "fiscal_year").order_by("submitted_at", "pk")[:_NAMED]
    )
    url = f"{reverse('desk:inbox')}?matter={kind.key}"
    if len(first) == 1:
        url = reverse("desk:request", args=[first[0].public_id])
    names = "、".join(f"{row.reference} {row.group}" for row in first)
    return Matter(kind.sentence, kind.action, kind.tone, count, url, names)


def _replies(at: datetime) -> Iterator[Matter]:
    yield Matter(
        _("人が読んで決めるメールの返事"),
        _("読んで決める"),
        "bad",
        matters.waiting_replies(at=at).count(),
        reverse("desk:replies"),
    )


def _mails(at: datetime) -> Iterator[Matter]:
    yield Matter(
        _("届いていない、または届いたか分からないメール"),
        _("確かめる"),
        "bad",
        matters.troubled_mails(at=at).count(),
        reverse("desk:mails") + "?show=open",
    )


def _turn(at: datetime) -> Iterator[Matter]:
    overview, url = turn.overview(at=at), reverse("desk:turn")
    yield Matter(
        _("引き継ぐ課のない依頼と講座"),
        _("課を決める"),
        "bad",
        overview.orphan_count,
        url,
    )
    yield Matter(
        _("異動で講師がいなくなる講座"),
        _("だれが行くか、課にきく"),
        "warn",
        overview.open_count,
        url,
    )


def _texts(at: datetime) -> Iterator[Matter]:
    yield Matter(
        _("使えなかったメールの文面（もとの文面で送りました）"),
        _("文面を直す"),
        "bad",
        matters.unusable_texts(at=at).count(),
        reverse("desk:mail-texts"),
    )
