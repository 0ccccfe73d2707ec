"""経過: append-only. Free text lives in the erasable note."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.scoping import PubliclyNamed, SiteScoped
from bookings.models.assignment import Assignment
from bookings.models.request import BookingRequest
from bookings.models.session import LectureSession
from bookings.status import Reason, RequestStatus, Verb, Way
from notifications.models import OutgoingEmail


class RequestEvent(PubliclyNamed, SiteScoped):
    """Who did what, when, by which way; `from_status` → `to_status` where the request moved."""

    class Actor(models.TextChoices):
        GROUP = "group", _("団体")
        DEPARTMENT = "department", _("担当課")
        LECTURER = "lecturer", _("講師")
        OFFICE = "office", _("事務局")
        SYSTEM = "system", _("自動")

    request = models.ForeignKey(BookingRequest, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=20, choices=Verb.choices)
    actor = models.CharField(max_length=10, choices=Actor.choices)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=10, choices=Way.choices)
    at = models.DateTimeField()
    from_status = models.CharField(max_length=15, choices=RequestStatus.choices)
    to_status = models.CharField(max_length=15, choices=RequestStatus.choices)
    reason = models.CharField(max_length=15, choices=Reason.choices, blank=True)
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, related_name="events"
    )
    session = models.ForeignKey(
        LectureSession, on_delete=models.PROTECT, null=True, related_name="events"
    )

    class Meta:
        verbose_name = _("経過")
        verbose_name_plural = _("経過")
        constraints = [AppendOnly(name="request_event_append_only")]
        indexes = [models.Index(fields=["request", "id"])]

    def __str__(self) -> str:
        return self.get_verb_display()


class EventNote(SiteScoped):
    """What somebody wrote; can be erased without touching the event."""

    event = models.OneToOneField(RequestEvent, on_delete=models.PROTECT, related_name="note")
    text = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erased_note_is_empty", condition=Q(erased_at__isnull=True) | Q(text="")
            )
        ]

    def __str__(self) -> str:
        return self.text[:20]


class EventMail(SiteScoped):
    """One mail per event, recipient and kind, whatever crashes."""

    event = models.ForeignKey(RequestEvent, on_delete=models.PROTECT, related_name="mails")
    mail = models.OneToOneField(OutgoingEmail, on_delete=models.PROTECT, related_name="event_mail")
    recipient = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient", "kind"], name="one_mail_per_event_recipient_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"
