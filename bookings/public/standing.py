"""What of a request decides which sentence its group reads. Reads rows; changes none."""

from datetime import datetime

from bookings.models import BookingRequest, ChangeWish
from bookings.public.counter import open_slots
from bookings.public.sessions import Shown
from bookings.public.survey import survey_links
from bookings.public.timeline import is_asked
from bookings.public.ways import ways_of
from bookings.public.wording import Standing, Words, words_of
from bookings.status import RequestStatus, SessionState
from lectures.zones import local


def words_for(row: BookingRequest, sessions: list[Shown], *, at: datetime) -> Words:
    """What happens next, in one sentence."""
    return words_of(row.status, standing_of(row, sessions, at=at))


def standing_of(row: BookingRequest, sessions: list[Shown], *, at: datetime) -> Standing:
    """Only what the status can make a difference for is asked of the database."""
    status = RequestStatus(row.status)
    ahead = [one for one in sessions if one.planned and one.row.ends_at >= at]
    waiting = ways_of(row, sessions, at=at).waiting
    wish = wish_of(row, at=at) if status == RequestStatus.CONFIRMED else None
    return Standing(
        mail_open=status == RequestStatus.SUBMITTED and _waits_for_mail(row),
        agreed=bool(row.agreed_with),
        asked=status == RequestStatus.ASKING and is_asked(row),
        offered=status == RequestStatus.PROPOSING
        and any(slot.starts_at > at for slot in open_slots(row)),
        ahead=bool(ahead),
        today=any(local(one.row.starts_at).date() == local(at).date() for one in ahead),
        past=any(one.planned and one.row.ends_at < at for one in sessions),
        postponed=any(one.postponed for one in sessions),
        proposed=bool(waiting) and all(one.proposed for one in waiting),
        delivered=any(one.row.state == SessionState.DELIVERED for one in sessions),
        nameless=any(not one.lecturers for one in ahead),
        wished=wish is not None,
        by_office=wish is not None and wish.assignment_id is None,
        survey=status == RequestStatus.CLOSED
        and any(not link.answered for link in survey_links(sessions, at=at)),
    )


def wish_of(row: BookingRequest, *, at: datetime) -> ChangeWish | None:
    """The change that waits for its answer."""
    wishes = ChangeWish.objects.live(at=at).filter(session__request=row)
    return wishes.select_related("session", "centre").order_by("pk").first()


def _waits_for_mail(row: BookingRequest) -> bool:
    return BookingRequest.objects.unconfirmed().filter(pk=row.pk).exists()
