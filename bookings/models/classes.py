"""A school's classes: the same lecture for one class after the other, each its own session."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped
from bookings.models.request import BookingRequest
from bookings.models.session import LectureSession


class ClassPeriod(SiteScoped):
    """One class in one lesson. The times hold for the day that is fixed in the end."""

    request = models.ForeignKey(BookingRequest, on_delete=models.PROTECT, related_name="classes")
    order = models.PositiveSmallIntegerField(_("順番"))
    name = models.CharField(_("クラス"), max_length=40)
    lesson = models.CharField(_("校時"), max_length=20, blank=True)
    children = models.PositiveSmallIntegerField(_("人数"), null=True)
    starts = models.TimeField(_("はじまり"))
    ends = models.TimeField(_("おわり"))
    session = models.OneToOneField(
        LectureSession, on_delete=models.PROTECT, null=True, related_name="class_period"
    )

    class Meta:
        verbose_name = _("クラス")
        verbose_name_plural = _("クラス")
        constraints = [
            models.UniqueConstraint(fields=["request", "order"], name="class_order_once"),
            models.CheckConstraint(
                name="class_times_are_in_order", condition=Q(ends__gt=F("starts"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.lesson}".strip()
