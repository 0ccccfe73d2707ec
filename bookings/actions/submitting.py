"""下書き → 受付: drafts are kept as typed; a submission is checked, numbered and told."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from bookings.actions.moves import By, Refused, locked, record
from bookings.emails import to_group, to_office
from bookings.models import ApplicantGroup, BookingRequest, Grant, PreferredSlot
from bookings.models.rulebook import rules_for
from bookings.rules import (
    Problem,
    Rules,
    Usable,
    Wish,
    day_problem,
    exact_slot,
    hours_problem,
    people_problem,
)
from bookings.status import RequestStatus, Verb
from lectures.eras import fiscal_year_of
from lectures.models import FiscalYear, Lecture, OfficeSettings
from lectures.zones import local, venue_zone

DRAFT_DAYS = 30


@dataclass(frozen=True)
class GroupFacts:
    name: str
    contact_name: str
    phone: str
    notify_by: str
    kind: str = "other"
    representative: str = ""
    contact_kana: str = ""
    phone_as_typed: str = ""
    email: str = ""
    postcode: str = ""
    address: str = ""


@dataclass(frozen=True)
class Particulars:
    """Everything a submission says, already in its normal form."""

    group: GroupFacts
    people: int
    wishes: tuple[Wish, ...]
    ages: str = ""
    centre_id: int | None = None
    room_id: int | None = None
    venue_name: str = ""
    venue_address: str = ""
    venue_booked: bool = False
    usable_from: time | None = None
    usable_until: time | None = None
    remarks: str = ""

    @property
    def usable(self) -> Usable:
        return Usable(self.usable_from, self.usable_until)


class RulesBroken(Refused):
    """`problems`: (field, Problem) pairs; field is people, venue, or wish-<rank>."""

    def __init__(self, problems: Sequence[tuple[str, Problem]]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problem.sentence for _field, problem in self.problems))


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
def submit(*, request_id: int, particulars: Particulars, by: By, at: datetime) -> BookingRequest:
    """Number the request, tell group and office. Sending twice sends once. RulesBroken."""
    request = locked(request_id)
    if request.status != RequestStatus.DRAFT:
        return request
    if not request.lecture.accepting:
        raise Refused(
            _("この講座は、いま申込みを受け付けていません。ほかの講座をえらんでください。")
        )
    _refuse_broken_rules(request.lecture, particulars, at=at)
    request.group = _group(request, particulars)
    _write(request, particulars)
    request.fiscal_year, request.number = _next_number(request, at=at)
    request.way, request.entered_by, request.submitted_at = by.way, by.user, at
    request.typed, request.draft_until = {}, None
    # One save: the row may only be complete as a whole.
    request.status = RequestStatus.SUBMITTED
    request.save()
    request.status = RequestStatus.DRAFT
    _write_wishes(request, particulars.wishes)
    request.grants.filter(purpose=Grant.Purpose.DRAFT).update(revoked_at=at)
    Grant.objects.issue(
        purpose=Grant.Purpose.GROUP_PAGE, site_id=request.site_id, at=at, request=request
    )
    event = record(request, verb=Verb.SUBMITTED, by=by, at=at, to=RequestStatus.SUBMITTED)
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
    return submit(request_id=draft.pk, particulars=particulars, by=by, at=at)


@transaction.atomic
def resubmit(*, request_id: int, particulars: Particulars, by: By, at: datetime) -> BookingRequest:
    """補正: the group sends the corrected request; number and page stay. RulesBroken."""
    request = locked(request_id)
    if request.status != RequestStatus.NEEDS_CHANGE:
        return request
    _refuse_broken_rules(request.lecture, particulars, at=at)
    ApplicantGroup.objects.filter(pk=request.group_id).update(
        keep_until=_keep_until(request, particulars), **asdict(particulars.group)
    )
    _write(request, particulars)
    request.typed = {}
    request.save()
    request.wishes.all().delete()
    _write_wishes(request, particulars.wishes)
    event = record(request, verb=Verb.RESUBMITTED, by=by, at=at, to=RequestStatus.SUBMITTED)
    request.refresh_from_db()
    to_group.received(event, request)
    to_office.received(event, request)
    return request


def problems_of(
    rules: Rules, particulars: Particulars, *, minutes: int, phone: str, today: date
) -> list[tuple[str, Problem]]:
    """Every rule that the particulars break, with the field that it stands beside."""
    found: list[tuple[str, Problem | None]] = [
        ("people", people_problem(rules, particulars.people, phone=phone))
    ]
    for rank, wish in enumerate(particulars.wishes, start=1):
        found.append(
            (
                f"wish-{rank}",
                wish_problem(rules, wish, minutes=minutes, usable=particulars.usable, today=today),
            )
        )
    return [(field, problem) for field, problem in found if problem is not None]


def wish_problem(
    rules: Rules, wish: Wish, *, minutes: int, usable: Usable, today: date
) -> Problem | None:
    """Why one wish cannot be asked for, or None."""
    problem = day_problem(rules, wish.day, today=today)
    if problem is None and wish.starts and wish.ends:
        problem = hours_problem(rules, starts=wish.starts, ends=wish.ends)
    if problem is None:
        slot = exact_slot(rules, wish, minutes=minutes, usable=usable, zone=venue_zone())
        problem = slot if isinstance(slot, Problem) else None
    return problem


def _refuse_broken_rules(lecture: Lecture, particulars: Particulars, *, at: datetime) -> None:
    if not particulars.wishes:
        raise RulesBroken([("wish-1", Problem("none", _("第1希望の日をえらんでください。")))])
    phone = OfficeSettings.objects.values_list("phone", flat=True).get(site_id=lecture.site_id)
    problems = problems_of(
        rules_for(lecture),
        particulars,
        minutes=lecture.minutes,
        phone=phone,
        today=local(at).date(),
    )
    if problems:
        raise RulesBroken(problems)


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
    latest = max(wish.day for wish in particulars.wishes)
    return date(fiscal_year_of(latest) + 1 + years, 4, 1)


def _write(request: BookingRequest, particulars: Particulars) -> None:
    for name in (
        "people ages centre_id room_id venue_name venue_address venue_booked "
        "usable_from usable_until remarks"
    ).split():
        setattr(request, name, getattr(particulars, name))


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


def _next_number(request: BookingRequest, *, at: datetime) -> tuple[FiscalYear, int]:
    """R8-0123 counts requests by the year in which they arrive."""
    year, _made = FiscalYear.objects.get_or_create(
        year=fiscal_year_of(local(at).date()), defaults={"site_id": request.site_id}
    )
    FiscalYear.objects.filter(pk=year.pk).update(last_reference=F("last_reference") + 1)
    year.refresh_from_db()
    return year, year.last_reference
