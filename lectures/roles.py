"""The two kinds of people who sign in, as Wagtail groups of one town. Safe to run again."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site
from wagtail.models.sites import GroupSitePermission

from accounts.models import SiteRole, User

_PAGES = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
_FILES = [
    f"{verb}_{kind}" for kind in ("image", "document") for verb in ("add", "change", "choose")
]
_EDITORS_ROWS = ["category", "provider"]
_OFFICE_ROWS = [
    "department",
    "departmentmember",
    "lecturer",
    "lecturermembership",
    "centre",
    "room",
    "category",
    "fiscalyear",
    "bookingrules",
    "blackout",
    "absence",
    "nextdepartment",
    "provider",
]


def ensure_groups(site: Site) -> dict[str, Group]:
    """The town's groups by role, with what each may do; made or brought up to date."""
    editors, office = _group("編集者", site), _group("事務局", site)
    for group, rows in ((editors, _EDITORS_ROWS), (office, _OFFICE_ROWS)):
        group.permissions.set(_permissions_for(rows))
        _let_edit(group, site=site)
    GroupSitePermission.objects.get_or_create(
        group=office, site=site, permission=_permission("lectures", "change_officesettings")
    )
    return {SiteRole.Role.EDITOR: editors, SiteRole.Role.OFFICE: office}


def give_role(user: User, *, site: Site, role: SiteRole.Role) -> None:
    """The user works in this town: the role for our rows, the group for Wagtail."""
    SiteRole.objects.get_or_create(site=site, user=user, role=role)
    user.groups.add(ensure_groups(site)[role])


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
        GroupPagePermission.objects.get_or_create(
            group=group, page=site.root_page, permission=_permission("wagtailcore", codename)
        )
    files = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=_FILES
    )
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
