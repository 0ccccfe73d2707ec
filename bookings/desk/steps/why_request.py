"""Why a step about a whole request may not be taken now: a sentence each, "" where it may.

Reads the rows that the page has fetched; decides nothing: the actions refuse by themselves.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions import asking, supporting
from bookings.models import ApplicantGroup, BookingRequest
from bookings.status import (
    ASSIGNMENT_STANDING,
    REQUEST_ENDS,
    REQUEST_MOVES,
    AssignmentRole,
    AssignmentState,
    RequestStatus,
    SessionState,
)

R, S = RequestStatus, SessionState
Why = Callable[..., Promise | str]
_Words = Mapping[RequestStatus, Promise]

_WAITS = _(
    "団体の直しを待っています。届くまで待つか、「団体に代わって、申込みを直す」を使ってください。"
)
_FIXED = _(
    "日時がもう決まっています。かえるときは、下の回の「日時・会場をかえる」を使ってください。"
)
_ASKED = _("もう担当課に依頼しています。電話で決まったときは、下の依頼に返事を入れてください。")
_NOT_ASKED = _(
    "まだ担当課に依頼していません。受けられないときは「お受けできないと決める」を使ってください。"
)
_CALL_OFF = _("日時が決まっています。やめるときは「市の都合で中止する」を使ってください。")

ASK: _Words = {R.NEEDS_CHANGE: _WAITS, R.CONFIRMED: _FIXED}
AGREED: _Words = {
    R.NEEDS_CHANGE: _WAITS,
    R.ASKING: _ASKED,
    R.PROPOSING: _ASKED,
    R.CONFIRMED: _("日時がもう決まっています。もう一回行うときは「回を加える」を使ってください。"),
}
CHANGE: _Words = {
    R.NEEDS_CHANGE: _("もう直しをお願いして、団体の返事を待っています。"),
    R.CONFIRMED: _FIXED,
}
REFUSE: _Words = {
    R.NEEDS_CHANGE: _("団体の直しを待っています。直らないときは「不成立にする」を使ってください。"),
    R.ASKING: _(
        "もう担当課に依頼しています。受けられないときは「不成立にする」か「市の都合で中止する」を使ってください。"
    ),
    R.PROPOSING: _(
        "担当課が別の日を提案しています。まとまらないときは「不成立にする」を使ってください。"
    ),
    R.CONFIRMED: _CALL_OFF,
}
CANCEL: _Words = {
    R.SUBMITTED: _NOT_ASKED,
    R.NEEDS_CHANGE: _(
        "まだ日時が決まっていません。まとまらないときは「不成立にする」を使ってください。"
    ),
}
GIVE_UP: _Words = {R.SUBMITTED: _NOT_ASKED, R.CONFIRMED: _CALL_OFF}
ADD: _Words = dict.fromkeys(
    (R.SUBMITTED, R.NEEDS_CHANGE, R.ASKING, R.PROPOSING),
    _("まだ日時が決まっていません。回を加えられるのは、決定した申込みだけです。"),
)
SUPPORT: _Words = {
    R.SUBMITTED: _("手話通訳などは、講座の日時を依頼したあとに頼めます。"),
    R.NEEDS_CHANGE: _WAITS,
}


def never(about: object, *, at: datetime) -> str:
    """Always open."""
    return ""


def unless(*allowed: RequestStatus, words: _Words) -> Why:
    """Only in these states. `words`: what to do instead, by the state that it is in."""
    return lambda request, *, at: "" if request.status in allowed else _other(request, words)


def may_become(status: RequestStatus, *, words: _Words) -> Why:
    """Where the table of moves leads there."""
    allowed = (before for before, after in REQUEST_MOVES.items() if status in after)
    return unless(*allowed, words=words)


def may_end(status: RequestStatus, *, words: _Words) -> Why:
    """The same for what ends the whole request: no session of it may have begun."""
    moves = may_become(status, words=words)
    return lambda request, *, at: moves(request, at=at) or _begun(request, at=at)


def ask(request: BookingRequest, *, at: datetime) -> Promise | str:
    """Some part has no standing ask."""
    if request.status not in asking.ASKABLE - {R.CONFIRMED}:
        return _other(request, ASK)
    standing = sum(
        row.state in ASSIGNMENT_STANDING and row.role == AssignmentRole.LECTURE
        for row in request.assignments.all()
    )
    if standing < 1 + len(request.lecture.other_departments.all()):
        return ""
    return _(
        "この講座の課には、もう依頼しています。返事を待つか、先に「依頼を取り消す」を使ってください。"
    )


def support(request: BookingRequest, *, at: datetime) -> Promise | str:
    """It stands beside a time that the lecture has or is asked for."""
    if request.status not in supporting.ASKABLE:
        return _other(request, SUPPORT)
    if supporting.slots_of(request, at=at):
        return ""
    return _("これからの講座の日時がありません。日時を依頼するか決めてから、頼んでください。")


def choice(request: BookingRequest, *, at: datetime) -> Promise | str:
    proposed = any(
        row.state == AssignmentState.COUNTERED and row.role == AssignmentRole.LECTURE
        for row in request.assignments.all()
    )
    return "" if proposed else _("いまは、担当課から提案された日がありません。")


def told(request: BookingRequest, *, at: datetime) -> Promise | str:
    group = request.group
    if group is not None and group.notify_by != ApplicantGroup.NotifyBy.EMAIL:
        return ""
    return _("この団体には、メールで知らせています。")


def anew(request: BookingRequest, *, at: datetime) -> Promise | str:
    if request.status == R.NEEDS_CHANGE:
        return ""
    if request.status in REQUEST_ENDS:
        return _other(request, {})
    return _("先に「団体に直してもらう」をおすと、団体に代わって直せます。")


def _other(request: BookingRequest, words: _Words) -> Promise | str:
    status = R(request.status)
    if status == R.CLOSED:
        return _(
            "すべて終わった申込みです。数の誤りは、回の「実施の報告を入れる・直す」で直せます。"
        )
    if status in REQUEST_ENDS:
        return _now("「%(status)s」で終わった申込みです。") % {"status": status.label}
    found = words.get(status)
    return found or _now("申込みが「%(status)s」のときには、使いません。") % {
        "status": status.label
    }


def _begun(request: BookingRequest, *, at: datetime) -> Promise | str:
    sessions = request.sessions.all()
    if any(row.state == S.DELIVERED for row in sessions):
        return _(
            "もう実施した回があるので、申込み全体はやめられません。残りの回を中止してください。"
        )
    if any(row.state == S.PLANNED and row.starts_at <= at for row in sessions):
        return _("もう始まった回があります。先に、その回の報告か中止を入れてください。")
    return ""
