"""事務局へのまとめ: what the office was told waits, so that it can answer by number."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped
from bookings.models.answer import WaitingReply
from bookings.models.assignment import Assignment
from bookings.models.grant import Grant
from bookings.models.request import BookingRequest
from bookings.models.session import LectureSession


class OfficeDigest(SiteScoped):
    """One per town and day. Its grant is the address that an answer to it comes to."""

    day = models.DateField(_("日"))
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="digest")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("事務局へのまとめ")
        verbose_name_plural = _("事務局へのまとめ")
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.day}"


class DigestItem(SiteScoped):
    """One numbered line. `version` is that of the request when the line was written."""

    digest = models.ForeignKey(OfficeDigest, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    words = models.JSONField(default=list)
    request = models.ForeignKey(
        BookingRequest, on_delete=models.PROTECT, null=True, related_name="+"
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, related_name="+"
    )
    session = models.ForeignKey(
        LectureSession, on_delete=models.PROTECT, null=True, related_name="+"
    )
    waiting = models.ForeignKey(WaitingReply, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("まとめの項目")
        verbose_name_plural = _("まとめの項目")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["digest", "number"], name="digest_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}"
