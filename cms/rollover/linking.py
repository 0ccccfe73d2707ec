"""Next year's lectures point to each other: what builds on a lecture, and what is related to it.

The copies would point to this year's pages. Drafts only.
"""

from cms.rollover.models import MenuEntry, MenuRollover
from lectures.models import LecturePage, MenuPage


def link_drafts(rollover: MenuRollover) -> None:
    """Once, when all are copied. What was not copied stays as it is."""
    assert rollover.menu is not None
    for menu in MenuPage.objects.filter(translation_key=rollover.menu.translation_key):
        pages = list(LecturePage.objects.child_of(menu).filter(copies_continue__isnull=False))
        last = LecturePage.objects.filter(
            lecture__in=[page.copies_continue_id for page in pages], locale=menu.locale_id
        )
        lectures = dict(last.values_list("lecture", "pk"))
        moved = {
            lectures[page.copies_continue_id]: page
            for page in pages
            if page.copies_continue_id in lectures
        }
        for page in pages:
            _link(page, moved)


def _link(page: LecturePage, moved: dict[int, LecturePage]) -> None:
    related = [row for row in page.related.all() if row.lecture_page_id in moved]
    if page.next_step_id not in moved and not related:
        return
    draft = page.get_latest_revision_as_object()
    if draft.next_step_id in moved:
        draft.next_step = moved[draft.next_step_id]
    for row in draft.related.all():
        row.lecture_page = moved.get(row.lecture_page_id, row.lecture_page)
    draft.save(clean=False)
    before = draft.latest_revision_id
    revision = draft.save_revision(clean=False, log_action=False)
    MenuEntry.objects.filter(accepted_revision=before).update(accepted_revision=revision)
