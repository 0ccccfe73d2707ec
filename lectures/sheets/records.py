"""The lectures of one menu as records: each as its newest draft has it. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.models import Page, Revision

from accounts.models import User
from lectures.models import BookingRules, Lecture, LecturePage, MenuPage
from lectures.sheets.columns import (
    DRAFT,
    KEY,
    LIVE,
    RULE_NAMES,
    WAITING,
    Column,
    Part,
    Town,
    columns,
    spelt,
)  # fmt: skip
from lectures.sheets.diffing import Record


def records_of(menu: MenuPage, *, user: User, town: Town, publish: bool = False) -> list[Record]:
    """`publish`: whether changes of published lectures shall go to the site at once."""
    pages = list(_pages(menu))
    rules = {
        row.lecture_id: row
        for row in BookingRules.objects.filter(lecture__in=[p.lecture_id for p in pages])
    }
    by_pk = _ByKey(town)
    return [
        _record(page, rules.get(page.lecture_id), by_pk, user=user, publish=publish)
        for page in pages
    ]


def numbers_elsewhere(menu: MenuPage, records: Iterable[Record]) -> dict[str, str]:
    """Number → title of what is not among the records but keeps a number in this year."""
    mine = [record.page for record in records]
    rows = Lecture.objects.filter(fiscal_year=menu.fiscal_year_id).exclude(pages__in=mine)
    beside = Page.objects.child_of(menu).exclude(pk__in=mine).filter(lecturepage__isnull=False)
    return {
        **dict(beside.values_list("lecturepage__number", "draft_title")),
        **dict(rows.values_list("number", "title")),
    }


def former_names(records: Iterable[Record], *, town: Town) -> dict[int, set[str]]:
    """Page → names of the departments it has had: a file that was made before still says them."""
    names = {row.pk: row.name for row in town.departments.values()}
    pages = [str(record.page) for record in records]
    rows = Revision.page_revisions.filter(object_id__in=pages)
    found: dict[int, set[str]] = defaultdict(set)
    for page, department in rows.values_list("object_id", "content__department").distinct():
        found[int(page)].add(names.get(department, ""))
    return found


def _pages(menu: MenuPage) -> Any:
    """Of the menu's own language and no mirrors: those that write a row."""
    pages = LecturePage.objects.child_of(menu).filter(alias_of=None, locale_id=menu.locale_id)
    pages = pages.select_related("latest_revision", "lecture").order_by("number", "pk")
    return pages.prefetch_related("other_departments").prefetch_workflow_states()


class _ByKey:
    """The town's rows by key, and the page's columns."""

    def __init__(self, town: Town) -> None:
        self.columns: list[Column] = columns(town)
        self.category = {row.pk: name for name, row in town.categories.items()}
        self.code = {row.pk: code for code, row in town.departments.items()}
        self.names = {row.pk: row.name for row in town.departments.values()}


def _record(
    page: LecturePage, rules: BookingRules | None, town: _ByKey, *, user: User, publish: bool
) -> Record:
    facts = _facts(page)
    may = page.permissions_for_user(user)
    texts = {
        KEY: str(page.translation_key),
        "category": town.category.get(facts["category"], ""),
        "department": town.code.get(facts["department"], ""),
        "department_name": town.names.get(facts["department"], ""),
        "other_departments": "、".join(
            sorted(town.code[pk] for pk in facts["other_departments"] if pk in town.code)
        ),
        "state": _state(page),
    }
    for column in town.columns:
        if column.part is Part.RULES:
            texts[column.key] = spelt(column.kind, getattr(rules, column.key, None))
        elif column.part is Part.PAGE and column.key not in texts:
            texts[column.key] = spelt(column.kind, facts[column.key])
    return Record(
        key=texts[KEY],
        page=page.pk,
        texts=texts,
        version=f"{page.latest_revision_id} {page.live} {page.has_unpublished_changes}",
        numbers=frozenset({page.number, *([page.lecture.number] if page.lecture else [])}),
        may_edit=may.can_edit(),
        publishes=publish and page.live and not page.has_unpublished_changes and may.can_publish(),
        has_row=page.lecture_id is not None,
    )


def _facts(page: LecturePage) -> Mapping[str, Any]:
    """As the editor's form would show them; rows by their keys."""
    live = {
        field.name: getattr(page, field.attname)
        for field in LecturePage._meta.fields
        if field.name not in RULE_NAMES
    } | {"other_departments": [row.pk for row in page.other_departments.all()]}
    return live | (page.latest_revision.content if page.latest_revision else {})


def _state(page: LecturePage) -> str:
    if not page.live:
        return DRAFT
    return WAITING if page.has_unpublished_changes else LIVE
