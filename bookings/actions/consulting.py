"""相談: taken, answered, made into a request, closed. Numbered and counted apart from requests.

The group has a page of its own, opened by a key that ends when its name and number are to go.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bookings.actions import submitting
from bookings.actions.moves import By, MoveNotAllowed, Refused, Stale
from bookings.actions.particulars import GroupFacts, Particulars
from bookings.emails import to_consulting
from bookings.models import (
    ApplicantGroup,
    BookingRequest,
    Consultation,
    ConsultationEvent,
    ConsultationNote,
    Grant,
    RequestEvent,
)
from bookings.status import (
    CONSULTATION_MOVES,
    ConsultationAbout,
    ConsultationEnd,
    ConsultationStatus,
    ConsultationVerb,
    Way,
)
from lectures.eras import fiscal_year_of
from lectures.models import FiscalYear, OfficeSettings
from lectures.zones import local, venue_zone

S, V = ConsultationStatus, ConsultationVerb


@dataclass(frozen=True)
class Asked:
    """What somebody wants, as far as they know it. `words` may name people; `wish` is a topic."""

    group: GroupFacts
    about: ConsultationAbout
    words: str
    wish: str = ""
    people: int | None = None
    when_words: str = ""
    place_words: str = ""
    lecture_id: int | None = None


@transaction.atomic
def take(
    *,
    asked: Asked,
    by: By,
    at: datetime,
    site_id: int,
    language: str = "ja",
    submission_id: UUID | None = None,
) -> Consultation:
    """Number it, tell group and office. The same `submission_id` again: the first one comes back."""
    try:
        with transaction.atomic():
            made = _new(asked, by, at=at, site_id=site_id, language=language, key=submission_id)
    except IntegrityError:
        known = Consultation.objects.filter(submission_id=submission_id).first()
        if known is None:
            raise
        return known
    event = _event(made, verb=V.OPENED, by=by, at=at)
    event.mail = to_consulting.received(event, link=page_key(made, at=at).link)
    _write(event, note=asked.words)
    to_consulting.office_received(event, words=asked.words)
    return made


def _new(
    asked: Asked, by: By, *, at: datetime, site_id: int, language: str, key: UUID | None
) -> Consultation:
    office = OfficeSettings.objects.get(site_id=site_id)
    today = local(at).date()
    year, number = _next_number(site_id, year=fiscal_year_of(today))
    group = ApplicantGroup.objects.create(
        site_id=site_id,
        language=language,
        keep_until=submitting.kept_until(today, years=office.retention_years),
        **asdict(asked.group),
    )
    return Consultation.objects.create(
        site_id=site_id, fiscal_year=year, number=number, group=group, language=language,
        about=asked.about, wish=asked.wish, people=asked.people, when_words=asked.when_words,
        place_words=asked.place_words, lecture_id=asked.lecture_id, way=by.way,
        entered_by=by.user, opened_at=at, **({"submission_id": key} if key else {}),
    )  # fmt: skip


def _next_number(site_id: int, *, year: int) -> tuple[FiscalYear, int]:
    """S8-0012. The year's row is locked, so that two who ask at once get two numbers."""
    FiscalYear.objects.get_or_create(year=year, defaults={"site_id": site_id})
    row = FiscalYear.objects.select_for_update().get(year=year)
    last = Consultation.objects.filter(fiscal_year=row).aggregate(last=Max("number"))["last"]
    return row, (last or 0) + 1


@transaction.atomic
def tell(
    *, consultation_id: int, words: str, settled: bool, seen: int, by: By, at: datetime
) -> ConsultationEvent:
    """What the office says to the group: a mail is sent (way 電子メール), or it has been said.

    `settled`: that answers it; else it stays open.
    """
    row = _locked(consultation_id, seen=seen)
    if not words.strip():
        raise Refused(_("団体に伝えることばを入れてください。"))
    if by.way == Way.EMAIL and not row.group.email:
        raise Refused(_("メールアドレスがありません。電話などで伝えて、えらび直してください。"))
    event = _event(row, verb=V.TOLD, by=by, at=at, to=S.ANSWERED if settled else S(row.status))
    if by.way == Way.EMAIL:
        link = page_key(row, at=at).link
        event.mail = to_consulting.answered(event, words=words, link=link)
    return _write(event, note=words)


def page_key(row: Consultation, *, at: datetime) -> Grant:
    """The standing key of the group's page; those who asked before there were pages get it late."""
    ends = datetime.combine(row.group.keep_until, time(), venue_zone())
    return Grant.objects.kept(
        purpose=Grant.Purpose.CONSULT, site_id=row.site_id, at=at, expires_at=ends,
        consultation=row,
    )  # fmt: skip


@transaction.atomic
def write(*, consultation_id: int, words: str, by: By, at: datetime) -> ConsultationEvent:
    """The group's words from its page, told to the office: what was answered or closed is open again.

    The same words once more, unanswered, are one message. Refused: it is a request by now.
    """
    row, text = _locked(consultation_id), words.strip()
    if row.status == S.REQUESTED:
        raise MoveNotAllowed(
            _("この相談は、申込みになりました。つづきは、申込みのページに書いてください。")
        )
    if not text:
        raise Refused(_("ことばを入れてください。"))
    said = row.events.filter(verb__in=[V.HEARD, V.TOLD, V.CLOSED]).order_by("pk")
    last = said.select_related("note").last()
    if last is not None and last.verb == V.HEARD and last.note.text == text:
        return last
    row.reason = ""
    event = _write(_event(row, verb=V.HEARD, by=by, at=at, to=S.OPEN), note=text)
    to_consulting.office_wrote(event, words=text)
    return event


@transaction.atomic
def withdraw(*, consultation_id: int, by: By, at: datetime, words: str = "") -> ConsultationEvent:
    """The group wants no answer any more; the office is told. MoveNotAllowed: it has ended."""
    row = _locked(consultation_id)
    if row.status not in (S.OPEN, S.ANSWERED):
        raise _not_allowed(row)
    row.reason = ConsultationEnd.GROUP_WISH
    event = _write(_event(row, verb=V.CLOSED, by=by, at=at, to=S.CLOSED), note=words)
    to_consulting.office_withdrawn(event, words=words.strip())
    return event


@transaction.atomic
def note(*, consultation_id: int, words: str, by: By, at: datetime) -> ConsultationEvent:
    """What the group said (then it is open again), or a line for colleagues. Nobody is told."""
    row = _locked(consultation_id)
    if not words.strip():
        raise Refused(_("ことばを入れてください。"))
    heard = by.actor == RequestEvent.Actor.GROUP
    again = heard and row.status == S.ANSWERED
    event = _event(
        row,
        verb=V.HEARD if heard else V.NOTED,
        by=by,
        at=at,
        to=S.OPEN if again else S(row.status),
    )
    return _write(event, note=words)


@transaction.atomic
def close(
    *,
    consultation_id: int,
    reason: ConsultationEnd,
    seen: int,
    by: By,
    at: datetime,
    words: str = "",
) -> ConsultationEvent:
    """It ends without a request. Whoever should hear why is told first, by `tell`."""
    row = _locked(consultation_id, seen=seen)
    row.reason = reason
    return _write(_event(row, verb=V.CLOSED, by=by, at=at, to=S.CLOSED), note=words)


@transaction.atomic
def reopen(*, consultation_id: int, seen: int, by: By, at: datetime) -> ConsultationEvent:
    row = _locked(consultation_id, seen=seen)
    if row.status == S.OPEN:
        raise Refused(_("この相談は、もう開いています。"))
    row.reason = ""
    return _write(_event(row, verb=V.REOPENED, by=by, at=at, to=S.OPEN))


@transaction.atomic
def enter(
    *,
    consultation_id: int,
    lecture_id: int,
    particulars: Particulars,
    by: By,
    at: datetime,
    submission_id: UUID | None = None,
    waive: Collection[str] = (),
) -> BookingRequest:
    """申込みにする: the request and where it came from, in one step. RulesBroken."""
    row = _locked(consultation_id)
    if row.request is not None and row.request.submission_id == submission_id:
        return row.request
    if S.REQUESTED not in CONSULTATION_MOVES[S(row.status)]:
        raise _not_allowed(row)
    made = submitting.enter(
        lecture_id=lecture_id, particulars=particulars, by=by, at=at, language=row.language,
        submission_id=submission_id, waive=waive,
        note=_("相談 %(number)s から") % {"number": row.reference},
    )  # fmt: skip
    if row.status == S.OPEN:
        to_consulting.taken_up(made.events.earliest("pk"), row)
    row.request = made
    _write(_event(row, verb=V.REQUESTED, by=by, at=at, to=S.REQUESTED))
    return made


def _locked(consultation_id: int, *, seen: int | None = None) -> Consultation:
    """Read after the lock. `seen`: the version that the page spoke of. Stale."""
    Consultation.objects.select_for_update(of=("self",)).only("pk").get(pk=consultation_id)
    rows = Consultation.objects.select_related("group", "fiscal_year", "lecture", "request")
    row = rows.get(pk=consultation_id)
    if seen is not None and seen != row.version:
        raise Stale(
            _(
                "この画面を開いたあとで、相談のようすが変わりました。"
                "下のようすを確かめて、よければもう一度おしてください。"
            )
        )
    return row


def _event(
    row: Consultation,
    *,
    verb: ConsultationVerb,
    by: By,
    at: datetime,
    to: ConsultationStatus | None = None,
) -> ConsultationEvent:
    """Makes the move. The event is not stored yet, so that it may name its mail. MoveNotAllowed."""
    before, after = S(row.status), S(row.status) if to is None else to
    if after != before and after not in CONSULTATION_MOVES[before]:
        raise _not_allowed(row)
    row.status = after
    row.version += 1
    row.save(update_fields=["status", "version", "reason", "request"])
    return ConsultationEvent(
        site_id=row.site_id, consultation=row, verb=verb, actor=by.actor, user=by.user,
        way=by.way, at=at, from_status=before, to_status=after,
    )  # fmt: skip


def _not_allowed(row: Consultation) -> MoveNotAllowed:
    return MoveNotAllowed(
        _("「%(status)s」の相談では、この手続きはできません。")
        % {"status": row.get_status_display()}
    )


def _write(event: ConsultationEvent, *, note: str = "") -> ConsultationEvent:
    event.save()
    if note.strip():
        ConsultationNote.objects.create(site_id=event.site_id, event=event, text=note.strip())
    return event
