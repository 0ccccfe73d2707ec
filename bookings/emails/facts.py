"""What mails say of a request, an ask or a session, put together once."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import lazy
from django_scopes import get_scope

from accounts.once import once
from bookings.models import Assignment, BookingRequest, Grant, LecturerConsent, LectureSession
from bookings.models.office_days import office_settings
from bookings.models.rulebook import rules_for, wishes_of
from bookings.rules import Problem, Slot, Usable, Wish, exact_slot, is_exact, window
from bookings.status import AssignmentRole
from lectures.eras import clock_time, short_day, time_range
from lectures.models import OfficeSettings
from lectures.zones import local, venue_zone
from notifications.models.identity import MailIdentity, identity_for


def office() -> OfficeSettings:
    """The town's office, of the open scope."""
    return office_settings()


def identity() -> MailIdentity:
    return identity_for(get_scope()["site"])


def when(starts_at: Any, ends_at: Any) -> str:
    """12月17日（木）10時〜11時."""
    starts, ends = local(starts_at), local(ends_at)
    return f"{short_day(starts.date())} {time_range(starts, ends)}"


def row_words(sessions: tuple[LectureSession, ...]) -> str:
    """12月17日（木）9時35分〜10時20分（5年1組）、10時40分〜11時25分（5年2組）."""
    parts = []
    for number, session in enumerate(sessions):
        starts, ends = local(session.starts_at), local(session.ends_at)
        day = "" if number else f"{short_day(starts.date())} "
        period = getattr(session, "class_period", None)
        name = f"（{period.name}）" if period else ""
        parts.append(f"{day}{time_range(starts, ends)}{name}")
    return "、".join(parts)


# Put into words only when a mail is written: its reader's language may not be the actor's.
lazy_when = lazy(when, str)
lazy_row = lazy(row_words, str)
lazy_day = lazy(short_day, str)
_day = lazy_day
_hours = lazy(lambda slot: time_range(local(slot.starts_at), local(slot.ends_at)), str)
_due = lazy(lambda at: f"{short_day(at.date())} {clock_time(at)}", str)
_part = lazy(lambda row: row.get_part_display(), str)


def wishes(request: BookingRequest) -> list[dict[str, Any]]:
    """The group's wishes, each with its exact slot or, for a part of the day, the usual one.

    Where `exact` is false, the number alone fixes nothing: `window` holds the hours to choose from.
    """
    rules = rules_for(request.lecture)
    usable = Usable(request.usable_from, request.usable_until)
    found = []
    for row in wishes_of(request):
        wish = Wish(row.day, row.part, row.starts, row.ends)
        slot = exact_slot(
            rules,
            wish,
            minutes=request.lecture.minutes,
            usable=usable,
            zone=venue_zone(),
        )
        found.append(
            {
                "rank": row.rank,
                "exact": is_exact(wish),
                "window": None if is_exact(wish) else window(rules, wish, usable=usable),
                "day": _day(row.day),
                "part": _part(row) if row.part else "",
                "slot": slot if isinstance(slot, Slot) else None,
                "problem": slot if isinstance(slot, Problem) else None,
                "when": lazy_when(slot.starts_at, slot.ends_at) if isinstance(slot, Slot) else "",
                "hours": _hours(slot) if isinstance(slot, Slot) else "",
                "row": row,
            }
        )
    return found


def of_request(request: BookingRequest) -> dict[str, Any]:
    return {
        "booking_request": request,
        "group": request.group,
        "lecture": request.lecture,
        "wishes": wishes(request),
        "office": office(),
    }


def of_assignment(assignment: Assignment) -> dict[str, Any]:
    return {
        **of_request(assignment.request),
        "assignment": assignment,
        "department": assignment.department,
        "slot_words": lazy_when(assignment.starts_at, assignment.ends_at),
        "due_words": _due(local(assignment.due_at)),
    }


def of_session(session: LectureSession) -> dict[str, Any]:
    return {
        **of_request(session.request),
        "lecture_session": session,
        "slot_words": lazy_when(session.starts_at, session.ends_at),
        "lecturers": lecturers_of(session),
    }


def lecturers_of(session: LectureSession) -> list[Any]:
    """Names for the mail; the order in which they were taken."""
    rows = session.allocations.filter(
        state="confirmed", resource__lecturer__isnull=False
    ).select_related("resource__lecturer")
    return [row.resource.lecturer for row in rows.order_by("pk")]


def lecturers_told(session: LectureSession, *, among: list[Any] | None = None) -> list[Any]:
    """Whom the group hears of: not who has yet to say yes for themselves.

    `among`: what `lecturers_of` says, where it was asked before.
    """
    going = lecturers_of(session) if among is None else among
    if not going:
        return []
    waiting = set(waiting_consents(session).values_list("lecturer_id", flat=True))
    return [row for row in going if row.pk not in waiting]


def waiting_consents(session: LectureSession) -> QuerySet[LecturerConsent]:
    """Lecturers who were asked for their own yes; only the newest asking of each counts."""
    newer = LecturerConsent.objects.filter(
        session=OuterRef("session"), lecturer=OuterRef("lecturer"), pk__gt=OuterRef("pk")
    )
    return session.consents.filter(~Exists(newer), state=LecturerConsent.State.ASKED)


def supports_of(request: BookingRequest, *, slot: Slot) -> list[Assignment]:
    """The newest ask for each kind of help at that time, in the order of their parts."""
    rows = request.assignments.filter(role=AssignmentRole.SUPPORT).order_by("part", "pk")
    newest = {row.part: row for row in rows.select_related("department")}
    return [row for row in newest.values() if Slot(row.starts_at, row.ends_at) == slot]


def reply_address(grant: Grant) -> str:
    """`a-<tag>@domain`, the tag still a placeholder."""
    return f"a-{grant.placeholder('tag')}@{identity().mail_domain}"


def answer_grant(assignment: Assignment) -> Grant:
    """The key that answers this ask, in its page and in its reply address."""
    return once(
        ("answer grant", assignment.pk),
        lambda: Grant.objects.get(assignment=assignment, purpose=Grant.Purpose.ANSWER),
    )


def page_grant(request: BookingRequest) -> Grant:
    """The group's standing grant; made with the submission."""
    return Grant.objects.get(
        request=request, purpose=Grant.Purpose.GROUP_PAGE, revoked_at__isnull=True
    )
