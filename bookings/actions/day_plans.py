"""当日のこと: both sides write what the other must know; two weeks before, both are asked once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bookings.actions import day_keys
from bookings.actions.moves import (
    SYSTEM,
    By,
    Refused,
    Stale,
    locked_session,
    record,
    refuse_shut,
)
from bookings.chases import morning_before
from bookings.emails import to_both
from bookings.models import DayPlan, Grant, LectureSession, class_rows
from bookings.status import AGREED, DATED, SessionState, Verb
from lectures.zones import venue_zone

ASKED_BEFORE, LAST_ASKED = 14, 2  # days
# After each of these the date is a new one, or holds again: nobody was asked about it yet.
FIXED = DATED | {Verb.SESSION_CORRECTED}


@dataclass(frozen=True)
class MapPicture:
    kind: str
    content: bytes


@transaction.atomic
def change(
    *,
    session_id: int,
    facts: Mapping[str, Any],
    seen: int,
    by: By,
    at: datetime,
    picture: MapPicture | None = None,
    key: Grant | None = None,
) -> DayPlan:
    """Write what was given; fields that are not in `facts` stay. `seen`: the version shown. Stale.

    `key`: what opened the page, where it was no clerk. Shut: it was taken back meanwhile.
    """
    request, session = locked_session(session_id)
    refuse_shut(key, at=at)
    if session.state not in (SessionState.PLANNED, SessionState.POSTPONED):
        raise Refused(
            _("この回は「%(state)s」なので、書けません。") % {"state": session.get_state_display()}
        )
    plan = DayPlan.objects.filter(session=session).first() or DayPlan(
        site_id=session.site_id, session=session
    )
    changed = [name for name, value in facts.items() if getattr(plan, name) != value]
    if not changed and picture is None:
        return plan
    if plan.version != seen:
        raise Stale(
            _(
                "この画面を開いたあとで、ほかの人が書き直しました。"
                "いま書いてあることを確かめて、よければもう一度おしてください。"
            )
        )
    _write(plan, {name: facts[name] for name in changed}, picture=picture, at=at)
    note = DayPlan.noted([*changed, *(["map_picture"] if picture else [])])
    record(request, verb=Verb.DAY_PLANNED, by=by, at=at, session=session, note=note)
    return plan


def _write(
    plan: DayPlan, facts: Mapping[str, Any], *, picture: MapPicture | None, at: datetime
) -> None:
    for name, value in facts.items():
        setattr(plan, name, value)
    if picture is not None:
        plan.map_kind, plan.map_picture = picture.kind, picture.content
    plan.version += 1
    plan.updated_at = at
    plan.save()


@transaction.atomic
def want(*, session_id: int, at: datetime) -> bool:
    """Ask both sides once for each date; False: not due, asked before, or all is settled."""
    request, session = locked_session(session_id)
    if session.state != SessionState.PLANNED or not is_due(session, at=at):
        return False
    if _asked_since_fixed(session):
        return False
    plan = DayPlan.objects.filter(session=session).first()
    if plan is not None and plan.people and plan.met_on:
        return False
    event = record(request, verb=Verb.DAY_WANTED, by=SYSTEM, at=at, session=session)
    to_both.day_wanted(event, session, new_key=partial(day_keys.issue, session, at=at))
    return True


def is_due(session: LectureSession, *, at: datetime) -> bool:
    """From the morning two weeks before until two days before: later, people talk anyway."""
    zone = venue_zone()
    first = morning_before(session.starts_at, days=ASKED_BEFORE, zone=zone)
    return first <= at < morning_before(session.starts_at, days=LAST_ASKED, zone=zone)


def _asked_since_fixed(session: LectureSession) -> bool:
    """Whether both were asked about the date that holds now."""
    fixing = Q(session=session, verb__in=FIXED)
    if class_rows.row_of(session):  # one answer fixes all classes; its event is the first one's
        fixing |= Q(session__class_period__isnull=False, verb__in=AGREED)
    events = session.request.events.filter(fixing).order_by("-pk")
    fixed = events.values_list("pk", flat=True).first() or 0
    return session.events.filter(verb=Verb.DAY_WANTED, pk__gt=fixed).exists()
