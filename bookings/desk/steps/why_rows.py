"""Why a step about one ask or one session may not be taken now: a sentence each, "" where it may."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions import chasing, supporting, surveying, undoing
from bookings.emails.facts import when
from bookings.models import Assignment, LectureSession, class_rows
from bookings.status import (
    ASSIGNMENT_OPEN,
    AssignmentRole,
    AssignmentState,
    RequestStatus,
    SessionState,
)

A, R, S = AssignmentState, RequestStatus, SessionState
Why = Callable[..., Promise | str]

_UNDOABLE = undoing.UNDOABLE | {A.DECLINED}
_ANSWERED: Mapping[str, Promise] = {
    A.ACCEPTED: _("もう引き受けています。かわったときは、先に「返事を取り消す」を使ってください。"),
    A.COUNTERED: _(
        "別の日の提案が届いています。かわったときは、先に「返事を取り消す」を使ってください。"
    ),
    A.DECLINED: _("もう辞退しています。かわったときは、先に「返事を取り消す」を使ってください。"),
}
_OVER: Mapping[str, Promise] = {
    S.DELIVERED: _("もう実施した回です。誤りのときは、先に「記録の誤りを直す」を使ってください。"),
    S.CANCELLED: _("中止した回です。誤りのときは、先に「記録の誤りを直す」を使ってください。"),
    S.POSTPONED: _("延期中です。先に「日時・会場をかえる」で、新しい日を決めてください。"),
}


def asked(ask: Assignment, *, at: datetime) -> Promise | str:
    """An answer, heard by phone: only while one is awaited."""
    if ask.state == A.ASKED:
        return ""
    return _ANSWERED.get(ask.state) or _asks_no_more(ask)


def remind(ask: Assignment, *, at: datetime) -> Promise | str:
    if ask.state != A.ASKED:
        return _("返事を待っている依頼だけに、催促できます。")
    if ask.second_reminded_at is not None:
        return _("もう二回催促しています。電話で聞いてください。")
    return chasing.IN_VAIN if chasing.waits_in_vain(ask) else ""


def recall(ask: Assignment, *, at: datetime) -> Promise | str:
    if ask.state in ASSIGNMENT_OPEN:
        return ""
    return _ANSWERED.get(ask.state) or _asks_no_more(ask)


def next_department(ask: Assignment, *, at: datetime) -> Promise | str:
    if ask.role != AssignmentRole.LECTURE:
        return _("手話通訳などは、もう一度「手話通訳・要約筆記などを頼む」から頼んでください。")
    if ask.starts_at <= at:
        return _("依頼した日時をすぎました。")
    if ask.state == A.RECALLED or not chasing.may_go_on(ask):
        return _("返事がないか、辞退した依頼だけを、次の課に回せます。")
    if chasing.next_department(ask, at=at) is not None:
        return ""
    return _("この講座に「次の候補の課」がないか、もう依頼しています。")


def undo(ask: Assignment, *, at: datetime) -> Promise | str:
    """A declined part that was asked again has nothing left to undo."""
    if ask.state not in _UNDOABLE:
        return _("取り消す返事がありません。")
    if ask.pk != max(row.pk for row in ask.request.assignments.all() if row.part == ask.part):
        return _("このあとで、もう一度依頼しています。")
    if at >= ask.starts_at:
        return _("講座の時刻をすぎたので、取り消せません。")
    if ask.request.status not in undoing.RUNNING:
        return _now("申込みが「%(status)s」なので、取り消せません。") % {
            "status": ask.request.get_status_display()
        }
    return ""


def support_none(ask: Assignment, *, at: datetime) -> Promise | str:
    if not supporting.may_tell_none(ask):
        return _("課が引き受けられないと答えて、まだ団体に知らせていないときだけ使います。")
    return "" if supporting.session_of(ask) else _("この時刻に決まった講座がありません。")


def is_support(ask: Assignment) -> bool:
    return ask.role == AssignmentRole.SUPPORT


def planned(session: LectureSession, *, at: datetime) -> Promise | str:
    return "" if session.state == S.PLANNED else _OVER[session.state]


def changeable(session: LectureSession, *, at: datetime) -> Promise | str:
    """Planned, or postponed."""
    return "" if session.state in (S.PLANNED, S.POSTPONED) else _OVER[session.state]


def movable(session: LectureSession, *, at: datetime) -> Promise | str:
    if words := changeable(session, at=at):
        return words
    if session.request.status == R.CONFIRMED:
        return ""
    return _(
        "担当課の返事を待っています。先に、電話で聞いた返事を入れるか、依頼を取り消してください。"
    )


def row(session: LectureSession, *, at: datetime) -> Promise | str:
    """One of several classes of a school that still come."""
    if words := planned(session, at=at) or movable(session, at=at):
        return words
    if len(class_rows.row_of(session)) > 1:
        return ""
    return _("同じ日に、いっしょに動かすクラスがありません。")


def has_classes(session: LectureSession) -> bool:
    return bool(class_rows.row_of(session, state=session.state))


def consent(session: LectureSession, *, at: datetime) -> Promise | str:
    if words := planned(session, at=at):
        return words
    return "" if session.consents.all() else _("本人に返事をお願いした講師がいません。")


def report(session: LectureSession, *, at: datetime) -> Promise | str:
    if session.state not in (S.PLANNED, S.DELIVERED):
        return _OVER[session.state]
    if at >= session.starts_at:
        return ""
    return _now("%(when)sに始まってから、入れられます。") % {
        "when": when(session.starts_at, session.ends_at)
    }


def has_differing(session: LectureSession) -> bool:
    return hasattr(session, "differing_reports")


def settle(session: LectureSession, *, at: datetime) -> Promise | str:
    return "" if has_differing(session) else _("報告の数は、ちがっていません。")


def survey(session: LectureSession, *, at: datetime) -> Promise | str:
    given = getattr(session, "survey_response", None)
    if surveying.may_answer(session, given, at=at):
        return ""
    if session.state != S.DELIVERED:
        return _("「実施済」になってから、入れられます。")
    return _("答える期限をすぎました。")


def correct(session: LectureSession, *, at: datetime) -> Promise | str:
    """A request that has ended for good is not opened again by its session."""
    if session.state not in (S.DELIVERED, S.CANCELLED):
        return _("「実施済」や「中止」の記録だけを直せます。")
    if session.request.status in (R.CONFIRMED, R.CLOSED):
        return ""
    return _now("「%(status)s」の申込みの回は直せません。新しい申込みとして入れてください。") % {
        "status": session.request.get_status_display()
    }


def _asks_no_more(ask: Assignment) -> str:
    return _now("この依頼は「%(state)s」で、もう返事を待っていません。") % {
        "state": ask.get_state_display()
    }
