"""From page to row: what publishing and unpublishing a page do to the catalogue.

Called by the pages' own `save`, inside its transaction. A draft never touches a row.
"""

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from django_scopes import scope
from wagtail.models import Page

from lectures.carrying import carry_settings
from lectures.models.course import Course, CourseFacts, CourseMeeting, MeetingFacts
from lectures.models.facts import LectureFacts
from lectures.models.lecture import Lecture

if TYPE_CHECKING:
    from lectures.models.pages.course import CoursePage, CoursePageMeeting
    from lectures.models.pages.lecture import LecturePage
    from lectures.models.pages.menu import MenuPage

_OUT_OF_THE_WAY = 10_000


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
    is_new = page.lecture is None
    row = page.lecture or Lecture(
        site_id=menu.fiscal_year.site_id,
        fiscal_year_id=menu.fiscal_year_id,
        continued_from=_continued(page, year_id=menu.fiscal_year_id),
    )
    for name in (*LectureFacts.fact_names(), "title", "summary"):
        setattr(row, name, getattr(page, name))
    row.save()
    row.other_departments.set(page.other_departments.all())
    if is_new:
        carry_settings(row)
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
    _publish_meetings(page, row)
    return row


def _publish_meetings(page: "CoursePage", row: Course) -> None:
    """A meeting is known by the name of its line, so that one more or one less renames no other."""
    lines = sorted(page.meetings.all(), key=lambda line: line.starts_at)
    kept = _rows_of(lines, row)
    row.meetings.exclude(pk__in=[found.pk for found in kept.values()]).delete()
    row.meetings.update(order=F("order") + _OUT_OF_THE_WAY)
    taken = _names_elsewhere(lines, row)
    for order, line in enumerate(lines, start=1):
        name = (
            uuid5(row.public_id, str(line.public_id)) if line.public_id in taken else line.public_id
        )
        meeting = kept.get(order) or CourseMeeting(course=row, site_id=row.site_id, public_id=name)
        meeting.order = order
        for fact in MeetingFacts.fact_names():
            setattr(meeting, fact, getattr(line, fact))
        meeting.save()


def _rows_of(lines: "list[CoursePageMeeting]", row: Course) -> dict[int, CourseMeeting]:
    """order → the row that the line has already: by its name, or as a copy's by the derived one."""
    known = {meeting.public_id: meeting for meeting in row.meetings.all()}
    names = (
        (order, (line.public_id, uuid5(row.public_id, str(line.public_id))))
        for order, line in enumerate(lines, start=1)
    )
    found = {
        order: next((known[name] for name in each if name in known), None) for order, each in names
    }
    return {order: meeting for order, meeting in found.items() if meeting is not None}


def _names_elsewhere(lines: "list[CoursePageMeeting]", row: Course) -> set[UUID]:
    """A copied page begins with its original's names, which stay the original's."""
    rows = CourseMeeting._base_manager.filter(public_id__in=[line.public_id for line in lines])
    return set(rows.exclude(course=row).values_list("public_id", flat=True))
