"""What a table of 機構改革 changed, kept so that exactly that can be taken back. No personal data."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped


class Reorganisation(SiteScoped):
    """One table as it was applied. `traces`: keys of rows, and the dates they had before."""

    day = models.DateField(_("変わる日"))
    applied_at = models.DateTimeField(_("決めた日時"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("決めた人"),
    )
    traces = models.JSONField(_("変えたところ"), encoder=DjangoJSONEncoder)
    undone_at = models.DateTimeField(_("取り消した日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("機構改革")
        verbose_name_plural = _("機構改革")

    def __str__(self) -> str:
        return f"{self.day}"
