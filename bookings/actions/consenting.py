"""講師本人の返事: only where the town asks lecturers. A no goes back to the department alone."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bookings.actions.allocating import lecturers_on, release_lecturer
from bookings.actions.moves import (
    SYSTEM,
    By,
    MoveNotAllowed,
    Refused,
    locked_session,
    record,
)
from bookings.chases import consent_chases
from bookings.emails import facts, to_group, to_hosts, to_lecturer
from bookings.models import (
    BookingRequest,
    EventMail,
    Grant,
    LecturerConsent,
    LectureSession,
    RequestEvent,
)
from bookings.models.office_days import office_settings
from bookings.status import SessionState, Verb
from lectures.models import Lecturer
from lectures.zones import venue_zone

State = LecturerConsent.State


def ask_lecturers(
    event: RequestEvent, session: LectureSession, lecturers: Iterable[Lecturer]
) -> None:
    """Each lecturer with an own address is asked for a yes to this date; only where the town does."""
    if not office_settings().lecturers_answer:
        return
    for lecturer in lecturers:
        if to_lecturer.address_of(lecturer, session):
            _ask(event, session, lecturer)


def let_go(event: RequestEvent, session: LectureSession, lecturers: Iterable[Lecturer]) -> None:
    """Who no longer goes: calendars are taken back, keys closed."""
    for lecturer in lecturers:
        _grants(session, lecturer).filter(revoked_at__isnull=True).update(revoked_at=event.at)
        to_lecturer.released(event, session, lecturer)


def newest(session: LectureSession, lecturer: Lecturer) -> LecturerConsent | None:
    """The asking that counts."""
    return session.consents.filter(lecturer=lecturer).order_by("-pk").first()


@transaction.atomic
def say_yes(*, session_id: int, lecturer_id: int, by: By, at: datetime) -> LecturerConsent:
    """The lecturer goes. Saying it twice says it once. Refused, MoveNotAllowed."""
    request, session, consent = _awaited(session_id, lecturer_id, at=at)
    if consent.state == State.YES:
        return consent
    if consent.state == State.NO:
        raise MoveNotAllowed(
            _("都合が悪いという返事を、もう課に伝えました。変えるときは、課に連絡してください。")
        )
    told = facts.lecturers_told(session)
    _answer(consent, state=State.YES, at=at)
    event = record(request, verb=Verb.LECTURER_YES, by=by, at=at, session=session)
    grant = grant_of(session, consent.lecturer, at=at)
    to_lecturer.recorded(event, session, consent.lecturer, grant=grant)
    tell_group_of_names(event, session, before=told)
    return consent


@transaction.atomic
def say_no(
    *, session_id: int, lecturer_id: int, by: By, at: datetime, words: str = ""
) -> LecturerConsent:
    """The lecturer cannot go, also after a yes: freed, and the department names another."""
    request, session, consent = _awaited(session_id, lecturer_id, at=at)
    if consent.state == State.NO:
        return consent
    lecturer = consent.lecturer
    _answer(consent, state=State.NO, at=at, words=words)
    release_lecturer(session, lecturer)
    session.version += 1
    session.sequence += 1  # a CANCEL needs a higher one than the invitation
    session.save(update_fields=["version", "sequence"])
    event = record(
        request,
        verb=Verb.LECTURER_NO,
        by=by,
        at=at,
        session=session,
        assignment=to_hosts.ask_of(lecturer, session),
        note=words.strip(),
    )
    to_lecturer.released(event, session, lecturer, said_no=True)
    key = naming_grant(session, at=at)
    to_hosts.lecturer_no(event, session, lecturer, words=words, grant=key)
    return consent


@transaction.atomic
def chase(*, consent_id: int, at: datetime) -> bool:
    """Ask a silent lecturer again, later tell the department; False: nothing is due."""
    session_id = LecturerConsent.objects.values_list("session_id", flat=True).get(pk=consent_id)
    request, session = locked_session(session_id)
    consent = LecturerConsent.objects.select_related("lecturer").get(pk=consent_id)
    if not _waits(consent, session) or at >= session.starts_at:
        return False
    again, tell = consent_chases(consent.asked_at, starts_at=session.starts_at, zone=venue_zone())
    lecturer = consent.lecturer
    if at >= tell and not _told(consent, kind="department_lecturer_silent"):
        event = _chased(request, session, lecturer, at=at)
        key = naming_grant(session, at=at)
        to_hosts.lecturer_silent(event, session, lecturer, grant=key)
        return True
    if again <= at < tell and not _told(consent, kind="lecturer_asked_again"):
        event = _chased(request, session, lecturer, at=at)
        to_lecturer.asked_again(event, session, lecturer, grant=grant_of(session, lecturer, at=at))
        return True
    return False


def tell_group_of_names(
    event: RequestEvent, session: LectureSession, *, before: Iterable[Lecturer]
) -> None:
    """Once, when everybody who goes is sure and the group knows other names, or none."""
    after = facts.lecturers_told(session)
    sure = len(after) == len(lecturers_on(session))
    if after and sure and set(after) != set(before):
        to_group.lecturer_named(event, session)


def grant_of(session: LectureSession, lecturer: Lecturer, *, at: datetime) -> Grant:
    """The lecturer's key to the yes-or-no page of one session; ends with the session."""
    return Grant.objects.kept(
        purpose=Grant.Purpose.LECTURER,
        site_id=session.site_id,
        at=at,
        session=session,
        lecturer=lecturer,
        expires_at=session.ends_at,
    )


def naming_grant(session: LectureSession, *, at: datetime) -> Grant | None:
    """The department's key to name a lecturer where no ask has one; None: the ask's key serves."""
    if any(host.assignment for host in to_hosts.hosts_of(session)):
        return None
    return Grant.objects.kept(
        purpose=Grant.Purpose.LECTURER,
        site_id=session.site_id,
        at=at,
        session=session,
        lecturer=None,
        expires_at=session.ends_at,
    )


def _ask(event: RequestEvent, session: LectureSession, lecturer: Lecturer) -> None:
    _consent, made = LecturerConsent.objects.get_or_create(
        session=session,
        lecturer=lecturer,
        sequence=session.sequence,
        defaults={"site_id": session.site_id, "asked_at": event.at},
    )
    if not made:
        return
    grant = grant_of(session, lecturer, at=event.at)
    if grant.expires_at != session.ends_at:
        grant.expires_at = session.ends_at
        grant.save(update_fields=["expires_at"])
    to_lecturer.asked(event, session, lecturer, grant=grant)


def _awaited(
    session_id: int, lecturer_id: int, *, at: datetime
) -> tuple[BookingRequest, LectureSession, LecturerConsent]:
    """Request, session and the asking, locked. MoveNotAllowed: nobody waits for this answer."""
    request, session = locked_session(session_id)
    lecturer = Lecturer.objects.get(pk=lecturer_id)
    consent = newest(session, lecturer)
    if consent is None or session.state != SessionState.PLANNED:
        raise MoveNotAllowed(_("この予定は、もうありません。返事はいりません。"))
    if consent.state != State.NO and lecturer not in lecturers_on(session):
        raise MoveNotAllowed(_("ほかの人がうかがうことになりました。返事はいりません。"))
    if at >= session.starts_at:
        raise Refused(_("講座の時刻をすぎました。事務局に電話してください。"))
    return request, session, consent


def _answer(consent: LecturerConsent, *, state: str, at: datetime, words: str = "") -> None:
    consent.state, consent.answered_at = state, at
    consent.words = words.strip()[:200]
    consent.save(update_fields=["state", "answered_at", "words"])


def _waits(consent: LecturerConsent, session: LectureSession) -> bool:
    return (
        session.state == SessionState.PLANNED
        and consent.state == State.ASKED
        and newest(session, consent.lecturer) == consent
        and consent.lecturer in lecturers_on(session)
    )


def _chased(
    request: BookingRequest, session: LectureSession, lecturer: Lecturer, *, at: datetime
) -> RequestEvent:
    return record(
        request,
        verb=Verb.LECTURER_CHASED,
        by=SYSTEM,
        at=at,
        session=session,
        assignment=to_hosts.ask_of(lecturer, session),
        note=lecturer.name,
    )


def _told(consent: LecturerConsent, *, kind: str) -> bool:
    """Whether this went out since the lecturer was asked."""
    return EventMail.objects.filter(
        kind=kind,
        event__session=consent.session_id,
        event__at__gte=consent.asked_at,
        event__note__text=consent.lecturer.name,
    ).exists()


def _grants(session: LectureSession, lecturer: Lecturer) -> QuerySet[Grant]:
    return session.grants.filter(purpose=Grant.Purpose.LECTURER, lecturer=lecturer)
