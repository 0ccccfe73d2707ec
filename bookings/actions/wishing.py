"""変更の希望: a date that stands is kept until the department says whether another one is possible."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import places, sessions
from bookings.actions.changing import (
    refuse_broken_wishes,
    refuse_stale,
    wish_lines,
)
from bookings.actions.moves import (
    By,
    MoveNotAllowed,
    Refused,
    locked_session,
    record,
    refuse_shut,
)
from bookings.actions.overtaking import overtake
from bookings.actions.sessions import Venue
from bookings.emails import of_changes
from bookings.emails.facts import when
from bookings.emails.to_hosts import hosts_of
from bookings.models import (
    Assignment,
    BookingRequest,
    ChangeSlot,
    ChangeWish,
    Grant,
    LectureSession,
    class_rows,
)
from bookings.models.rulebook import rules_for
from bookings.rules import Problem, Slot, Usable, Wish, exact_slot
from bookings.status import RequestStatus, SessionState, Verb
from lectures.models import Centre
from lectures.zones import local, venue_zone

State = ChangeWish.State


@transaction.atomic
def wish(
    *,
    session_id: int,
    wishes: Sequence[Wish],
    venue: Venue | None,
    seen: int,
    by: By,
    at: datetime,
    booked: bool | None = None,
) -> ChangeWish:
    """Ask for another time or place. Nothing moves yet. Stale, RulesBroken, Refused.

    A school's classes go together: whichever asks, the first of the row leads. `booked`: whether
    the group has the place that stays.
    """
    request, asking = locked_session(session_id)
    row = class_rows.together(asking)
    session = row[0]
    _refuse_over(request, session, at=at)
    if session.change_wishes.live(at=at).exists():
        raise Refused(_("変更の希望は、もう送られています。返事を待つか、取り下げてください。"))
    if venue == places.venue_of(session):
        venue, booked = None, venue.booked if venue else booked
    if not wishes and venue is None:
        raise Refused(_("変えたい日か、変えたい会場をえらんでください。"))
    refuse_stale(request, seen=seen)
    usable = Usable(request.usable_from, request.usable_until) if venue is None else Usable()
    slots = [Slot(*class_rows.span_of(row))]
    if venue is not None and not wishes:
        places.refuse_shut(venue, [local(session.starts_at).date()])
    if wishes:
        place = venue or places.venue_of(session)
        refuse_broken_wishes(request, wishes, at=at, usable=usable, venue=place)
        slots = [_exact(request, row, usable=usable) for row in wishes]
    overtake(session, at=at)
    made = _store(session, slots, venue=venue, at=at)
    lines = [*wish_lines(wishes), *([places.line_of(venue)] if venue else [])]
    lines += places.write_booked(request, booked) if venue is None else []
    if made.new_place and not places.stay_behind(request, row):
        lines += places.kit_lines(request)
    event = record(
        request, verb=Verb.CHANGE_WISHED, by=by, at=at, session=session, note="\n".join(lines),
        assignment=made.assignment,
    )  # fmt: skip
    of_changes.wished(event, made, changes=lines)
    return made


@transaction.atomic
def grant(*, wish_id: int, rank: int, by: By, at: datetime, key: Grant | None = None) -> ChangeWish:
    """The department (or the office in its stead) says yes to one of the times. Clash, Refused.

    `key`: what opened the page, where nobody signed in. Shut: it was taken back meanwhile.
    """
    made = _locked(wish_id)
    refuse_shut(key, at=at)
    if made.state == State.GRANTED:
        return made
    _refuse_not_live(made, at=at)
    slot = made.slots.filter(rank=rank).first()
    if slot is None:
        raise Refused(_("その日時は、希望にありません。画面を開き直して確かめてください。"))
    if slot.starts_at <= at:
        raise Refused(_("その日時はもうすぎました。ほかの日時をえらんでください。"))
    venue = None
    if made.new_place:
        venue = Venue(
            made.centre_id, None, made.venue_name, made.venue_address, booked=made.venue_booked
        )
        moving = class_rows.together(made.session)
        places.write_venue(made.session.request, venue, moving=moving)
    _end(made, State.GRANTED, at=at)
    # Classes keep their own hours; anything else lasts as long as was said yes to.
    in_row = made.session in class_rows.row_of(made.session)
    move = sessions.move_row if in_row else sessions.reschedule
    move(
        session_id=made.session_id, slot=Slot(slot.starts_at, slot.ends_at), by=by, at=at,
        venue=venue,
    )  # fmt: skip
    return made


@transaction.atomic
def keep(
    *, wish_id: int, by: By, at: datetime, words: str = "", key: Grant | None = None
) -> ChangeWish:
    """No: the date stands as it is. The words are for the office; the group hears the outcome."""
    made = _locked(wish_id)
    refuse_shut(key, at=at)
    if made.state == State.KEPT:
        return made
    _refuse_not_live(made, at=at)
    _end(made, State.KEPT, at=at)
    session = made.session
    event = record(
        session.request, verb=Verb.CHANGE_KEPT, by=by, at=at, session=session, note=words.strip(),
        assignment=made.assignment,
    )  # fmt: skip
    of_changes.kept(event, made)
    return made


@transaction.atomic
def drop(*, wish_id: int, by: By, at: datetime) -> ChangeWish:
    """The group takes its wish back."""
    made = _locked(wish_id)
    if made.state == State.DROPPED:
        return made
    _refuse_not_live(made, at=at)
    _end(made, State.DROPPED, at=at)
    session = made.session
    event = record(
        session.request, verb=Verb.CHANGE_DROPPED, by=by, at=at, session=session,
        assignment=made.assignment,
    )  # fmt: skip
    of_changes.dropped(event, made)
    return made


def _locked(wish_id: int) -> ChangeWish:
    """The request first, as everywhere; then the wish, read anew."""
    session_id = ChangeWish.objects.values_list("session_id", flat=True).get(pk=wish_id)
    _request, session = locked_session(session_id)
    made = ChangeWish.objects.select_related("assignment__department", "centre").get(pk=wish_id)
    made.session = session
    return made


def _refuse_not_live(made: ChangeWish, *, at: datetime) -> None:
    if not ChangeWish.objects.live(at=at).filter(pk=made.pk).exists():
        raise MoveNotAllowed(
            _("この変更の希望は、もう返事を待っていません。画面を開き直して確かめてください。")
        )


def _refuse_over(request: BookingRequest, session: LectureSession, *, at: datetime) -> None:
    fixed = request.status == RequestStatus.CONFIRMED and session.state == SessionState.PLANNED
    if not fixed or session.starts_at <= at:
        raise MoveNotAllowed(
            _("いまは、ここから変えられません。変えたいことがあるときは、電話してください。")
        )


def _exact(request: BookingRequest, wish: Wish, *, usable: Usable) -> Slot:
    slot = exact_slot(
        rules_for(request.lecture), wish, minutes=class_rows.lasting(request), usable=usable,
        zone=venue_zone(),
    )  # fmt: skip
    if isinstance(slot, Problem):
        raise Refused(slot.sentence)
    return slot


def _store(
    session: LectureSession, slots: Sequence[Slot], *, venue: Venue | None, at: datetime
) -> ChangeWish:
    made = ChangeWish.objects.create(
        site_id=session.site_id,
        session=session,
        assignment=who_answers(session),
        stood_at=session.starts_at,
        made_at=at,
        new_place=venue is not None,
        centre=Centre.objects.get(pk=venue.centre_id) if venue and venue.centre_id else None,
        venue_name=venue.name if venue else "",
        venue_address=venue.address if venue else "",
        venue_booked=venue is not None and venue.booked,
    )
    ChangeSlot.objects.bulk_create(
        ChangeSlot(
            site_id=session.site_id, wish=made, rank=rank, starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
        for rank, slot in enumerate(slots, start=1)
    )  # fmt: skip
    return made


def who_answers(session: LectureSession) -> Assignment | None:
    """The one department that gives it; several, or one that was never asked: the office does."""
    hosts = hosts_of(session)
    return hosts[0].assignment if len(hosts) == 1 else None


def _end(made: ChangeWish, state: str, *, at: datetime) -> None:
    made.state, made.answered_at = state, at
    made.save(update_fields=["state", "answered_at"])


def slot_words(made: ChangeWish) -> list[tuple[int, str]]:
    """(rank, words) of each time, in the reader's language."""
    rows = made.slots.order_by("rank")
    return [(row.rank, when(row.starts_at, row.ends_at)) for row in rows]
