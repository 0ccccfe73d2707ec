"""Who may work on the town's ledger: a model permission and a role in that very town."""

from typing import Any

from django_scopes import get_scope
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import SiteRole, User
from lectures.roles import LEDGER


class TownPermissionPolicy(ModelPermissionPolicy):
    """Django's permissions hold everywhere; a role here keeps one town's people out of another."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return super().user_has_permission(user, action) and self._is_theirs(user)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        here = get_scope().get("site")
        return self.user_has_permission(user, action) and instance.site_id == here.pk

    def _is_theirs(self, user: User) -> bool:
        """A role elsewhere lends no row of this town, and an editor's none of the office's."""
        rows = (LEDGER.get(role, ()) for role in _roles_here(user))
        return user.is_superuser or any(self.model._meta.model_name in names for names in rows)


class ReadOnlyPolicy(TownPermissionPolicy):
    """What nobody types in: to be read only."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


def _roles_here(user: User) -> list[str]:
    """Asked for every menu item, so remembered on the request's user."""
    site = get_scope().get("site")
    if site is None:
        return []
    known: dict[int, list[str]] = user.__dict__.setdefault("_roles_in", {})
    if site.pk not in known:
        known[site.pk] = list(SiteRole.objects.filter(user=user).values_list("role", flat=True))
    return known[site.pk]
