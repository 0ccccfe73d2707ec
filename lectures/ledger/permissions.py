"""Who may work on the town's ledger: a model permission and a role in that very town."""

from typing import Any

from django_scopes import get_scope
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import SiteRole, User


class TownPermissionPolicy(ModelPermissionPolicy):
    """Django's permissions hold everywhere; a role here keeps one town's people out of another."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return super().user_has_permission(user, action) and _works_here(user)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        here = get_scope().get("site")
        return self.user_has_permission(user, action) and instance.site_id == here.pk


def _works_here(user: User) -> bool:
    """Asked for every menu item, so remembered on the request's user."""
    if user.is_superuser:
        return True
    site = get_scope().get("site")
    known: dict[int, bool] = user.__dict__.setdefault("_works_in", {})
    if site is not None and site.pk not in known:
        known[site.pk] = SiteRole.objects.filter(user=user).exists()
    return site is not None and known[site.pk]
