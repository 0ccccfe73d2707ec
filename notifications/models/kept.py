"""The demo's mailbox: what a real recipient would have got. Never used where mail is sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped
from notifications.models.outgoing import OutgoingEmail


class KeptMail(SiteScoped):
    """A mail kept instead of sent, byte for byte."""

    outgoing = models.ForeignKey(
        OutgoingEmail, on_delete=models.PROTECT, null=True, related_name="+"
    )
    message_id = models.CharField(max_length=250, unique=True)
    envelope_from = models.CharField(max_length=320)
    to_address = models.EmailField(_("宛先"), db_index=True)
    raw = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("見本のメール")
        verbose_name_plural = _("見本のメール")
        ordering = ["-kept_at", "-id"]

    def __str__(self) -> str:
        return self.message_id
