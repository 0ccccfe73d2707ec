"""Checks before the day, and the job that gives every confirmed draft its day.

The pages' own publishing does the rest: it writes the rows. What stopped is not published.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.rollover.answering import draft_of
from cms.rollover.lists import Row, rows_of
from cms.rollover.models import MenuEntry, MenuRollover
from lectures import pacing
from lectures.models import Department, LecturePage, MenuPage
from lectures.zones import local, venue_zone

Answer = MenuEntry.Answer
# What a translation repeats from the page in the town's own language.
_SHARED = (
    "number", "category", "department", "need_kind", "led_by", "format", "minutes", "accepting",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    row: Row
    sentence: str


def faults(rollover: MenuRollover) -> list[Fault]:
    """Why a confirmed lecture could not be published on the day."""
    every = rows_of(rollover.entries.all())
    unseen = [row for row in every if row.entry.waits_for_a_look]
    rows = [row for row in every if row.entry.is_confirmed]
    numbers = Counter(row.number for row in rows)
    charges = Department.objects.charges(on=rollover.first_day)
    found = [
        Fault(row, _("いまの下書きは、まだ見ていない内容です。見てから認めてください。"))
        for row in unseen
    ]
    for row in rows:
        if not row.number:
            found.append(Fault(row, _("講座番号がありません。")))
        elif numbers[row.number] > 1:
            found.append(Fault(row, _("同じ番号の講座が、ほかにもあります。")))
        if charges.get(row.entry.department_id) is None:
            found.append(Fault(row, _("4月1日に、担当する課がありません。")))
        if not row.minutes:
            found.append(Fault(row, _("時間（分）がありません。")))
    return found


def waiting(rollover: MenuRollover) -> list[MenuEntry]:
    """Confirmed and not prepared yet; what was refused once waits for the office."""
    rows = rollover.entries.filter(scheduled_at__isnull=True, page__isnull=False, problem="")
    return [
        row for row in rows.select_related("continues", "page").order_by("pk") if row.is_confirmed
    ]


def carry(rollover: MenuRollover, *, at: datetime, seconds: float = 50.0) -> int:
    """Prepare page by page, each in its own transaction; how many are left."""
    pacing.repeat(lambda: _next(rollover.pk, at=at), seconds=seconds)
    rollover.refresh_from_db()
    return 0 if rollover.published_at else len(waiting(rollover))


@transaction.atomic
def _next(rollover_id: int, *, at: datetime) -> bool:
    rollover = MenuRollover.objects.select_for_update().get(pk=rollover_id)
    if rollover.publishing_since is None or rollover.published_at is not None:
        return False
    menu = rollover.menu
    if menu is not None:
        _give_day_to_menu(rollover, at=at)
    rows = waiting(rollover)
    if not rows or menu is None:
        rollover.published_at = at
        rollover.save(update_fields=["published_at"])
        return False
    _prepare(rows[0], rollover, at=at)
    return True


def _prepare(entry: MenuEntry, rollover: MenuRollover, *, at: datetime) -> None:
    """A page that cannot be published is told of, and does not stop the others."""
    try:
        with transaction.atomic():
            _give_day(entry, rollover, at=at)
            entry.scheduled_at = at
    except (ValidationError, IntegrityError) as problem:
        words = (
            problem.messages
            if isinstance(problem, ValidationError)
            else [_("番号などが重なっています。")]
        )
        entry.problem = " ".join(words)[:300]
    entry.save(update_fields=["scheduled_at", "accepted_revision", "problem"])


def _give_day(entry: MenuEntry, rollover: MenuRollover, *, at: datetime) -> None:
    page = draft_of(entry)
    page.full_clean()
    own = None
    for other in _with_translations(entry, page):
        if other.pk != page.pk:
            for name in _SHARED:
                if hasattr(page, name):
                    setattr(other, name, getattr(page, name))
        revision = _schedule(other, rollover, at=at)
        own = revision if other.pk == page.pk else own
    entry.accepted_revision = own


def _with_translations(entry: MenuEntry, page: LecturePage) -> Iterable[LecturePage]:
    """A translation of what has changed stays a draft, until somebody has translated the change."""
    yield page
    if entry.answer != Answer.SAME:
        return
    others = LecturePage.objects.filter(translation_key=page.translation_key)
    for other in others.exclude(pk=page.pk).order_by("pk"):
        yield other.get_latest_revision_as_object()


def _give_day_to_menu(rollover: MenuRollover, *, at: datetime) -> None:
    assert rollover.menu is not None
    pages = MenuPage.objects.filter(translation_key=rollover.menu.translation_key, live=False)
    day = _go_live_at(rollover, at=at)
    for menu in pages.order_by("pk"):
        newest = menu.latest_revision
        if newest is None or day is None or newest.approved_go_live_at != day:
            _schedule(menu.get_latest_revision_as_object(), rollover, at=at)


def _schedule(page: Page, rollover: MenuRollover, *, at: datetime) -> Revision:
    page.go_live_at = _go_live_at(rollover, at=at)
    revision = page.save_revision(user=rollover.publish_by, log_action=False)
    # Who may press this the desk decided; Wagtail's own rights stand on single pages.
    revision.publish(user=rollover.publish_by, skip_permission_checks=True)
    return revision


def _go_live_at(rollover: MenuRollover, *, at: datetime) -> datetime | None:
    """The first minute of the day; None: now."""
    assert rollover.publish_on is not None
    later = rollover.publish_on > local(at).date()
    return _midnight(rollover.publish_on) if later else None


def take_back(rollover: MenuRollover) -> None:
    """What waits for its day is prepared once more. What was edited since is looked at first."""
    rows = rollover.entries.filter(scheduled_at__isnull=False, page__lecture__isnull=True)
    keys = list(rows.values_list("page__translation_key", flat=True))
    pages = LecturePage.objects.filter(translation_key__in=keys, live=False)
    names = [str(pk) for pk in pages.values_list("pk", flat=True)]
    waiting = Revision.page_revisions.filter(object_id__in=names)
    waiting.update(approved_go_live_at=None)
    rows.update(scheduled_at=None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, clock_time(), venue_zone())
