"""What holds a mail back: the pace a receiving domain bears, and addresses that refused us."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped


class DomainBucket(models.Model):
    """The sending pace towards one receiving domain, for the whole installation."""

    domain = models.CharField(max_length=190, unique=True)
    tokens = models.FloatField()
    refilled_at = models.DateTimeField()
    paused_until = models.DateTimeField(null=True, blank=True)
    pauses = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("宛先ドメインの送信速度")
        verbose_name_plural = _("宛先ドメインの送信速度")
        constraints = [
            models.CheckConstraint(
                name="domain_bucket_not_negative", condition=models.Q(tokens__gte=0)
            )
        ]

    def __str__(self) -> str:
        return self.domain


class SuppressedAddress(SiteScoped):
    """An address that refused a mail for good. Only its keyed hash is kept."""

    address_hash = models.CharField(max_length=120)
    reason = models.CharField(_("理由"), max_length=200)
    suppressed_at = models.DateTimeField(_("停止した日時"))
    because_of = models.ForeignKey(
        "notifications.OutgoingEmail", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("送信停止の宛先")
        verbose_name_plural = _("送信停止の宛先")
        constraints = [
            models.UniqueConstraint(fields=["site", "address_hash"], name="suppressed_address_once")
        ]

    def __str__(self) -> str:
        return self.reason
