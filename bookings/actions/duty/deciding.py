"""Who decides: which days, which departments, what becomes of each session. Tells nobody itself.

The days are closed from this moment on: the decision is the very row that closes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django_scopes import get_scope

from bookings.actions.duty.calling_up import was_called
from bookings.actions.moves import By, Refused, Stale, locked
from bookings.models import Duty, DutyEvent, DutySession, day_lock
from bookings.models.duty_reach import Reach, sessions_in
from lectures.models import OfficeSettings

UNDO = timedelta(hours=1)
_MOST_DAYS = 366
State = DutySession.State


@dataclass(frozen=True)
class Choice:
    """What is decided. `fates`: by the session's public id; who is not named goes on as planned.

    `seen`: the version of every session that was shown.
    """

    reach: Reach
    cause: str
    words: str
    fates: Mapping[UUID, str]
    seen: Mapping[UUID, int]


@transaction.atomic
def decide(choice: Choice, *, submission_id: UUID, by: By, at: datetime) -> Duty:
    """One row for the decision, one for each session; pressing twice decides once. Stale, Refused."""
    site = get_scope()["site"]
    # One after the other: two officers cannot decide about the same sessions at once.
    OfficeSettings.objects.select_for_update().get(site=site)
    before = Duty.objects.filter(submission_id=submission_id).first()
    if before is not None:
        return before
    if (choice.reach.last_on - choice.reach.first_on).days > _MOST_DAYS:
        raise Refused(_("1年より長くは、まとめて決められません。日にちを確かめてください。"))
    day_lock.close_days()  # no department accepts for one of them between the list and the decision
    touched = {row.public_id: row for row in sessions_in(choice.reach, at=at)}
    if {pk: row.version for pk, row in touched.items()} != dict(choice.seen):
        raise Stale(
            _(
                "この画面を開いたあとで、その日の講座が変わりました。"
                "下の一覧を確かめて、よければもう一度おしてください。"
            )
        )
    duty = _written(choice, site_id=site.pk, submission_id=submission_id, by=by, at=at)
    waiting = DutySession.objects.filter(state__in=[State.WAITING, State.RETURNING])
    taken = set(waiting.values_list("session", flat=True))
    DutySession.objects.bulk_create(
        DutySession(site_id=site.pk, duty=duty, session=row, fate=choice.fates[public_id])
        for public_id, row in touched.items()
        if choice.fates.get(public_id) and row.pk not in taken
    )
    _note(duty, DutyEvent.Verb.DECIDED, by=by, at=at)
    return duty


@transaction.atomic
def take_back(*, duty_id: int, version: int, by: By, at: datetime) -> Duty:
    """All goes on as planned: what has not been changed stays, the rest is brought back. Refused.

    Not once a group was called: a word by telephone cannot be taken back by a mail.
    """
    duty = Duty.objects.get(pk=duty_id)
    rows = DutySession.objects.filter(duty=duty)
    for pk in sorted(set(rows.values_list("session__request", flat=True))):
        locked(pk)  # nobody changes, tells or is called of these until this is written
    if duty.taken_back_at is not None:
        return duty
    if not duty.may_be_taken_back(at=at):
        raise Refused(_("取り消せる時間がすぎました。回ごとに、新しい日時を入れてください。"))
    if was_called(duty):
        raise Refused(
            _("もう電話などで知らせた団体があるので、取り消せません。回ごとに決めてください。")
        )
    changed = Duty.objects.filter(pk=duty_id, version=version, taken_back_at__isnull=True)
    if not changed.update(taken_back_at=at, version=F("version") + 1):
        raise Stale(_("この画面を開いたあとで変わりました。もう一度確かめてください。"))
    rows.filter(state=State.WAITING).update(state=State.DROPPED)
    rows.filter(state=State.DONE).update(state=State.RETURNING)
    _note(duty, DutyEvent.Verb.TAKEN_BACK, by=by, at=at)
    duty.refresh_from_db()
    return duty


@transaction.atomic
def reopen(*, duty_id: int, version: int, by: By, at: datetime) -> Duty:
    """The days may be asked for again; what was postponed or cancelled stays so."""
    changed = Duty.objects.closing().filter(pk=duty_id, version=version)
    count = changed.update(reopened_at=at, version=F("version") + 1)
    duty = Duty.objects.get(pk=duty_id)
    if count:
        _note(duty, DutyEvent.Verb.REOPENED, by=by, at=at)
    elif duty.reopened_at is None and duty.taken_back_at is None:
        raise Stale(_("この画面を開いたあとで変わりました。もう一度確かめてください。"))
    return duty


def _written(choice: Choice, *, site_id: int, submission_id: UUID, by: By, at: datetime) -> Duty:
    reach = choice.reach
    opens, closes = reach.hours or (None, None)
    duty = Duty.objects.create(
        site_id=site_id,
        submission_id=submission_id,
        cause=choice.cause,
        words=choice.words,
        first_on=reach.first_on,
        last_on=reach.last_on,
        from_time=opens,
        until_time=closes,
        everybody=reach.departments is None,
        decided_at=at,
        decided_by=by.user,
        undo_until=at + UNDO,
    )
    if reach.departments is not None:
        duty.departments.set(reach.departments)
    return duty


def _note(duty: Duty, verb: str, *, by: By, at: datetime) -> None:
    DutyEvent.objects.create(site_id=duty.site_id, duty=duty, verb=verb, user=by.user, at=at)
