"""実施回: a lecture at one place at one time. What is counted."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from bookings.models.request import BookingRequest
from bookings.status import Reason, SessionState
from lectures.models import Centre, Department, FiscalYear, Lecture, Room


class LectureSessionQuerySet(models.QuerySet["LectureSession"]):
    def delivered(self) -> "LectureSessionQuerySet":
        return self.filter(state=SessionState.DELIVERED)

    def unresolved(self, *, at: datetime) -> "LectureSessionQuerySet":
        """Planned and past: waits for a report, is never counted by itself."""
        return self.filter(state=SessionState.PLANNED, ends_at__lt=at)


class LectureSession(PubliclyNamed, SiteScoped):
    """`fiscal_year` is that of the local date of `starts_at`; actions keep the two together."""

    request = models.ForeignKey(BookingRequest, on_delete=models.PROTECT, related_name="sessions")
    lecture = models.ForeignKey(Lecture, on_delete=models.PROTECT, related_name="sessions")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="sessions")
    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="sessions")
    order = models.PositiveSmallIntegerField(_("第何回"), default=1)
    state = models.CharField(
        _("状態"), max_length=10, choices=SessionState.choices, default=SessionState.PLANNED
    )
    version = models.PositiveIntegerField(default=0)
    sequence = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField(_("はじまり"))
    ends_at = models.DateTimeField(_("おわり"))
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="sessions")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="sessions")
    venue_name = models.CharField(_("会場の名前"), max_length=80, blank=True)
    venue_address = models.CharField(_("会場の住所"), max_length=200, blank=True)
    reason = models.CharField(max_length=15, choices=Reason.choices, blank=True)

    objects = scoped(LectureSessionQuerySet)

    class Meta:
        verbose_name = _("実施回")
        verbose_name_plural = _("実施回")
        constraints = [
            models.UniqueConstraint(fields=["request", "order"], name="session_order_once"),
            models.CheckConstraint(
                name="session_slot_is_positive", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="session_state_is_known", condition=Q(state__in=SessionState.values)
            ),
        ]
        indexes = [models.Index(fields=["site", "fiscal_year", "state"])]

    def __str__(self) -> str:
        return f"{self.request} ({self.order})"

    @property
    def venue(self) -> str:
        """The place in one line."""
        if self.room:
            return str(self.room)
        return str(self.centre) if self.centre else self.venue_name
