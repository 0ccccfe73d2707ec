"""メールの文面: the office's own wording of a mail. Versions, never updated; the newest holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.scoping import SiteScoped


class MailText(SiteScoped):
    """One version of one mail's wording; with both texts empty, the built-in wording is back."""

    kind = models.CharField(_("種類"), max_length=40)
    language = models.CharField(_("言語"), max_length=5, default="ja")
    version = models.PositiveIntegerField()
    subject = models.CharField(_("件名"), max_length=120, blank=True)
    text = models.TextField(_("本文"), blank=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("メールの文面")
        verbose_name_plural = _("メールの文面")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "kind", "language", "version"], name="mail_text_version_once"
            ),
            models.CheckConstraint(
                name="mail_text_is_whole_or_built_in",
                condition=models.Q(subject="", text="")
                | (~models.Q(subject="") & ~models.Q(text="")),
            ),
            AppendOnly(name="mail_text_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} v{self.version}"

    @property
    def is_built_in(self) -> bool:
        return not self.text
