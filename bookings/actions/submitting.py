"""下書き → 受付: drafts are kept as typed; a submission is checked, numbered and told."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from bookings.actions.conditions import RulesBroken as RulesBroken  # part of what `submit` says
from bookings.actions.conditions import minutes_of as minutes_of
from bookings.actions.conditions import refuse_broken_rules
from bookings.actions.keeping import kept_until as kept_until
from bookings.actions.moves import Actor, By, Refused, locked, record
from bookings.actions.particulars import GroupFacts as GroupFacts
from bookings.actions.particulars import Particulars
from bookings.emails import to_group, to_office
from bookings.models import (
    ApplicantGroup,
    BookingRequest,
    ClassPeriod,
    Grant,
    PledgeText,
    PreferredSlot,
)
from bookings.rules import Wish
from bookings.spelling.classes import SpelledClass
from bookings.status import RequestStatus, Verb, Way
from lectures.eras import fiscal_year_of
from lectures.models import FiscalYear, Lecture, OfficeSettings
from lectures.zones import local

DRAFT_DAYS = 30
CONFIRM_DAYS = 60


@transaction.atomic
def start_draft(
    *, lecture_id: int, language: str, at: datetime, submission_id: UUID | None = None
) -> BookingRequest:
    """A new draft and the grant that resumes it."""
    lecture = Lecture.objects.get(pk=lecture_id)
    draft = BookingRequest.objects.create(
        site_id=lecture.site_id,
        lecture=lecture,
        language=language,
        created_at=at,
        draft_until=at + timedelta(days=DRAFT_DAYS),
        **({"submission_id": submission_id} if submission_id else {}),
    )
    Grant.objects.issue(
        purpose=Grant.Purpose.DRAFT,
        site_id=draft.site_id,
        at=at,
        request=draft,
        expires_at=draft.draft_until,
    )
    return draft


@transaction.atomic
def keep_typed(
    *, request_id: int, step: str, typed: dict[str, str], at: datetime
) -> BookingRequest:
    """Keep one page's answers exactly as typed, complete or not."""
    draft = locked(request_id)
    if draft.status not in (RequestStatus.DRAFT, RequestStatus.NEEDS_CHANGE):
        raise Refused(_("この申込みはもう送られています。"))
    draft.typed = {**draft.typed, step: typed}
    draft.draft_until = at + timedelta(days=DRAFT_DAYS)
    draft.save(update_fields=["typed", "draft_until"])
    draft.grants.filter(purpose=Grant.Purpose.DRAFT).update(expires_at=draft.draft_until)
    return draft


@transaction.atomic
def submit(
    *,
    request_id: int,
    particulars: Particulars,
    by: By,
    at: datetime,
    pledge: str = "",
    doubts: Sequence[str] = (),
    waive: Collection[str] = (),
    note: str = "",
) -> BookingRequest:
    """Number the request, tell group and office. Sending twice sends once. RulesBroken.

    `pledge`: the sentences that the group has just promised. `doubts`: why a person should look at
    it first. `waive`: codes of the rules that the office lets go; those that are really broken stand
    in the history.
    """
    request = locked(request_id)
    if request.status != RequestStatus.DRAFT:
        return request
    if not (request.lecture.accepting or request.lecture.off_menu):
        raise Refused(
            _("この講座は、いま申込みを受け付けていません。ほかの講座をえらんでください。")
        )
    let_go = refuse_broken_rules(request, particulars, at=at, waive=waive)
    request.group = _group(request, particulars)
    _write(request, particulars)
    request.fiscal_year, request.number = next_number(request, at=at)
    request.way, request.entered_by, request.submitted_at = by.way, by.user, at
    request.typed, request.draft_until = {}, None
    request.doubts = list(doubts)
    if pledge:
        request.pledge = PledgeText.objects.kept(pledge, site_id=request.site_id, at=at)
        request.pledged_at = at
    # One save: the row may only be complete as a whole.
    request.status = RequestStatus.SUBMITTED
    request.save()
    request.status = RequestStatus.DRAFT
    _write_wishes(request, particulars.wishes)
    _write_classes(request, particulars.classes)
    request.grants.filter(purpose=Grant.Purpose.DRAFT).update(revoked_at=at)
    Grant.objects.issue(
        purpose=Grant.Purpose.GROUP_PAGE, site_id=request.site_id, at=at, request=request
    )
    want_confirmation(request, at=at)
    event = record(
        request, verb=Verb.SUBMITTED, by=by, at=at, to=RequestStatus.SUBMITTED,
        note="\n".join(filter(None, [note, *let_go])),
    )  # fmt: skip
    to_group.received(event, request)
    to_office.received(event, request)
    return request


@transaction.atomic
def enter(
    *,
    lecture_id: int,
    particulars: Particulars,
    by: By,
    at: datetime,
    language: str = "ja",
    submission_id: UUID | None = None,
    waive: Collection[str] = (),
    note: str = "",
) -> BookingRequest:
    """The office types in a request that came by phone, fax, post or at the counter.

    The same `submission_id` again is the same page sent twice: the first request comes back.
    """
    try:
        with transaction.atomic():
            draft = start_draft(
                lecture_id=lecture_id, language=language, at=at, submission_id=submission_id
            )
    except IntegrityError:
        return BookingRequest.objects.get(submission_id=submission_id)
    return submit(
        request_id=draft.pk, particulars=particulars, by=by, at=at, waive=waive, note=note
    )


@transaction.atomic
def resubmit(
    *,
    request_id: int,
    particulars: Particulars,
    by: By,
    at: datetime,
    waive: Collection[str] = (),
) -> BookingRequest:
    """補正: the group sends the corrected request; number and page stay. RulesBroken."""
    request = locked(request_id)
    if request.status != RequestStatus.NEEDS_CHANGE:
        return request
    let_go = refuse_broken_rules(request, particulars, at=at, waive=waive)
    assert request.group is not None
    another_address = particulars.group.email != request.group.email
    ApplicantGroup.objects.filter(pk=request.group_id).update(
        keep_until=_keep_until(request, particulars),
        email_confirmed_at=None if another_address else request.group.email_confirmed_at,
        **asdict(particulars.group),
    )
    _write(request, particulars)
    request.typed = {}
    request.save()
    request.wishes.all().delete()
    _write_wishes(request, particulars.wishes)
    request.classes.all().delete()
    _write_classes(request, particulars.classes)
    event = record(
        request, verb=Verb.RESUBMITTED, by=by, at=at, to=RequestStatus.SUBMITTED,
        note="\n".join(let_go),
    )  # fmt: skip
    request.refresh_from_db()
    if another_address and by.actor == Actor.GROUP:
        want_confirmation(request, at=at)
    to_group.received(event, request)
    to_office.received(event, request)
    return request


def want_confirmation(request: BookingRequest, *, at: datetime) -> None:
    """A group that typed its own address proves it before a department is asked. The key to that."""
    group = request.group
    assert group is not None
    request.grants.filter(purpose=Grant.Purpose.MAIL, revoked_at__isnull=True).update(revoked_at=at)
    if request.way == Way.WEB and group.notify_by == group.NotifyBy.EMAIL:
        Grant.objects.issue(
            purpose=Grant.Purpose.MAIL,
            site_id=request.site_id,
            at=at,
            request=request,
            expires_at=at + timedelta(days=CONFIRM_DAYS),
        )


def _group(request: BookingRequest, particulars: Particulars) -> ApplicantGroup:
    return ApplicantGroup.objects.create(
        site_id=request.site_id,
        language=request.language,
        keep_until=_keep_until(request, particulars),
        **asdict(particulars.group),
    )


def _keep_until(request: BookingRequest, particulars: Particulars) -> date:
    """1 April after the year of the last wish, and the years that the office keeps."""
    years = OfficeSettings.objects.values_list("retention_years", flat=True).get(
        site_id=request.site_id
    )
    return kept_until(max(wish.day for wish in particulars.wishes), years=years)


def _write(request: BookingRequest, particulars: Particulars) -> None:
    for name in (
        "people ages centre_id room_id venue_name venue_address venue_booked "
        "usable_from usable_until care_words care_by talk_language questions remarks agreed_with"
    ).split():
        setattr(request, name, getattr(particulars, name))
    for name in ("kit_there", "kit_wanted", "care"):
        setattr(request, name, list(getattr(particulars, name)))


def _write_wishes(request: BookingRequest, wishes: Sequence[Wish]) -> None:
    for rank, wish in enumerate(wishes, start=1):
        PreferredSlot.objects.create(
            site_id=request.site_id,
            request=request,
            rank=rank,
            day=wish.day,
            part=wish.part,
            starts=wish.starts,
            ends=wish.ends,
        )


def _write_classes(request: BookingRequest, classes: Sequence[SpelledClass]) -> None:
    ClassPeriod.objects.bulk_create(
        ClassPeriod(
            site_id=request.site_id,
            request=request,
            order=order,
            name=row.name,
            lesson=row.lesson,
            children=row.children,
            starts=row.starts,
            ends=row.ends,
        )
        for order, row in enumerate(classes, start=1)
    )


def next_number(request: BookingRequest, *, at: datetime) -> tuple[FiscalYear, int]:
    """R8-0123 counts requests by the year in which they arrive."""
    year, _made = FiscalYear.objects.get_or_create(
        year=fiscal_year_of(local(at).date()), defaults={"site_id": request.site_id}
    )
    FiscalYear.objects.filter(pk=year.pk).update(last_reference=F("last_reference") + 1)
    year.refresh_from_db()
    return year, year.last_reference
