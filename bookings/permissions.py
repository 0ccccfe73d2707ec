"""Who may do what in the open town, asked of rows. No HTTP, no templates."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import SiteRole, User


def is_office(user: User | AnonymousUser) -> bool:
    """The office of the town whose scope is open, or a superuser."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or user_has_role(user, SiteRole.Role.OFFICE)


def user_has_role(user: User, role: SiteRole.Role) -> bool:
    return SiteRole.objects.filter(user=user, role=role).exists()
