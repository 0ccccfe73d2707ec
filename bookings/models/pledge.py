"""約束: the sentences that groups have promised, each wording kept as long as a request names it."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped, scoped


class PledgeTextQuerySet(models.QuerySet["PledgeText"]):
    def kept(self, text: str, *, site_id: int, at: datetime) -> "PledgeText":
        """The version that says just this, or a new one."""
        newest_first = self.order_by("-version")
        if same := newest_first.filter(text=text).first():
            return same
        newest = newest_first.first()
        version = newest.version + 1 if newest else 1
        return self.create(site_id=site_id, version=version, text=text, since=at)


class PledgeText(SiteScoped):
    """One wording. Never changed: what was promised is what was read."""

    version = models.PositiveIntegerField(_("版"))
    text = models.TextField(_("約束の文"))
    since = models.DateTimeField(_("いつから"))

    objects = scoped(PledgeTextQuerySet)

    class Meta:
        verbose_name = _("約束の文")
        verbose_name_plural = _("約束の文")
        constraints = [
            models.UniqueConstraint(fields=["site", "version"], name="pledge_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.version}"
