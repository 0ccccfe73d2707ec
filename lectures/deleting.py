"""Which pages may be deleted, and what becomes of their rows.

A row that something refers to is never deleted: it stops accepting.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import transaction
from django.db.models import PROTECT
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _
from wagtail.models import Page

from lectures.models.course import Course
from lectures.models.lecture import Lecture
from lectures.publishing import stop

_OWN_PARTS = {"lecturetally", "bookingrules", "blackout", "coursemeeting"}
_OWN = _OWN_PARTS | {"lecturepage", "coursepage"}


def in_use(row: Lecture | Course) -> bool:
    """Whether anything but its pages and its own parts refers to the row."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in _protecting(row)
        if relation.related_model._meta.model_name not in _OWN
    )


def _protecting(row: Lecture | Course) -> list[ForeignObjectRel]:
    """Foreign keys that forbid deleting the row, also those without a name on this side."""
    return [
        field
        for field in row._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel) and field.on_delete is PROTECT
    ]


def let_go(row: Lecture | Course) -> None:
    """After its page was deleted: the row goes too, or stays without accepting anything."""
    with transaction.atomic():
        if isinstance(row, Lecture):
            stop(row)
            row.pages.model.objects.filter(copies_continue=row).update(copies_continue=None)
        if in_use(row) or row.pages.exists():
            return
        for relation in _protecting(row):
            if relation.related_model._meta.model_name in _OWN_PARTS:
                relation.related_model._base_manager.filter(**{relation.field.name: row}).delete()
        row.delete()


def why_not_delete(page: Page) -> str | None:
    """A sentence for the editor when deleting the page would leave requests without their page."""
    for each, row in _rows_below(page):
        if in_use(row) or each.pk != page.pk:
            return _(
                "「%(title)s」は、公開したことがある講座です。申込みの記録が残るように、消さずに「非公開」にしてください。"
            ) % {"title": each.title}
    return None


def why_not_delete_many(page: Page) -> str | None:
    for each, _row in _rows_below(page):
        return _("「%(title)s」は公開したことがある講座です。まとめて消すことはできません。") % {
            "title": each.title
        }
    return None


def _rows_below(page: Page) -> Iterator[tuple[Page, Lecture | Course]]:
    """The pages at and below this one that describe a row, with the row."""
    for model, name in (("LecturePage", "lecture"), ("CoursePage", "course")):
        pages = apps.get_model("lectures", model).objects.descendant_of(page, inclusive=True)
        for each in pages.exclude(**{name: None}).select_related(name):
            yield each, getattr(each, name)
