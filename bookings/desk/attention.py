"""The list at the top of the desk: a sentence, a count, one thing to do. Constant queries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions import retention
from bookings.desk import direct, duty, matters, shut_houses, turn
from bookings.models import BookingRequest, Consultation, duty_reach
from bookings.models.office_days import deadlines
from lectures.eras import short_day

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
    Kind(
        "differing",
        _("数のちがう報告がある講座"),
        _("どの報告で数えるか決める"),
        "warn",
        matters.reports_differing,
    ),
    Kind("to-tell", _("電話か郵便で知らせる団体"), _("知らせる"), "bad", matters.groups_to_tell),
    Kind(
        "supports",
        _("手話通訳・要約筆記などで、手を打つ申込み"),
        _("次の手を決める"),
        "bad",
        matters.supports_to_settle,
    ),
    Kind(
        "agreed",
        _("担当課と日時を約束ずみの申込み"),
        _("確かめて決定にする"),
        "warn",
        matters.agreed_requests,
    ),
    Kind("new", _("新しい申込み"), _("担当課に依頼する"), "warn", matters.new_requests),
    Kind(
        "doubted",
        _("先に確かめたい申込み"),
        _("見て、進めるか決める"),
        "warn",
        matters.doubted_requests,
    ),
    Kind(
        "unconfirmed",
        _("メールの確認を待っている申込み"),
        _("急ぐときは電話で確かめる"),
        "key",
        matters.unconfirmed_requests,
    ),
    Kind("questions", _("担当課からの質問"), _("答える"), "warn", matters.questions),
    Kind(
        "closed-day",
        _("災害・選挙などでうかがえない日にかかる依頼・講座"),
        _("ほかの日にする"),
        "bad",
        duty_reach.requests_asked,
    ),
    Kind(
        "house-shut",
        _("会場の休館日にかかる依頼・講座"),
        _("会場に確かめるか、ほかの日にする"),
        "bad",
        shut_houses.requests_on_shut_days,
    ),
    Kind(
        "group-wrote",
        _("団体からのことば"),
        _("返事を書くか、電話する"),
        "warn",
        matters.group_messages,
    ),
    Kind(
        "change-wished",
        _("日時・会場の変更を希望している団体"),
        _("担当課の返事を待つか、聞いて入れる"),
        "warn",
        matters.change_wishes,
    ),
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
        *_centres(),
        *_turn(at),
        *_duties(at),
        *_consultations(),
        *_overdue(at),
        *_heard(),
        *_direct(),
        *(_of_requests(kind, at=at) for kind in KINDS),
    ]
    order = ("bad", "warn", "key")
    return sorted((row for row in found if row.count), key=lambda row: order.index(row.tone))


def _of_requests(kind: Kind, *, at: datetime) -> Matter:
    rows = kind.rows(at=at)
    count = rows.count()
    helped = kind.rows == matters.supports_to_settle
    named = matters.with_next_start(rows, at=at) if helped else rows
    first = list(
        named.select_related("group", "fiscal_year").order_by("submitted_at", "pk")[:_NAMED]
    )
    url = f"{reverse('desk:inbox')}?matter={kind.key}"
    if kind.key == "to-tell":
        url = reverse("desk:calls")
    elif len(first) == 1:
        url = reverse("desk:request", args=[first[0].public_id])
    names = "、".join(f"{row.reference} {row.group}{_help_by(row)}" for row in first)
    return Matter(kind.sentence, kind.action, kind.tone, count, url, names)


def _help_by(row: BookingRequest) -> str:
    """An interpreter has an earlier deadline than the lecture; "" where none is wanted."""
    starts = getattr(row, "starts", None)
    if starts is None:
        return ""
    return _now("（%(day)sまで）") % {"day": short_day(deadlines().support_by(starts))}


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


def _consultations() -> Iterator[Matter]:
    rows = Consultation.objects.open()
    first = list(rows.select_related("group", "fiscal_year").order_by("opened_at", "pk")[:_NAMED])
    yield Matter(
        _("まだ答えていない相談"),
        _("読んで答える"),
        "warn",
        rows.count(),
        reverse("desk:consultation", args=[first[0].public_id])
        if len(first) == 1
        else reverse("desk:consultations"),
        "、".join(f"{row.reference} {row.who}" for row in first),
    )


def _duties(at: datetime) -> Iterator[Matter]:
    count, url = duty.to_do(at=at)
    yield Matter(
        _("災害・選挙などの延期・中止で、まだ知らせていない団体"),
        _("つづきを見る"),
        "bad",
        count,
        url,
    )


def _overdue(at: datetime) -> Iterator[Matter]:
    yield Matter(
        _("残す期限をすぎた文書と書類"),
        _("一覧を見て消す"),
        "warn",
        retention.how_many(at=at),
        reverse("desk:overdue"),
    )


def _heard() -> Iterator[Matter]:
    yield Matter(
        _("まだ読んでいない、聞いた人のことば"),
        _("読む"),
        "key",
        matters.unread_words().count(),
        reverse("desk:opinions"),
    )


def _direct() -> Iterator[Matter]:
    yield Matter(
        _("課で直接受けた講座のおたずねに、返事がない課"),
        _("待つか、もう一度たずねる"),
        "key",
        direct.silent(),
        reverse("desk:direct"),
    )


def _centres() -> Iterator[Matter]:
    """From before closing days were data: groups read the words, no calendar knows them."""
    rows = shut_houses.closed_in_words_only()
    yield Matter(
        _("休みがことばだけで書いてあり、カレンダーに出ない地域交流センター"),
        _("台帳に休館日を入れる"),
        "key",
        rows.count(),
        reverse("centres:index"),
        "、".join(row.name for row in rows[:_NAMED]),
    )


def _texts(at: datetime) -> Iterator[Matter]:
    yield Matter(
        _("使えなかったメールの文面（もとの文面で送りました）"),
        _("文面を直す"),
        "bad",
        matters.unusable_texts(at=at).count(),
        reverse("desk:mail-texts"),
    )
