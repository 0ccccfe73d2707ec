"""もう一度申し込む: a new draft from a request that is over; old links end with the old contact."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.moves import By, MoveNotAllowed, Refused, locked, record
from bookings.actions.submitting import start_draft
from bookings.models import BookingRequest, Grant
from bookings.status import REQUEST_ENDS, Verb
from lectures.models import BookingRules, Lecture

_PAGE_KEYS = (Grant.Purpose.GROUP_PAGE, Grant.Purpose.MAIL)


@transaction.atomic
def begin_again(
    *,
    request_id: int,
    typed: dict[str, dict[str, str]],
    new_contact: bool,
    language: str,
    by: By,
    at: datetime,
) -> BookingRequest:
    """A draft for the lecture that continues, filled with `typed`. Refused: nobody gives it now.

    `new_contact`: the links of the group's ended requests end, for whoever has them so far. A mail
    that is still due, as a survey, goes to the contact of then with a new link: what is over shows
    nothing of who comes after.
    """
    held = _locked(request_id, new_contact=new_contact)
    request = held[request_id]
    if request.status not in REQUEST_ENDS:
        raise MoveNotAllowed(_("この申込みは、まだ終わっていません。"))
    lecture = lecture_now(request)
    if lecture is None:
        raise Refused(
            _("この講座は、いま申込みを受け付けていません。ほかの講座をえらんでください。")
        )
    draft = start_draft(lecture_id=lecture.pk, language=language, at=at)
    draft.typed = typed
    draft.save(update_fields=["typed"])
    record(request, verb=Verb.ASKED_ANEW, by=by, at=at)
    if new_contact:
        for row in _ended_with_same_contact(request):
            if row.pk in held:
                renew_page_key(row, at=at)
    return draft


def lecture_now(request: BookingRequest) -> Lecture | None:
    """The newest in the line of the request's lecture that can be asked for; None: no such."""
    found, line = request.lecture, [request.lecture]
    while following := found.continued_by.order_by("-fiscal_year__year", "-pk").first():
        if following in line:
            break
        line.append(following)
        found = following
    if not BookingRules.objects.filter(lecture__isnull=True).exists():
        return None
    return next((row for row in reversed(line) if row.accepting), None)


def renew_page_key(request: BookingRequest, *, at: datetime) -> Grant:
    """Every link of the group's page ends; later mails carry the new one. The caller holds the lock."""
    request.grants.filter(purpose__in=_PAGE_KEYS, revoked_at__isnull=True).update(revoked_at=at)
    Grant.objects.end_where_it_began(request, at=at)
    return Grant.objects.issue(
        purpose=Grant.Purpose.GROUP_PAGE, site_id=request.site_id, at=at, request=request
    )


def _locked(request_id: int, *, new_contact: bool) -> dict[int, BookingRequest]:
    """With all whose links end, in the order of their numbers: so nobody waits in a circle."""
    seen = BookingRequest.objects.select_related("group").get(pk=request_id)
    pks = {request_id}
    if new_contact and seen.status in REQUEST_ENDS:
        pks |= {row.pk for row in _ended_with_same_contact(seen)}
    return {pk: locked(pk) for pk in sorted(pks)}


def _ended_with_same_contact(request: BookingRequest) -> list[BookingRequest]:
    """This one, and the others of the group that the same person stood for; open ones go on."""
    group = request.group
    assert group is not None
    rows = BookingRequest.objects.filter(
        status__in=REQUEST_ENDS,
        group__name=group.name,
        group__contact_name=group.contact_name,
        group__phone=group.phone,
        group__email=group.email,
    )
    return list(rows.order_by("pk"))
