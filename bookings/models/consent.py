"""講師本人の返事: only where the town asks lecturers for their own yes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped
from bookings.models.session import LectureSession
from lectures.models import Lecturer


class LecturerConsent(SiteScoped):
    """One row per session and lecturer; a new date asks anew (`sequence` of the session)."""

    class State(models.TextChoices):
        ASKED = "asked", _("返事待ち")
        YES = "yes", _("引き受けた")
        NO = "no", _("都合が悪い")

    session = models.ForeignKey(LectureSession, on_delete=models.PROTECT, related_name="consents")
    lecturer = models.ForeignKey(Lecturer, on_delete=models.PROTECT, related_name="consents")
    sequence = models.PositiveIntegerField(default=0)
    state = models.CharField(_("返事"), max_length=10, choices=State.choices, default=State.ASKED)
    words = models.CharField(_("ことば"), max_length=200, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("講師の返事")
        verbose_name_plural = _("講師の返事")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "lecturer", "sequence"], name="consent_once_per_date"
            ),
            models.CheckConstraint(
                name="consent_answered_has_moment",
                condition=Q(state="asked", answered_at__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.lecturer} {self.get_state_display()}"
