"""事務局: accept or hold what departments wrote, close, choose the day, and which menu takes April."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.actions.moves import Refused, Stale
from cms.rollover import numbering, publishing
from cms.rollover.answering import locked, seen_of
from cms.rollover.models import MenuEntry, MenuRollover
from lectures.models import FiscalYear

Verdict = MenuEntry.Verdict


@transaction.atomic
def decide(*, entry_id: int, seen: str, verdict: str) -> MenuEntry:
    """認める, 保留, or back to not seen. Stale: the draft is not the one that was looked at."""
    entry = locked(entry_id)
    if verdict not in Verdict.values:
        raise Refused(_("もう一度えらんでください。"))
    if entry.verdict == verdict and not entry.waits_for_a_look:
        return entry
    if seen_of(entry) != seen:
        raise Stale(_("見ているあいだに、内容が変わりました。新しい内容を確かめてください。"))
    if entry.scheduled_at is not None:
        raise Refused(_("もう公開の用意ができています。変えるときは、ページを直します。"))
    entry.verdict = verdict
    if verdict == Verdict.ACCEPTED and entry.page is not None:
        entry.accepted_revision_id = entry.page.latest_revision_id
        entry.problem = ""
    entry.version += 1
    entry.save(update_fields=["verdict", "accepted_revision", "problem", "version"])
    return entry


@transaction.atomic
def close(rollover_id: int, *, closed: bool, at: datetime) -> MenuRollover:
    """Departments cannot change their answers any more; or, until it is published, again."""
    rollover = MenuRollover.objects.select_for_update().get(pk=rollover_id)
    if rollover.publishing_since is None:
        rollover.closed_at = (rollover.closed_at or at) if closed else None
        rollover.save(update_fields=["closed_at"])
    return rollover


@transaction.atomic
def put_off(rollover_id: int, *, due_on: date, today: date) -> MenuRollover:
    """Another deadline: reminders follow it, also those that were sent for the old one. Refused."""
    if due_on < today:
        raise Refused(_("返事の期限は、今日から後の日にしてください。"))
    rollover = MenuRollover.objects.select_for_update().get(pk=rollover_id)
    if rollover.due_on != due_on:
        rollover.due_on = due_on
        rollover.save(update_fields=["due_on"])
        rollover.asks.update(reminded_at=None, second_reminded_at=None)
    return rollover


@transaction.atomic
def publish(
    rollover_id: int, *, on: date, by: User | None, today: date, at: datetime
) -> MenuRollover:
    """From now on the job prepares every confirmed page for that day.

    Again: what was confirmed since; with another day, also what still waits for the first one.
    """
    rollover = MenuRollover.objects.select_for_update().get(pk=rollover_id)
    if rollover.copied_at is None or rollover.menu is None:
        raise Refused(_("下書きを用意しています。できてから、もう一度おしてください。"))
    if on < today:
        raise Refused(_("今日から後の日をえらんでください。"))
    if rollover.publish_on == on and rollover.published_at is None and rollover.publishing_since:
        return rollover
    if rollover.publish_on != on:
        publishing.take_back(rollover)
    numbering.as_drafted(rollover)
    rollover.publish_on, rollover.publish_by = on, by
    rollover.publishing_since, rollover.published_at = at, None
    rollover.closed_at = rollover.closed_at or at
    rollover.save()
    rollover.entries.update(problem="")
    return rollover


@transaction.atomic
def take_april_from(rollover_id: int, *, day: date | None) -> None:
    """None: this year's menu takes days of the new year too. Refused: the new menu is not there then."""
    rollover = MenuRollover.objects.select_for_update().get(pk=rollover_id)
    if day is not None and not _is_public(rollover, on=day):
        raise Refused(
            _(
                "新しいメニューを公開する日から後の日をえらんでください。さきに、公開する日を決めます。"
            )
        )
    old_year = FiscalYear.objects.filter(year=rollover.fiscal_year.year - 1)
    old_year.update(next_menu_from=day)


def _is_public(rollover: MenuRollover, *, on: date) -> bool:
    if rollover.menu is None:
        return False
    if rollover.menu.live:
        return True
    decided = rollover.publish_on if rollover.publishing_since is not None else None
    return decided is not None and decided <= on
