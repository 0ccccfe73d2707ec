"""Lectures in words, as they are published or as they are drafted. Reads only, in a fixed number of queries."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_scopes import scope
from wagtail.models import Site

from cms.paper.conditions import Row, Rules
from lectures.fees import fee_words
from lectures.listing import natural
from lectures.models import Category, Department, LecturePage, MenuPage

_OPTIONAL = (
    # name, what it is called on paper
    ("to_prepare", gettext_noop("用意するもの")),
    ("city_brings", gettext_noop("市が持っていくもの")),
    ("room_need", gettext_noop("会場の条件")),
    ("care_note", gettext_noop("手話などの用意")),
    ("remarks", gettext_noop("備考")),
)


@dataclass(frozen=True)
class Told:
    """One lecture in words."""

    pk: int
    number: str
    title: str
    summary: str
    outline: tuple[str, ...]
    category: tuple[int, int, str]
    # (code, name); the one in charge first.
    departments: tuple[tuple[str, str], ...]
    phone: str
    minutes: str
    audience: str
    cost: str
    others: tuple[Row, ...]
    conditions: tuple[Row, ...]
    all_conditions: tuple[Row, ...]
    accepting: bool
    address: str

    @property
    def department_names(self) -> str:
        return _("、").join(name for _code, name in self.departments)

    @property
    def order(self) -> tuple[Any, ...]:
        return *self.category[:2], natural(self.number), self.pk


@dataclass(frozen=True)
class Known:
    """What pages only name by key."""

    site: Site

    @cached_property
    def categories(self) -> dict[int, Category]:
        return {row.pk: row for row in Category.objects.filter(site=self.site)}

    @cached_property
    def departments(self) -> dict[int, Department]:
        return {row.pk: row for row in Department.objects.filter(site=self.site)}

    @cached_property
    def _others(self) -> dict[int, list[int]]:
        """Of all lectures of the town at once: a page would ask for its own."""
        rows = LecturePage.other_departments.through.objects.filter(
            department__in=self.departments
        ).order_by("pk")
        found: dict[int, list[int]] = {}
        for page, department in rows.values_list("lecturepage", "department"):
            found.setdefault(page, []).append(department)
        return found

    def others_of(self, page: LecturePage) -> list[int]:
        return self._others.get(page.pk, [])

    @cached_property
    def rules(self) -> Rules:
        return Rules.of(self.site.pk)


def of_menu(menu: MenuPage, *, draft: bool) -> list[Told]:
    """Published: what anybody may read. Drafts: every page as its newest draft has it."""
    site = menu.fiscal_year.site
    pages = LecturePage.objects.child_of(menu)
    pages = pages.select_related("latest_revision") if draft else pages.live().public()
    with scope(site=site):
        known = Known(site)
        found = [told(page, known=known, draft=draft) for page in pages]
    return sorted(found, key=lambda one: one.order)


def told(page: LecturePage, *, known: Known, draft: bool) -> Told:
    said = _drafted(page) if draft else None
    said = said or _published(page, others=known.others_of(page))
    category = known.categories.get(said["category"] or 0)
    departments = [
        known.departments[pk]
        for pk in (said["department"], *said["other_departments"])
        if pk in known.departments
    ]
    return Told(
        pk=page.pk,
        number=said["number"],
        title=said["title"],
        summary=said["summary"],
        outline=tuple(outline_of(said["body"])),
        category=(category.order, category.pk, category.name) if category else (0, 0, ""),
        departments=tuple((row.code, row.name) for row in departments),
        phone=departments[0].phone if departments else "",
        minutes=_("%(minutes)s分") % {"minutes": said["minutes"]},
        audience=said["audience"] or _("どなたでも"),
        cost=fee_words(said["cost_note"]),
        others=tuple(_others(said)),
        conditions=tuple(known.rules.unlike_the_towns(page.lecture_id)),
        all_conditions=tuple(known.rules.of_lecture(page.lecture_id)),
        accepting=bool(said["accepting"]),
        address=page.full_url or "",
    )


def _others(said: Mapping[str, Any]) -> Iterable[Row]:
    for name, label in _OPTIONAL:
        if value := said.get(name):
            yield _(label), value
    for name in ("format", "led_by"):
        value = said.get(name)
        field = LecturePage._meta.get_field(name) if value else None
        if field is not None and value != field.get_default():
            words = dict(field.flatchoices).get(value)
            if words:
                yield str(field.verbose_name), str(words)


def _published(page: LecturePage, *, others: list[int]) -> dict[str, Any]:
    fields = [LecturePage._meta.get_field(name) for name in LecturePage.fact_names()]
    # Of what else a page points to only the key, as a draft keeps it.
    said = {field.name: getattr(page, field.attname) for field in fields}
    said |= {"title": page.title, "summary": page.summary}
    said["other_departments"] = others
    said["body"] = list(page.body.raw_data)
    return said


def _drafted(page: LecturePage) -> dict[str, Any] | None:
    """What the newest draft says, read without making a page of it: that would ask for every key."""
    if page.latest_revision is None:
        return None
    said = dict.fromkeys(LecturePage.fact_names(), "") | page.latest_revision.content
    said["other_departments"] = [
        row if isinstance(row, int) else row.get("pk")
        for row in said.get("other_departments") or ()
    ]
    said["body"] = json.loads(said.get("body") or "[]")
    return said


def outline_of(body: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """講座の流れ: every line of every such block, as they are stored."""
    for block in body:
        if block.get("type") == "outline":
            for line in block.get("value") or ():
                words = line.get("value") if isinstance(line, Mapping) else line
                if isinstance(words, str) and words.strip():
                    yield words.strip()
