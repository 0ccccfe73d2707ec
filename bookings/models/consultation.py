"""相談: somebody who wants a lecture and has no request yet. Its history is append-only."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from bookings.models.event import RequestEvent
from bookings.models.group import ApplicantGroup
from bookings.models.request import BookingRequest
from bookings.status import (
    CONSULTATION_UNMET,
    ConsultationAbout,
    ConsultationEnd,
    ConsultationStatus,
    ConsultationVerb,
    Way,
)
from lectures.eras import reference
from lectures.models import FiscalYear, Lecture
from notifications.models import OutgoingEmail


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def open(self) -> "ConsultationQuerySet":
        return self.filter(status=ConsultationStatus.OPEN)

    def of_year(self, year: int) -> "ConsultationQuerySet":
        """Those that came in that fiscal year: never counted among the requests."""
        return self.filter(fiscal_year__year=year)

    def unmet(self) -> "ConsultationQuerySet":
        """What the town could not give."""
        return self.filter(status=ConsultationStatus.CLOSED, reason__in=CONSULTATION_UNMET)


class Consultation(PubliclyNamed, SiteScoped):
    """`wish` names a topic and nobody: it is kept and counted. What else was said is in the notes."""

    fiscal_year = models.ForeignKey(
        FiscalYear, on_delete=models.PROTECT, related_name="consultations"
    )
    number = models.PositiveIntegerField(_("相談番号"))
    status = models.CharField(
        _("状態"),
        max_length=10,
        choices=ConsultationStatus.choices,
        default=ConsultationStatus.OPEN,
    )
    version = models.PositiveIntegerField(default=0)
    submission_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    about = models.CharField(_("相談のこと"), max_length=10, choices=ConsultationAbout.choices)
    wish = models.CharField(_("聞きたい話"), max_length=120, blank=True)
    people = models.PositiveSmallIntegerField(_("人数"), null=True)
    when_words = models.CharField(_("いつごろ"), max_length=120, blank=True)
    place_words = models.CharField(_("場所"), max_length=120, blank=True)
    lecture = models.ForeignKey(
        Lecture, on_delete=models.PROTECT, null=True, related_name="consultations"
    )
    group = models.OneToOneField(
        ApplicantGroup, on_delete=models.PROTECT, related_name="consultation"
    )
    language = models.CharField(max_length=5, default="ja")
    way = models.CharField(_("届いた方法"), max_length=10, choices=Way.choices)
    entered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("届いた日時"))
    request = models.OneToOneField(
        BookingRequest, on_delete=models.PROTECT, null=True, related_name="consultation"
    )
    reason = models.CharField(
        _("終えたわけ"), max_length=10, choices=ConsultationEnd.choices, blank=True
    )

    objects = scoped(ConsultationQuerySet)

    class Meta:
        verbose_name = _("相談")
        verbose_name_plural = _("相談")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "fiscal_year", "number"], name="consultation_number_once_per_year"
            ),
            models.CheckConstraint(
                name="consultation_status_is_known",
                condition=Q(status__in=ConsultationStatus.values),
            ),
            models.CheckConstraint(
                name="consultation_request_once_requested",
                condition=Q(status="requested", request__isnull=False)
                | (~Q(status="requested") & Q(request__isnull=True)),
            ),
            models.CheckConstraint(
                name="consultation_closed_with_a_reason",
                condition=(Q(status="closed") & ~Q(reason=""))
                | (~Q(status="closed") & Q(reason="")),
            ),
        ]
        indexes = [models.Index(fields=["site", "status", "opened_at"])]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """S8-0012: S for 相談, then the year of the era and the number, as requests have them."""
        return f"S{reference(self.fiscal_year.year, self.number)[1:]}"

    @property
    def who(self) -> str:
        """The group, or the person where no group has a name yet."""
        return self.group.name or self.group.contact_name


class ConsultationEvent(PubliclyNamed, SiteScoped):
    """Who did what, when, by which way. `mail`: what the group was sent of it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=10, choices=ConsultationVerb.choices)
    actor = models.CharField(max_length=10, choices=RequestEvent.Actor.choices)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=10, choices=Way.choices)
    at = models.DateTimeField()
    from_status = models.CharField(max_length=10, choices=ConsultationStatus.choices)
    to_status = models.CharField(max_length=10, choices=ConsultationStatus.choices)
    mail = models.OneToOneField(
        OutgoingEmail, on_delete=models.PROTECT, null=True, related_name="consultation_event"
    )

    class Meta:
        verbose_name = _("相談の経過")
        verbose_name_plural = _("相談の経過")
        constraints = [AppendOnly(name="consultation_event_append_only")]
        indexes = [models.Index(fields=["consultation", "id"])]

    def __str__(self) -> str:
        return self.get_verb_display()


class ConsultationNote(SiteScoped):
    """What was said; can be erased without touching the event."""

    event = models.OneToOneField(ConsultationEvent, on_delete=models.PROTECT, related_name="note")
    text = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erased_consultation_note_is_empty",
                condition=Q(erased_at__isnull=True) | Q(text=""),
            )
        ]

    def __str__(self) -> str:
        return self.text[:20]
