"""自分の見かた: how one person of the desk likes to see the inbox. Nobody else's concern."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped


class SavedView(SiteScoped):
    """A name for what the inbox's address says; never holds what was searched for."""

    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="saved_views", verbose_name=_("人")
    )
    name = models.CharField(_("見かたの名前"), max_length=30)
    query = models.CharField(_("しぼりこみ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("自分の見かた")
        verbose_name_plural = _("自分の見かた")
        constraints = [
            models.UniqueConstraint(fields=["site", "user", "name"], name="saved_view_name_once")
        ]

    def __str__(self) -> str:
        return self.name
