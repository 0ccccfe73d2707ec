"""From page to row: what publishing, unpublishing and deleting a page do to the catalogue.

Called by the pages' own `save` and by the admin's hooks, inside their transaction. Drafts never
touch a row, and a row that something refers to is never deleted: it stops accepting.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django_scopes import scope

from lectures.models.course import Course, CourseFacts, CourseMeeting, MeetingFacts
from lectures.models.lecture import Lecture, LectureFacts

if TYPE_CHECKING:
    from lectures.models.pages.course import CoursePage
    from lectures.models.pages.lecture import LecturePage
    from lectures.models.pages.menu import MenuPage


def number_problem(page: "LecturePage", *, menu: "MenuPage", number: str) -> str | None:
    """Why the page may not carry this number, or None. Drafts beside it count too."""
    if page.alias_of_id or not _speaks_first(page):
        return None
    with scope(site=menu.fiscal_year.site):
        taken = (
            Lecture.objects.filter(fiscal_year=menu.fiscal_year_id, number=number)
            .exclude(pk=page.lecture_id)
            .values_list("title", flat=True)
            .first()
        )
    beside = menu.get_children().exclude(pk=page.pk).filter(lecturepage__number=number)
    taken = taken or beside.values_list("draft_title", flat=True).first()
    if taken is None:
        return None
    return _(
        "講座番号 %(number)s は、この年度の「%(title)s」が使っています。ほかの番号にしてください。"
    ) % {
        "number": number,
        "title": taken,
    }


def write_lecture(page: "LecturePage") -> None:
    """Bring the row to what the page is about to say; the page itself is saved by the caller."""
    page.language = page.locale.language_code if page.locale_id else settings.LANGUAGE_CODE
    if page.alias_of_id:
        page.lecture = None
        return
    menu = page.menu()
    with scope(site=menu.fiscal_year.site):
        if not _speaks_first(page):
            page.lecture = page.lecture or _row_of_translation(page)
        elif page.live:
            _publish_lecture(page, menu=menu)
        elif page.lecture_id:
            _stop(page.lecture)


def _speaks_first(page: "LecturePage") -> bool:
    """Only the page in the town's own language writes the row; translations describe it."""
    return page.locale_id is None or page.locale.language_code == settings.LANGUAGE_CODE


def _row_of_translation(page: "LecturePage") -> Lecture | None:
    return Lecture.objects.filter(pages__translation_key=page.translation_key).first()


def _publish_lecture(page: "LecturePage", *, menu: "MenuPage") -> None:
    row = page.lecture or Lecture(
        site_id=menu.fiscal_year.site_id,
        fiscal_year_id=menu.fiscal_year_id,
        continued_from=_continued(page, year_id=menu.fiscal_year_id),
    )
    for name in (*LectureFacts.fact_names(), "title", "summary"):
        setattr(row, name, getattr(page, name))
    row.save()
    row.other_departments.set(page.other_departments.all())
    page.lecture = page.copies_continue = row


def _continued(page: "LecturePage", *, year_id: int) -> Lecture | None:
    last = page.copies_continue
    return last if last is not None and last.fiscal_year_id != year_id else None


def _stop(row: Lecture) -> None:
    if row.accepting:
        row.accepting = False
        row.save(update_fields=["accepting"])


def in_use(row: Lecture) -> bool:
    """Whether anything but its own rules and pages refers to the lecture. Changes nothing."""
    with transaction.atomic():
        undo = transaction.savepoint()
        row.pages.model.objects.filter(lecture=row).update(lecture=None, copies_continue=None)
        try:
            _delete_with_its_own(row)
        except ProtectedError:
            return True
        finally:
            transaction.savepoint_rollback(undo)
    return False
