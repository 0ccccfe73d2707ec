"""Who signs in: roles as rows of one town, with their history, and as Wagtail groups."""

from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django_scopes import scope
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site
from wagtail.models.sites import GroupSitePermission

from accounts.models import Role, RoleChange, SiteRole, User
from config import clock
from lectures import names, own_pages, trees
from lectures.models import Centre, Department
from lectures.moderation import ensure_workflow
from lectures.search import synonyms

_PAGES = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
_FILES = [
    f"{verb}_{kind}" for kind in ("image", "document") for verb in ("add", "change", "choose")
]
# Which rows of the ledger a role of this town opens. The others work at the desk only.
LEDGER: dict[str, list[str]] = {
    Role.EDITOR: ["category", "provider", "coursesource", "synonymgroup", "missedwords"],
    Role.OFFICE: [
        "department",
        "departmentmember",
        "lecturer",
        "lecturermembership",
        "centre",
        "centreclosure",
        "room",
        "category",
        "fiscalyear",
        "bookingrules",
        "blackout",
        "absence",
        "nextdepartment",
        "provider",
        "coursesource",
        "synonymgroup",
        "missedwords",
    ],
}
_GROUP_NAMES = {Role.EDITOR: "編集者", Role.OFFICE: "事務局"}


def ensure_groups(site: Site) -> dict[str, Group]:
    """The town's groups by role, with what each may do; made or brought up to date."""
    synonyms.plant(site)
    names.say_in_japanese()
    groups: dict[str, Group] = {role: _group(name, site) for role, name in _GROUP_NAMES.items()}
    for role, group in groups.items():
        group.permissions.set(_permissions_for(LEDGER[role]))
        _let_edit(group, site=site)
    ensure_workflow(site, groups=groups.values())
    GroupSitePermission.objects.get_or_create(
        group=groups[Role.OFFICE],
        site=site,
        permission=_permission("lectures", "change_officesettings"),
    )
    return groups


@transaction.atomic
def open_admin(site: Site) -> None:
    """For roles, and homes in other languages, that are older than what they open today. Repeatable."""
    names.say_in_japanese()
    with scope(site=site):
        anybody = SiteRole.objects.exists()
    if anybody and _lacks_something(site):
        ensure_groups(site)
    own_pages.admit_everybody(site)


def _lacks_something(site: Site) -> bool:
    """A right that came with an update, or with the site's home in another language."""
    for role, name in _GROUP_NAMES.items():
        group = _group(name, site)
        held = set(group.permissions.values_list("pk", flat=True))
        if any(row.pk not in held for row in _permissions_for(LEDGER[role])):
            return True
        pages = set(group.page_permissions.values_list("page", flat=True))
        if any(root.pk not in pages for root in trees.roots(site)):
            return True
    return False


@transaction.atomic
def give_role(
    user: User,
    *,
    site: Site,
    role: str,
    department: Department | None = None,
    centre: Centre | None = None,
    by: User | None = None,
    at: datetime | None = None,
) -> SiteRole:
    """The user works in this town: the role for our rows, the group for Wagtail."""
    row, made = SiteRole.objects.get_or_create(
        site=site, user=user, role=role, department=department, centre=centre
    )
    if made:
        _remember(row, given=True, by=by, at=at)
    if role in _GROUP_NAMES:
        user.groups.add(ensure_groups(site)[role])
    if department is not None:
        ensure_groups(site)
        own_pages.admit(user, department=department)
    return row


@transaction.atomic
def take_role(row: SiteRole, *, by: User | None = None, at: datetime | None = None) -> None:
    """What the role opened is closed from the next click on; the history keeps that it was."""
    _remember(row, given=False, by=by, at=at)
    if row.role in _GROUP_NAMES:
        row.user.groups.remove(_group(_GROUP_NAMES[Role(row.role)], row.site))
    if row.department is not None:
        own_pages.dismiss(row.user, department=row.department)
    row.delete()


def _remember(row: SiteRole, *, given: bool, by: User | None, at: datetime | None) -> None:
    RoleChange.objects.create(
        site=row.site,
        user=row.user,
        role=row.role,
        department=row.department,
        centre=row.centre,
        given=given,
        by=by,
        at=at or clock.now(),
    )


def _group(name: str, site: Site) -> Group:
    """One group per town, because a group's pages are one town's tree."""
    full = name if site.is_default_site else f"{name}（{site.site_name or site.hostname}）"
    return Group.objects.get_or_create(name=full)[0]


def _permissions_for(rows: list[str]) -> list[Permission]:
    wanted = [f"{verb}_{row}" for row in rows for verb in ("view", "add", "change", "delete")]
    found = Permission.objects.filter(content_type__app_label="lectures", codename__in=wanted)
    return [*found, _permission("wagtailadmin", "access_admin")]


def _let_edit(group: Group, *, site: Site) -> None:
    for codename in _PAGES:
        permission = _permission("wagtailcore", codename)
        for root in trees.roots(site):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    files = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=_FILES
    )
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
