"""Every table of ours belongs to one town (a Wagtail site) and answers only inside its scope.

`with scope(site=site):` opens a town; a query outside raises `django_scopes.exceptions.ScopeError`.
The request middleware opens the scope of the site that the host name belongs to.
"""

from django.db import models
from django_scopes import ScopedManager
from wagtail.models import Site

from accounts.ids import uuid7


class SiteScoped(models.Model):
    """A row of one town. `objects` is scoped; `_base_manager` is not."""

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", verbose_name="サイト"
    )

    objects = ScopedManager(site="site")

    class Meta:
        abstract = True


class PubliclyNamed(models.Model):
    """A row that links, calendars and logs may name."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False, verbose_name="公開ID")

    class Meta:
        abstract = True


def scoped(queryset_class: type[models.QuerySet]) -> models.Manager:
    """`objects = scoped(XQuerySet)`: a scoped manager that also speaks the queryset's words."""
    return ScopedManager(site="site", _manager_class=models.Manager.from_queryset(queryset_class))
