"""メールの文面: the office's own wording of a mail. Versions, never updated; the newest holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.scoping import SiteScoped, scoped


class MailTextQuerySet(models.QuerySet["MailText"]):
    def newest(self) -> "MailTextQuerySet":
        """The one version of each kind and language that holds."""
        later = MailText._base_manager.filter(
            site=models.OuterRef("site"),
            kind=models.OuterRef("kind"),
            language=models.OuterRef("language"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(later))

    def unusable(self) -> "MailTextQuerySet":
        """Those that hold and could not be filled: the built-in wording went out instead."""
        return self.newest().filter(failure__isnull=False)


class MailText(SiteScoped):
    """One version of one mail's wording; with both texts empty, the built-in wording is back."""

    kind = models.CharField(_("種類"), max_length=40)
    language = models.CharField(_("言語"), max_length=5, default="ja")
    version = models.PositiveIntegerField()
    subject = models.CharField(_("件名"), max_length=120, blank=True)
    text = models.TextField(_("本文"), blank=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = scoped(MailTextQuerySet)

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


class MailTextFailure(SiteScoped):
    """The first time that a version could not be filled; a new version ends the matter."""

    mail_text = models.OneToOneField(MailText, on_delete=models.PROTECT, related_name="failure")
    why = models.CharField(_("理由"), max_length=200)
    at = models.DateTimeField(_("日時"), null=True)

    class Meta:
        verbose_name = _("使えなかった文面")
        verbose_name_plural = _("使えなかった文面")

    def __str__(self) -> str:
        return f"{self.mail_text}: {self.why}"
