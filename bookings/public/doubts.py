"""What makes a person look first: a form sent at once, many from one place, the same again.

Nothing here refuses anybody who can be a person; `limits` does that, and says when to come back.
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from bookings.actions.submitting import Particulars
from bookings.models import ApplicantGroup, BookingRequest
from bookings.models.twins import twins
from bookings.public import limits
from bookings.public.drafts import OpenDraft
from bookings.status import Doubt

HASTE = timedelta(seconds=20)
_HOUR, _DAY = 60 * 60, 24 * 60 * 60
ODD = 5  # requests an hour from one address: a library's computers may send several


def refusal(request: HttpRequest, draft: OpenDraft, said: Particulars, *, phone: str) -> str:
    """Why this one must wait, when it can be sent, and how else; "" where nothing speaks against."""
    if limits.tries(_address(request, draft)) >= settings.REQUESTS_AN_HOUR:
        return _(
            "同じ所から続けて申込みがあったので、いまは送れません。書いたものは残っています。1時間たってから送るか、電話で申し込んでください（%(phone)s）。"
        ) % {"phone": phone}
    if limits.tries(_phone(said, draft)) >= settings.REQUESTS_A_DAY_OF_A_PHONE:
        return _(
            "この電話番号から、今日はたくさんの申込みがありました。書いたものは残っています。あした送るか、電話で申し込んでください（%(phone)s）。"
        ) % {"phone": phone}
    return ""


def count_sent(request: HttpRequest, draft: OpenDraft, said: Particulars) -> None:
    """Only what has really come in: mistakes and second tries bring nobody nearer to waiting."""
    limits.count(_address(request, draft), _HOUR)
    limits.count(_phone(said, draft), _DAY)


def of(request: HttpRequest, draft: OpenDraft, said: Particulars) -> list[Doubt]:
    """Why the office should look at it before anybody is asked."""
    found = []
    if not draft.is_correction and draft.at - draft.row.created_at < HASTE:
        found.append(Doubt.TOO_FAST)
    if limits.tries(_address(request, draft)) >= ODD:
        found.append(Doubt.MANY)
    if twins_of_draft(draft, said):
        found.append(Doubt.TWICE)
    if said.group.connection == ApplicantGroup.Connection.NONE:
        found.append(Doubt.NOT_LOCAL)
    return found


def twins_of_draft(draft: OpenDraft, said: Particulars) -> list[BookingRequest]:
    """What seems to be the same request, sent before."""
    rows = twins(
        lecture_id=draft.row.lecture_id,
        phone=said.group.phone,
        name=said.group.name,
        days=[wish.day for wish in said.wishes],
        but=draft.row.pk,
    )
    return list(rows)


def _address(request: HttpRequest, draft: OpenDraft) -> str:
    return f"submit:{draft.row.site_id}:address:{limits.address_of(request)}"


def _phone(said: Particulars, draft: OpenDraft) -> str:
    return f"submit:{draft.row.site_id}:phone:{said.group.phone}"
