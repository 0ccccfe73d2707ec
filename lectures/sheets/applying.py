"""A table is compared with a menu, and brought into it: all of it or nothing, by somebody."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import User
from lectures.models import BookingRules, LecturePage, MenuPage
from lectures.sheets import numbering
from lectures.sheets.columns import Column, Part, Town, columns
from lectures.sheets.diffing import Comparing, RowChange
from lectures.sheets.records import former_names, numbers_elsewhere, records_of
from lectures.sheets.table import Problem, Table

ACTION = "lectures.sheet"


@dataclass(frozen=True)
class Checked:
    """What would change. `stamp` says from which state that was seen."""

    changes: list[RowChange]
    problems: list[Problem]
    same: int
    stamp: str
    columns: list[Column] = field(repr=False)

    @property
    def new(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def published(self) -> int:
        return sum(change.record.publishes for change in self.changes)


class NotApplied(Exception):
    """Nothing was done: what is in the menu has changed, or a row cannot be kept."""

    def __init__(self, checked: Checked, problem: Problem | None = None) -> None:
        super().__init__(problem.sentence if problem else "")
        self.checked, self.problem = checked, problem


def check(
    menu: MenuPage, table: Table, *, user: User, may_rules: bool, publish: bool = False
) -> Checked:
    town = Town.of_scope()
    records = records_of(menu, user=user, town=town, publish=publish)
    every = columns(town)
    found = Comparing(
        table,
        records,
        columns=every,
        department_names={code: row.name for code, row in town.departments.items()},
        former_names=former_names(records, town=town),
        may_rules=may_rules,
        may_add=menu.permissions_for_user(user).can_add_subpage(),
    ).run()
    elsewhere = numbers_elsewhere(menu, records)
    changes, problems = numbering.in_order(
        found.changes, records=records, elsewhere=elsewhere, table=table
    )
    problems += _locked(changes, user=user)
    problems = sorted([*found.problems, *problems], key=lambda problem: problem.row)
    seen = [[record.version, *record.texts.items()] for record in records]
    stamp = _stamp(
        [menu.pk, publish, seen, elsewhere, list(town.categories), list(town.departments)]
    )
    return Checked(changes, problems, found.same, stamp, every)


def _locked(changes: list[RowChange], *, user: User) -> list[Problem]:
    """Somebody holds the page: a lock, a workflow, a publication that is scheduled."""
    pages = LecturePage.objects.in_bulk([change.record.page for change in changes])
    return [
        Problem(change.row, "", _("この講座のページは、いまロックされていて直せません。"))
        for change in changes
        if not change.is_new and pages[change.record.page].permissions_for_user(user).page_locked()
    ]


def _stamp(seen: Any) -> str:
    return sha256(json.dumps(seen, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def bring_in(
    menu: MenuPage,
    table: Table,
    *,
    stamp: str,
    user: User,
    may_rules: bool,
    publish: bool = False,
) -> Checked:
    """NotApplied: it is not what was seen any more, or some row refuses. Then nothing is kept."""
    list(
        Page.objects.select_for_update(of=("self",))
        .filter(Q(pk=menu.pk) | Q(path__startswith=menu.path, depth=menu.depth + 1))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    menu = MenuPage.objects.get(pk=menu.pk)
    checked = check(menu, table, user=user, may_rules=may_rules, publish=publish)
    if checked.problems or checked.stamp != stamp:
        raise NotApplied(checked)
    for change in checked.changes:
        try:
            _bring(change, menu, checked.columns, user=user)
        except ValidationError as error:
            raise NotApplied(checked, Problem(change.row, "", " ".join(error.messages))) from None
    return checked


def _bring(change: RowChange, menu: MenuPage, every: list[Column], *, user: User) -> None:
    wanted = {cell.key: cell.new for cell in change.cells}
    facts = {c.key: c.kind.value(wanted[c.key]) for c in every if c.key in wanted and c.part is Part.PAGE}  # fmt: skip
    rules = {c.key: c.kind.value(wanted[c.key]) for c in every if c.key in wanted and c.part is Part.RULES}  # fmt: skip
    if change.is_new:
        _add(menu, facts, user=user)
    elif facts:
        _edit(change, facts, user=user)
    if rules:
        _write_rules(change, rules, user=user)


def _add(menu: MenuPage, facts: dict[str, Any], *, user: User) -> None:
    others = facts.pop("other_departments", [])
    page = LecturePage(**facts, live=False, owner=user)
    page.other_departments = others
    menu.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user, content_changed=True)
    page.save_revision(user=user, log_action=ACTION)


def _edit(change: RowChange, facts: dict[str, Any], *, user: User) -> None:
    page = LecturePage.objects.get(pk=change.record.page).get_latest_revision_as_object()
    for name, value in facts.items():
        setattr(page, name, value)
    revision = page.save_revision(user=user, log_action=ACTION)
    if change.record.publishes:
        revision.publish(user=user)


def _write_rules(change: RowChange, rules: dict[str, Any], *, user: User) -> None:
    page = LecturePage.objects.select_related("lecture").get(pk=change.record.page)
    row = BookingRules.objects.filter(lecture=page.lecture).first()
    made = row is None
    row = row or BookingRules(lecture=page.lecture, site_id=page.lecture.site_id)
    for name, value in rules.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    log(instance=row, action="wagtail.create" if made else "wagtail.edit", user=user, content_changed=True)  # fmt: skip
