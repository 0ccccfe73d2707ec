"""Next year's menu as drafts: pages copied one by one, each remembering what it continues.

Nothing is published and nobody is written to. What is done is known by rows, so that a second press
and a worker that died both go on where it stopped.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page

from accounts.models import User
from bookings.actions.moves import Refused
from cms.rollover.linking import link_drafts
from cms.rollover.models import MenuEntry, MenuRollover
from lectures import pacing
from lectures.eras import fiscal_year_label
from lectures.models import Department, FiscalYear, LecturePage, MenuPage

LONGEST_SLUG = 200


@transaction.atomic
def open_next(menu: MenuPage, *, due_on: date, by: User | None, at: datetime) -> MenuRollover:
    """The row and its list; the same one for a second press."""
    year = menu.fiscal_year.year + 1
    FiscalYear.objects.get_or_create(year=year, defaults={"site_id": menu.fiscal_year.site_id})
    fiscal_year = FiscalYear.objects.select_for_update().get(year=year)
    found = MenuRollover.objects.filter(fiscal_year=fiscal_year).first()
    if found is not None:
        return found
    rollover = MenuRollover.objects.create(
        site_id=fiscal_year.site_id, fiscal_year=fiscal_year, old_menu=menu, due_on=due_on,
        opened_at=at, opened_by=by,
    )  # fmt: skip
    MenuEntry.objects.bulk_create(
        MenuEntry(
            site_id=rollover.site_id, rollover=rollover, continues=page.lecture,
            department_id=page.lecture.department_id,
        )
        for page in _published(menu)
    )  # fmt: skip
    return rollover


def carry(rollover: MenuRollover, *, at: datetime, seconds: float = 50.0) -> int:
    """Copy what is still to be copied, each page in its own transaction; how many are left."""
    pacing.repeat(lambda: copy_next(rollover.pk, at=at), seconds=seconds)
    rollover.refresh_from_db()
    return left(rollover)


def left(rollover: MenuRollover) -> int:
    if rollover.copied_at is not None:
        return 0
    return rollover.entries.filter(page__isnull=True, continues__isnull=False).count()


@transaction.atomic
def copy_next(rollover_id: int, *, at: datetime) -> bool:
    """One step; False: nothing is left. The row's lock keeps two workers apart."""
    rollover = MenuRollover.objects.select_for_update().get(pk=rollover_id)
    if rollover.copied_at is not None:
        return False
    if rollover.menu is None:
        rollover.menu = _copy_menu(rollover)
        rollover.save(update_fields=["menu"])
        return True
    entries = rollover.entries.filter(page__isnull=True, continues__isnull=False)
    entry = entries.select_related("continues").order_by("pk").first()
    if entry is None:
        link_drafts(rollover)
        rollover.copied_at = at
        rollover.save(update_fields=["copied_at"])
        return False
    source = _published(rollover.old_menu).filter(lecture=entry.continues).first()
    if source is None:  # unpublished since the press
        entry.delete()
        return True
    entry.page = _copy_lecture(source, rollover)
    entry.save(update_fields=["page"])
    return True


def _published(menu: MenuPage | None) -> QuerySet[LecturePage]:
    """The pages that speak for their rows: translations and what was never published do not."""
    if menu is None:
        raise Refused("the old menu is gone")
    pages = LecturePage.objects.live().child_of(menu).filter(lecture__isnull=False)
    return pages.select_related("lecture", "locale").order_by("path")


def _copy_menu(rollover: MenuRollover) -> MenuPage:
    """In every language that the old one has; they stay translations of each other."""
    old, key = rollover.old_menu, uuid4()
    if old is None:
        raise Refused("the old menu is gone")
    for page in MenuPage.objects.filter(translation_key=old.translation_key).order_by("pk"):
        year = page.fiscal_year.year
        attrs = {
            "title": _next_title(page.title, year=year),
            "slug": _free_slug(_next_words(page.slug, year=year), beside=page),
            "fiscal_year": rollover.fiscal_year,
            "translation_key": key,
        }
        made = _copied(page, to=None, attrs=attrs)
        if page.pk == old.pk:
            own = made
    return own


def _copy_lecture(source: LecturePage, rollover: MenuRollover) -> LecturePage:
    assert rollover.menu is not None
    charges = Department.objects.charges(on=rollover.first_day)
    key, own = uuid4(), None
    menus = {
        row.locale_id: row
        for row in MenuPage.objects.filter(translation_key=rollover.menu.translation_key)
    }
    for page in LecturePage.objects.filter(translation_key=source.translation_key).order_by("pk"):
        if page.locale_id not in menus or not (page.live or page.pk == source.pk):
            continue
        made = _copied(page, to=menus[page.locale_id], attrs=_attrs(page, key, charges))
        if page.pk == source.pk:
            own = made
    assert own is not None
    return own


def _attrs(
    page: LecturePage, key: UUID, charges: dict[int, Department | None]
) -> dict[str, object]:
    return {
        "translation_key": key,
        "department": charges.get(page.department_id) or page.department,
        "copies_continue": page.lecture,
        "accepting": True,
    }


def _copied(page: MenuPage | LecturePage, *, to: Page | None, attrs: dict[str, object]) -> Page:
    """What is published now; a half-written draft of this year stays this year's."""
    return page.copy(
        to=Page.objects.get(pk=to.pk).specific if to else None,
        update_attrs={**attrs, "go_live_at": None, "expire_at": None},
        copy_revisions=False,
        recursive=False,
        keep_live=False,
        reset_translation_key=False,
        log_action="wagtail.copy",
    )


def _next_title(title: str, *, year: int) -> str:
    named = title.replace(fiscal_year_label(year), fiscal_year_label(year + 1))
    named = _next_words(named, year=year)
    return named if named != title else f"{title} {fiscal_year_label(year + 1)}"


def _next_words(text: str, *, year: int) -> str:
    return text.replace(str(year + 1), str(year + 2)).replace(str(year), str(year + 1))


def _free_slug(slug: str, *, beside: Page) -> str:
    taken = set(beside.get_siblings().values_list("slug", flat=True))
    tried, number = slug[:LONGEST_SLUG], 1
    while tried in taken:
        number += 1
        tried = f"{slug[:LONGEST_SLUG]}-{number}"
    return tried
