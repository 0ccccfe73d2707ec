"""受信箱: requests by due date, views with counts that add up, the words of a row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import (
    Case,
    Count,
    Exists,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bookings.models import Assignment, BookingRequest, LectureSession
from bookings.status import (
    ASSIGNMENT_STANDING,
    AssignmentState,
    RequestStatus,
    SessionState,
)
from lectures.eras import short_day, time_range
from lectures.zones import local, venue_zone

R = RequestStatus


@dataclass(frozen=True)
class View:
    """A saved view of the inbox: which statuses it shows."""

    key: str
    label: Promise
    statuses: tuple[RequestStatus, ...]


VIEWS = (
    View(
        "open",
        gettext_lazy("まだ決まっていない"),
        (R.SUBMITTED, R.NEEDS_CHANGE, R.ASKING, R.PROPOSING),
    ),
    View("submitted", gettext_lazy("受付"), (R.SUBMITTED,)),
    View("asking", gettext_lazy("担当課照会中"), (R.ASKING,)),
    View("proposing", gettext_lazy("代案調整中"), (R.PROPOSING,)),
    View("needs_change", gettext_lazy("補正のお願い中"), (R.NEEDS_CHANGE,)),
    View("confirmed", gettext_lazy("決定"), (R.CONFIRMED,)),
    View("closed", gettext_lazy("完了"), (R.CLOSED,)),
    View(
        "ended",
        gettext_lazy("不成立・取りやめ"),
        (R.REFUSED, R.WITHDRAWN, R.CANCELLED, R.UNFULFILLED),
    ),
    View("all", gettext_lazy("全部"), tuple(status for status in R if status != R.DRAFT)),
)


@dataclass(frozen=True)
class Tab:
    key: str
    label: Promise
    count: int
    current: bool
    href: str


@dataclass(frozen=True)
class Row:
    """One line of the table; `due` are words, `tone` is the colour beside them."""

    request: BookingRequest
    due: str
    tone: str
    when: str
    departments: str
    status: str


def view_of(key: str) -> View:
    return next((view for view in VIEWS if view.key == key), VIEWS[0])


def tabs(
    current: View | None,
    *,
    among: QuerySet[BookingRequest] | None = None,
    link: Callable[[str], str] | None = None,
) -> list[Tab]:
    """Every view with its count, from one query. `among`: only these are counted; `link`: where a
    view's key leads."""
    rows = BookingRequest.objects.submitted() if among is None else among
    link = link or (lambda key: f"{reverse('desk:inbox')}?status={key}")
    counts = dict(rows.order_by().values_list("status").annotate(count=Count("pk")))
    return [
        Tab(
            view.key,
            view.label,
            sum(counts.get(status, 0) for status in view.statuses),
            view is current,
            link(view.key),
        )
        for view in VIEWS
    ]


def by_due_date(rows: QuerySet[BookingRequest], *, at: datetime) -> QuerySet[BookingRequest]:
    """What the office must do now, then what departments are to answer, then what groups are to."""
    asked = Q(assignments__state=AssignmentState.ASKED)
    tonight = datetime.combine(local(at).date(), time.max, venue_zone())
    unconfirmed = BookingRequest.objects.unconfirmed().filter(pk=OuterRef("pk"))
    turn = Case(
        When(Q(status=R.SUBMITTED) & ~Q(agreed_with=""), then=Value(-1)),
        When(Q(due_at__lte=tonight) | Q(status=R.SUBMITTED), then=Value(0)),
        When(Q(status=R.ASKING, due_at__isnull=True), then=Value(0)),
        When(due_at__isnull=False, then=Value(1)),
        default=Value(2),
    )
    return (
        rows.annotate(due_at=Min("assignments__due_at", filter=asked))
        .annotate(turn=turn, unconfirmed=Exists(unconfirmed))
        .order_by("turn", Coalesce("due_at", "submitted_at"), "pk")
        .select_related("group", "lecture__department", "fiscal_year")
        .prefetch_related(
            "wishes",
            Prefetch(
                "assignments",
                Assignment.objects.filter(state__in=ASSIGNMENT_STANDING)
                .select_related("department")
                .order_by("part"),
                to_attr="standing",
            ),
            Prefetch(
                "sessions",
                LectureSession.objects.exclude(state=SessionState.CANCELLED).order_by("starts_at"),
                to_attr="standing_sessions",
            ),
        )
    )


def row_of(request: BookingRequest, *, at: datetime) -> Row:
    due, tone = _due(request, at=at)
    departments = [ask.department.name for ask in request.standing]
    return Row(
        request=request,
        due=due,
        tone=tone,
        when=_when(request),
        departments="、".join(departments) or request.lecture.department.name,
        status=status_words(request, asked=bool(request.standing)),
    )


def status_words(request: BookingRequest, *, asked: bool) -> str:
    """担当課照会中 is said only while a department is asked."""
    if request.status == R.ASKING and not asked:
        return _("事務局で調整中")
    return str(request.get_status_display())


def _due(request: BookingRequest, *, at: datetime) -> tuple[str, str]:
    today = local(at).date()
    if request.due_at is not None:
        return _until(local(request.due_at).date(), today, late=request.due_at < at)
    if request.status == R.SUBMITTED:
        assert request.submitted_at is not None
        if request.unconfirmed:
            return _("メールの確認待ち"), "key"
        if request.agreed_with:
            return _("約束ずみ"), "warn"
        if request.doubts:
            return _("先に確かめる"), "warn"
        days = (today - local(request.submitted_at).date()).days
        return (_("未依頼・%(days)d日め") % {"days": days + 1}), "warn"
    if request.status == R.PROPOSING:
        return _("団体の返事待ち"), "key"
    if request.status == R.NEEDS_CHANGE:
        return _("団体の直し待ち"), "key"
    if request.status == R.ASKING:
        return _("次の手を決める"), "bad"
    return "", ""


def _until(due: date, today: date, *, late: bool) -> tuple[str, str]:
    days = (due - today).days
    if late:
        return (_("%(days)d日超過") % {"days": -days}) if days < 0 else _("期限をすぎました"), "bad"
    if days == 0:
        return _("今日まで"), "warn"
    return ngettext("あと%(days)d日", "あと%(days)d日", days) % {"days": days}, "key"


def _when(request: BookingRequest) -> str:
    """The fixed date, or the first wish."""
    if request.standing_sessions:
        first = request.standing_sessions[0]
        starts, ends = local(first.starts_at), local(first.ends_at)
        return f"{short_day(starts.date())} {time_range(starts, ends)}"
    wishes = sorted(request.wishes.all(), key=lambda wish: wish.rank)
    if not wishes:
        return ""
    part = wishes[0].get_part_display() or f"{wishes[0].starts:%-H:%M}"
    return f"{short_day(wishes[0].day)} {part}"
