"""A department's own lectures in the admin: who may open, draft and hand in which page.

Kept as Wagtail's own permission rows, one for each page, so that every screen of the admin obeys
them. Publishing stays with the office and the editors.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django_scopes import scope
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site
from wagtail.permissions import page_permission_policy

from accounts.models import Role, SiteRole, User
from config import clock
from lectures import trees
from lectures.models.editing import DepartmentEditors
from lectures.models.people import Department
from lectures.zones import venue_zone

if TYPE_CHECKING:
    from lectures.models.pages.lecture import LecturePage

_SHARED = "みんなで使う写真とファイル"
_FILES = [
    f"{verb}_{kind}" for kind in ("image", "document") for verb in ("add", "change", "choose")
]
_EVERYTHING = (Role.OFFICE, Role.EDITOR)


@transaction.atomic
def admit(user: User, *, department: Department) -> None:
    """One of the department's people opens the admin, for that department's lectures only."""
    user.groups.add(_editors_of(department).group)
    bring_up_to_date(department.site)


@transaction.atomic
def admit_everybody(site: Site) -> None:
    """Whoever had the role before it opened the admin. Repeatable."""
    with scope(site=site):
        rows = SiteRole.objects.filter(department__isnull=False).select_related(
            "user", "department"
        )
        inside = set(DepartmentEditors.objects.values_list("group__user", "department"))
        for row in rows:
            missing = (row.user_id, row.department_id) not in inside
            if row.department is not None and missing:
                row.user.groups.add(_editors_of(row.department).group)
    bring_up_to_date(site)


def dismiss(user: User, *, department: Department) -> None:
    row = DepartmentEditors.objects.filter(department=department).first()
    if row is not None:
        user.groups.remove(row.group)


def let_edit(page: "LecturePage") -> None:
    """After a save: who does the department's work today may change the page, and nobody else."""
    with scope(site=page.department.site):
        groups = _groups()
        if groups:
            _write([page], groups, today=clock.today(venue_zone()))


@transaction.atomic
def bring_up_to_date(site: Site) -> None:
    """For a merged department its successor's people, and the other way round. Repeatable."""
    with scope(site=site):
        if groups := _groups():
            every = apps.get_model("lectures", "LecturePage").objects
            pages = every.filter(trees.below(trees.roots(site))).only("pk", "department_id")
            _write(pages, groups, today=clock.today(venue_zone()))


def departments_of(user: User, *, site: Site) -> frozenset[int] | None:
    """Whose lectures somebody writes in this town; None: everybody's, as office or editor."""
    if user.is_superuser:
        return None
    with scope(site=site):
        rows = list(SiteRole.objects.filter(user=user).values_list("role", "department"))
        if any(role in _EVERYTHING for role, _department in rows):
            return None
        own = {department for _role, department in rows if department}
        charges = Department.objects.charges(on=clock.today(venue_zone()))
        theirs = {charges.get(pk) for pk in own} - {None}
        return frozenset(own | {row.pk for row in theirs if row})


def may_be_seen(user: User) -> Q:
    """What is public, and one's own drafts."""
    own = page_permission_policy.explorable_instances(user).values("pk")
    return Q(live=True) | Q(pk__in=own)


def _groups() -> dict[int, Group]:
    rows = DepartmentEditors.objects.select_related("group")
    return {row.department_id: row.group for row in rows}


def _write(pages: Iterable[Page], groups: dict[int, Group], *, today: date) -> None:
    charges = Department.objects.charges(on=today)
    change = _permission("wagtailcore", "change_page")
    keys = {page.pk: page.department_id for page in pages}
    wanted = {
        (group.pk, page)
        for page, department in keys.items()
        for other, group in groups.items()
        if other == department or _same(charges.get(other), charges.get(department))
    }
    ours = GroupPagePermission.objects.filter(
        page__in=keys, permission=change, group__in=groups.values()
    )
    there = {(row.group_id, row.page_id): row.pk for row in ours}
    GroupPagePermission.objects.filter(
        pk__in=[pk for pair, pk in there.items() if pair not in wanted]
    ).delete()
    # Two saves at once may both have found a row missing.
    GroupPagePermission.objects.bulk_create(
        (
            GroupPagePermission(group_id=group, page_id=page, permission=change)
            for group, page in sorted(wanted - there.keys())
        ),
        ignore_conflicts=True,
    )


def _same(one: Department | None, other: Department | None) -> bool:
    return one is not None and one == other


def _editors_of(department: Department) -> DepartmentEditors:
    found = DepartmentEditors.objects.filter(department=department).first()
    if found is None:
        # The key keeps two towns' departments of one name apart.
        name = f"課の編集者：{department.name}（{department.code}・{department.pk}）"
        group = Group.objects.get_or_create(name=name)[0]
        found = DepartmentEditors.objects.create(
            site_id=department.site_id,
            department=department,
            group=group,
            # Every town of the installation sees the names of collections: no department in them.
            collection=_root().add_child(
                name=f"課の写真とファイル（{department.code}・{department.pk}）"
            ),
        )
    found.group.permissions.set([_permission("wagtailadmin", "access_admin")])
    _open_files(found.group, found.collection, codenames=_FILES)
    _open_files(found.group, _shared(), codenames=["choose_image", "choose_document"])
    return found


def _shared() -> Collection:
    found = _root().get_children().filter(name=_SHARED).first()
    return found or _root().add_child(name=_SHARED)


def _root() -> Collection:
    """Read anew: treebeard keeps the number of children on the object."""
    return Collection.get_first_root_node()


def _open_files(group: Group, collection: Collection, *, codenames: list[str]) -> None:
    apps = ["wagtailimages", "wagtaildocs"]
    for permission in Permission.objects.filter(
        content_type__app_label__in=apps, codename__in=codenames
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
