"""What waits for the office, one line each, with the words by which it can be decided. Reads only.

The desk's list counts by request; here every ask, session and mail has its own number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bookings.actions.chasing import in_vain, may_go_on, next_department
from bookings.actions.digest_words import said_in_full
from bookings.actions.replies import understanding
from bookings.answers import Accept, Counter, Decline
from bookings.answers.digest import Word
from bookings.emails import ask as wording
from bookings.models import Assignment, BookingRequest, LectureSession, WaitingReply
from bookings.status import REQUEST_OPEN, AssignmentState, RequestStatus

_EXCERPT = 300


@dataclass(frozen=True)
class Item:
    """One thing to decide. `head` names it, `state` says why it waits."""

    head: str
    state: str
    words: tuple[Word, ...] = ()
    hint: str = ""
    request: BookingRequest | None = None
    assignment: Assignment | None = None
    session: LectureSession | None = None
    waiting: WaitingReply | None = None


def items_now(*, at: datetime) -> Iterator[Item]:
    """The most pressing first."""
    yield from _replies()
    yield from _silent(at)
    yield from _without_taker(at)
    yield from _unreported(at)
    yield from _new()


def _replies() -> Iterator[Item]:
    rows = WaitingReply.objects.filter(decision="").select_related(
        "inbound", "assignment__department", "assignment__request__lecture",
        "assignment__request__group", "assignment__request__fiscal_year",
        "session__department", "session__lecture", "session__request__fiscal_year",
    )  # fmt: skip
    for row in rows.order_by("arrived_at", "pk"):
        ask, (said, unshown) = row.assignment, said_in_full(row, most=_EXCERPT)
        state = _("読まれるのを待っている返事です（%(why)s）。%(words)s") % {
            "why": row.get_why_display(), "words": _quoted(said),
        }  # fmt: skip
        word, hint = _understood(row)
        words = (word, Word.ASIDE) if word else (Word.ASIDE,)
        yield Item(
            head=_about(row),
            state=f"{state}{unshown}",
            # Whoever decides by number must have read all of it.
            words=() if unshown else words,
            hint="" if unshown else hint,
            request=ask.request if ask else None,
            assignment=ask,
            waiting=row,
        )


def _silent(at: datetime) -> Iterator[Item]:
    rows = _asks().filter(state=AssignmentState.ASKED, due_at__lt=at)
    heard = WaitingReply.objects.filter(decision="", assignment__isnull=False)
    found = list(rows.exclude(pk__in=heard.values("assignment")).order_by("due_at", "pk"))
    vain = in_vain(found)
    for row in found:
        again = () if row.second_reminded_at or row.pk in vain else (Word.REMIND,)
        yield Item(
            head=_head(row),
            state=_("返事の期限（%(due)s）をすぎました。") % {"due": wording.moment(row.due_at)},
            **_with_next(row, at=at, words=again),
        )


def _without_taker(at: datetime) -> Iterator[Item]:
    ended = [AssignmentState.DECLINED, AssignmentState.EXPIRED, AssignmentState.RECALLED]
    rows = _asks().filter(
        state__in=ended,
        request__status__in=[RequestStatus.ASKING, RequestStatus.PROPOSING],
    )
    for row in rows.order_by("request_id", "part", "pk"):
        if may_go_on(row):
            yield Item(
                head=_head(row),
                state=_("%(state)s。引き受ける課がまだありません。")
                % {"state": row.get_state_display()},
                **_with_next(row, at=at, words=()),
            )


def _unreported(at: datetime) -> Iterator[Item]:
    rows = LectureSession.objects.unresolved(at=at).select_related(
        "lecture", "department", "request__group", "request__fiscal_year"
    )
    for row in rows.order_by("starts_at", "pk"):
        yield Item(
            head=_name(row.request, row.department.name, row.lecture.title, row),
            state=_("終わりましたが、報告がありません。"),
            words=(Word.DELIVERED,),
            hint=_("大人と子どもの人数をつけます。例「実施 25 3」"),
            request=row.request,
            session=row,
        )


def _new() -> Iterator[Item]:
    unconfirmed = BookingRequest.objects.unconfirmed()  # wait for the group's own word
    rows = BookingRequest.objects.filter(status=RequestStatus.SUBMITTED).select_related(
        "lecture__department", "group", "fiscal_year"
    )
    rows = rows.exclude(pk__in=unconfirmed.values("pk"))
    for row in rows.order_by("submitted_at", "pk"):
        yield Item(
            head=f"{row.reference} {wording.one_line(row.group.name)}「{row.lecture.title}」",
            state=_("新しい申込みです。先に、画面で確かめてください。")
            if row.doubts
            else _("新しい申込みです。"),
            words=(Word.ASK,),
            hint=_("%(department)sに第1希望で依頼します") % {"department": row.lecture.department},
            request=row,
        )


def _asks() -> QuerySet[Assignment]:
    return Assignment.objects.filter(request__status__in=REQUEST_OPEN).select_related(
        "department", "request__lecture", "request__group", "request__fiscal_year"
    )


def _with_next(row: Assignment, *, at: datetime, words: tuple[Word, ...]) -> dict:
    following = next_department(row, at=at) if row.starts_at > at else None
    return {
        "words": (*words, Word.NEXT) if following else words,
        "hint": _("次の課は%(name)sです") % {"name": following.name} if following else "",
        "request": row.request,
        "assignment": row,
    }


def _understood(row: WaitingReply) -> tuple[Word | None, str]:
    """The one word that confirms what was read, and what that is; only while the ask waits."""
    ask, understood = row.assignment, understanding.of_json(row.understood)
    if ask is None or ask.state != AssignmentState.ASKED:
        return None, ""
    if isinstance(understood, Accept):
        return Word.ACCEPT, _("承諾は%(when)s") % {"when": _accepted(understood, ask)}
    if isinstance(understood, Decline):
        return Word.DECLINE, ""
    if isinstance(understood, Counter):
        days = "、".join(wording.moment(starts) for starts, _ends in understood.slots)
        return Word.COUNTER, _("別日は%(days)s") % {"days": days}
    return None, ""


def _accepted(understood: Accept, ask: Assignment) -> str:
    if understood.starts_at is not None:
        return wording.moment(understood.starts_at)
    if understood.rank not in (None, ask.rank):
        return _("第%(rank)d希望") % {"rank": understood.rank}
    return wording.short_when(ask.starts_at, ask.ends_at)


def _quoted(said: str) -> str:
    cut = wording.one_line(said, most=_EXCERPT)
    return _("「%(words)s」") % {"words": cut} if cut else ""


def _about(row: WaitingReply) -> str:
    if row.assignment is not None:
        return _head(row.assignment)
    if (session := row.session) is not None:
        return _name(session.request, session.department.name, session.lecture.title, session)
    return _("どの申込みへの返信か分からないメール")


def _head(row: Assignment) -> str:
    return _name(row.request, row.department.name, row.request.lecture.title, row)


def _name(
    request: BookingRequest, department: str, title: str, slot: Assignment | LectureSession
) -> str:
    when = wording.short_when(slot.starts_at, slot.ends_at)
    return f"{request.reference} {department}「{title}」{when}"
