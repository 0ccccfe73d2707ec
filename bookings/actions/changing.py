"""変更: what a group changes itself. What touches neither date nor place changes at once.

Before a date is fixed, another date or place means that the departments are asked anew; a date that
stands is `bookings.actions.wishing`'s.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from bookings.actions import asking, places, supporting
from bookings.actions.conditions import RulesBroken
from bookings.actions.keeping import keep_for
from bookings.actions.moves import By, MoveNotAllowed, Refused, Stale, locked, record
from bookings.actions.renewing import renew_page_key
from bookings.actions.sessions import Venue
from bookings.actions.submitting import want_confirmation
from bookings.emails import of_changes
from bookings.models import (
    ApplicantGroup,
    Assignment,
    BookingRequest,
    LectureSession,
    PreferredSlot,
)
from bookings.models.class_rows import lasting
from bookings.models.office_days import office_settings
from bookings.models.openings import availability_for
from bookings.models.rulebook import centre_of, of_taken, rules_at, rules_for
from bookings.rules import (
    Days,
    Slot,
    Usable,
    Wish,
    people_problem,
    wish_problem,
)
from bookings.status import (
    ASSIGNMENT_STANDING,
    AssignmentRole,
    Care,
    Reason,
    RequestStatus,
    SessionState,
    Verb,
)
from lectures.eras import short_day, time_range
from lectures.models import PartOfDay
from lectures.zones import local

R = RequestStatus
DETAILS_IN = frozenset({R.SUBMITTED, R.ASKING, R.PROPOSING, R.CONFIRMED})
MOVED_IN = frozenset({R.SUBMITTED, R.ASKING, R.PROPOSING})
OF_REQUEST = (
    "people", "ages", "questions", "remarks", "care", "care_words", "care_by", "talk_language",
)  # fmt: skip
OF_GROUP = (
    "representative", "contact_name", "contact_kana", "phone", "phone_as_typed", "reachable",
    "notify_by", "email", "fax", "postcode", "address",
)  # fmt: skip
# What a department has to do with; how the group gets its mail is not its business.
_FOR_DEPARTMENTS = frozenset(
    {*OF_REQUEST, "representative", "contact_name", "contact_kana", "phone", "reachable"}
)
_UNSEEN = frozenset({"phone_as_typed"})


@transaction.atomic
def amend(
    *,
    request_id: int,
    facts: Mapping[str, Any],
    seen: int,
    by: By,
    at: datetime,
    new_contact: bool = False,
) -> BookingRequest:
    """People, contact and words, at once; office and departments are told. Stale, Refused.

    `new_contact`: somebody else stands for the group now, so the links of before end.
    """
    request = locked(request_id)
    group = request.group
    assert group is not None
    _refuse_over(request, at=at, allowed=DETAILS_IN)
    rows = {**dict.fromkeys(OF_REQUEST, request), **dict.fromkeys(OF_GROUP, group)}
    changed = [name for name in facts if name in rows and getattr(rows[name], name) != facts[name]]
    if not changed and not new_contact:
        return request
    refuse_stale(request, seen=seen)
    if "people" in changed:
        _refuse_people(request, facts["people"])
    before = group.email if group.notify_by == ApplicantGroup.NotifyBy.EMAIL else ""
    lines = _lines(rows, facts, changed)
    gone, again = _care_changed(request, facts)
    needless = supporting.to_come(request, kinds=gone, at=at) if gone else []
    lines |= {f"support:{one.pk}": _taken_back(one) for one in needless}
    for name in changed:
        setattr(rows[name], name, facts[name])
    if group.email != before:
        group.email_confirmed_at = None
    group.save()
    request.save(update_fields=[*OF_REQUEST])
    if new_contact:
        renew_page_key(request, at=at)
        lines = {**lines, "": "連絡する人がかわりました"}
    event = record(request, verb=Verb.AMENDED, by=by, at=at, note="\n".join(lines.values()))
    if not group.email_confirmed_at and (new_contact or group.email != before):
        want_confirmation(request, at=at)
    shown = [words for name, words in lines.items() if name in _FOR_DEPARTMENTS]
    supporting.stand_down(request, needless, by=by, at=at, reason=Reason.GROUP_WISH)
    supporting.wish_again(request, kinds=again, by=by, at=at)
    told = bool(needless) or (bool(shown) and of_changes.somebody_hears(request))
    of_changes.amended(event, request, changes=list(lines.values()), before=before, told=told)
    if shown:
        of_changes.departments_hear(event, request, changes=shown)
    return request


@transaction.atomic
def move(
    *,
    request_id: int,
    wishes: Sequence[Wish],
    venue: Venue | None,
    seen: int,
    by: By,
    at: datetime,
    booked: bool | None = None,
) -> BookingRequest:
    """Other wishes or another place before a date is fixed; who was asked is asked anew.

    `booked`: whether the group has the place that stays; None where it says nothing of that.
    """
    request = locked(request_id)
    _refuse_over(request, at=at, allowed=MOVED_IN)
    before = [_wish_of(row) for row in request.wishes.order_by("rank")]
    new_days = bool(wishes) and list(wishes) != before
    new_place = venue is not None and venue != places.venue_of(request)
    if venue is not None:
        booked = None if new_place else venue.booked
    if not new_days and not new_place and booked in (None, request.venue_booked):
        return request
    refuse_stale(request, seen=seen)
    asks = standing_asks(request) if new_days or new_place else []
    lines = places.write_booked(request, booked)
    if new_place:
        assert venue is not None
        if not new_days:
            asked_for = [local(ask.starts_at).date() for ask in asks]
            places.refuse_shut(venue, dict.fromkeys([*asked_for, *(wish.day for wish in before)]))
        unknown = places.kit_lines(request)
        places.write_venue(request, venue)
        lines.append(f"会場：{request.venue}（{places.booked_words(venue.booked)}）")
        lines += unknown
    if new_days:
        refuse_broken_wishes(request, wishes, at=at)
        lines += wish_lines(wishes)
        replace_wishes(request, wishes)
    event = record(request, verb=Verb.AMENDED, by=by, at=at, note="\n".join(lines))
    of_changes.amended(event, request, changes=lines, told=bool(asks))
    for assignment in asks:
        asked = Slot(assignment.starts_at, assignment.ends_at)
        ask_anew(request, assignment, slot=None if new_days else asked, by=by, at=at)
    return request


@transaction.atomic
def book(
    *, request_id: int, booked: bool | None, seen: int, by: By, at: datetime
) -> BookingRequest:
    """The group has its place now, or not yet. Nothing else changes; the office is told."""
    request = locked(request_id)
    _refuse_over(request, at=at, allowed=DETAILS_IN)
    if booked in (None, request.venue_booked):
        return request
    refuse_stale(request, seen=seen)
    lines = places.write_booked(request, booked)
    event = record(request, verb=Verb.AMENDED, by=by, at=at, note="\n".join(lines))
    of_changes.amended(event, request, changes=lines, told=False)
    return request


def standing_asks(request: BookingRequest) -> list[Assignment]:
    rows = request.assignments.filter(
        role=AssignmentRole.LECTURE, state__in=ASSIGNMENT_STANDING
    ).select_related("department")
    return list(rows.order_by("part"))


def ask_anew(
    request: BookingRequest, assignment: Assignment, *, slot: Slot | None, by: By, at: datetime
) -> None:
    """The ask ends, another begins for `slot` or the first wish. Refused: that time is over or closed."""
    exact = slot or asking.slot_of_wish(request, 1)
    if exact.starts_at <= at:
        raise Refused(_("その日時はもうすぎました。ほかの日時をえらんでください。"))
    asking.refuse_closed(exact, [assignment.department])
    asking.recall_in(request, assignment, by=by, at=at, reason=Reason.GROUP_WISH)
    rank = assignment.rank if slot else 1
    asking.ask_one(
        request, part=assignment.part, department=assignment.department, slot=exact, rank=rank,
        by=by, at=at,
    )  # fmt: skip


def refuse_stale(request: BookingRequest, *, seen: int) -> None:
    if request.version != seen:
        raise Stale(
            _(
                "この画面を開いたあとで、申込みのようすが変わりました。"
                "いまのようすを確かめて、よければもう一度おしてください。"
            )
        )


def refuse_broken_wishes(
    request: BookingRequest,
    wishes: Sequence[Wish],
    *,
    at: datetime,
    usable: Usable | None = None,
    venue: Venue | None = None,
) -> None:
    """The rules that a new request meets, for its wishes, at `venue` or where it is. RulesBroken."""
    lecture = request.lecture
    centre = places.centre_at(venue) if venue else centre_of(request)
    rules = of_taken(rules_at(lecture, centre), request)
    days = Days(min(wish.day for wish in wishes), max(wish.day for wish in wishes))
    availability = availability_for(lecture, days=days, at=at, but=request)
    checked = [
        (
            f"wish-{rank}",
            wish_problem(
                rules,
                wish,
                minutes=lasting(request),
                usable=usable or Usable(request.usable_from, request.usable_until),
                today=local(at).date(),
                availability=availability,
            ),
        )
        for rank, wish in enumerate(wishes, start=1)
    ]
    if problems := [(field, problem) for field, problem in checked if problem is not None]:
        raise RulesBroken(problems)


def replace_wishes(request: BookingRequest, wishes: Sequence[Wish]) -> None:
    """The department's promise of before goes with the old wishes."""
    request.wishes.all().delete()
    request.agreed_with = ""
    request.save(update_fields=["agreed_with"])
    keep_for(request, max(wish.day for wish in wishes))
    for rank, wish in enumerate(wishes, start=1):
        PreferredSlot.objects.create(
            site_id=request.site_id, request=request, rank=rank, day=wish.day, part=wish.part,
            starts=wish.starts, ends=wish.ends,
        )  # fmt: skip


def wish_lines(wishes: Sequence[Wish]) -> list[str]:
    """第1希望 12月22日（火） 午前: for the town's own people."""
    with translation.override("ja"):
        return [
            f"第{rank}希望：{short_day(wish.day)} {_hours(wish)}"
            for rank, wish in enumerate(wishes, start=1)
        ]


def _hours(wish: Wish) -> str:
    if wish.starts is None or wish.ends is None:
        return str(PartOfDay(wish.part).label)
    return time_range(
        datetime.combine(wish.day, wish.starts), datetime.combine(wish.day, wish.ends)
    )


def _lines(
    rows: Mapping[str, Any], facts: Mapping[str, Any], changed: Sequence[str]
) -> dict[str, str]:
    """What was and what is, by field, in the words of the town's own people."""
    with translation.override("ja"):
        return {
            name: f"{_label(rows[name], name)}：{_shown(rows[name], name, getattr(rows[name], name))}"
            f" → {_shown(rows[name], name, facts[name])}"
            for name in changed
            if name not in _UNSEEN
        }


def _care_changed(request: BookingRequest, facts: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """The kinds of help that the group wants of the city no more, and those that it wants now."""
    before = {"care": request.care, "care_by": request.care_by}
    now = {name: facts.get(name, said) for name, said in before.items()}
    was, wanted = supporting.wanted_of_city(**before), supporting.wanted_of_city(**now)
    return was - wanted, wanted - was


def _taken_back(support: Assignment) -> str:
    with translation.override("ja"):
        kind = support.get_support_display()
    return f"{kind}の依頼（{support.department.name}）：取り消しました"


def _label(row: Any, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)


def _shown(row: Any, name: str, value: Any) -> str:
    if isinstance(value, list):
        return "・".join(str(Care(code).label) for code in value) or "なし"
    labels = dict(row._meta.get_field(name).flatchoices)
    return " ".join(str(labels.get(value, value) or "なし").split())


def _wish_of(row: PreferredSlot) -> Wish:
    return Wish(row.day, row.part, row.starts, row.ends)


def _refuse_people(request: BookingRequest, people: int) -> None:
    problem = people_problem(rules_for(request.lecture), people, phone=office_settings().phone)
    if problem is not None:
        raise RulesBroken([("people", problem)])


def _refuse_over(
    request: BookingRequest, *, at: datetime, allowed: frozenset[RequestStatus]
) -> None:
    if request.status not in allowed or not _something_ahead(request, at=at):
        raise MoveNotAllowed(
            _("いまは、ここから変えられません。変えたいことがあるときは、電話してください。")
        )


def _something_ahead(request: BookingRequest, *, at: datetime) -> bool:
    if request.status != R.CONFIRMED:
        return True
    waits = LectureSession.objects.filter(request=request, state=SessionState.POSTPONED)
    ahead = LectureSession.objects.filter(
        request=request, state=SessionState.PLANNED, starts_at__gt=at
    )
    return (waits | ahead).exists()
