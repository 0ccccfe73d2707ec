"""From page to row: what publishing and unpublishing a page do to the catalogue.

Called by the pages' own `save`, inside its transaction. A draft never touches a row.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django_scopes import scope
from wagtail.models import Page

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
    beside = Page.objects.child_of(menu).exclude(pk=page.pk).filter(lecturepage__number=number)
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
        elif page.lecture is not None:
            stop(page.lecture)


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


def stop(row: Lecture) -> None:
    """No more requests; those already made go on."""
    if row.accepting:
        row.accepting = False
        row.save(update_fields=["accepting"])


def write_course(page: "CoursePage") -> None:
    """Bring the course and its meetings to what the page is about to say."""
    page.language = page.locale.language_code if page.locale_id else settings.LANGUAGE_CODE
    if page.alias_of_id:
        page.course = None
        return
    with scope(site=page.provider.site):
        if not _speaks_first(page):
            row = Course.objects.filter(pages__translation_key=page.translation_key).first()
            page.course = page.course or row
        elif page.live:
            page.course = _publish_course(page)
        elif page.course_id:
            page.course.listed = False
            page.course.save(update_fields=["listed"])


def _publish_course(page: "CoursePage") -> Course:
    row = page.course or Course(site_id=page.provider.site_id)
    row.listed = True
    for name in (*CourseFacts.fact_names(), "title", "summary"):
        setattr(row, name, getattr(page, name))
    row.save()
    meetings = sorted(page.meetings.all(), key=lambda meeting: meeting.starts_at)
    for order, meeting in enumerate(meetings, start=1):
        facts = {name: getattr(meeting, name) for name in MeetingFacts.fact_names()}
        CourseMeeting.objects.update_or_create(
            course=row, order=order, defaults=facts | {"site_id": row.site_id}
        )
    row.meetings.filter(order__gt=len(meetings)).delete()
    return row
