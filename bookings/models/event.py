"""経過: append-only. Free text lives in the erasable note."""

import re
from collections.abc import Iterable, Mapping

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.scoping import PubliclyNamed, SiteScoped
from bookings.models.assignment import Assignment
from bookings.models.dayplan import DayPlan
from bookings.models.request import BookingRequest
from bookings.models.session import LectureSession
from bookings.status import Reason, RequestStatus, Verb, Way
from lectures.models import Lecturer
from notifications.models import OutgoingEmail

_BETWEEN = "、"
_KEY = re.compile(r"#(\d{1,18})\b", re.ASCII)


class RequestEvent(PubliclyNamed, SiteScoped):
    """Who did what, when, by which way; `from_status` → `to_status` where the request moved."""

    class Actor(models.TextChoices):
        GROUP = "group", _("団体")
        DEPARTMENT = "department", _("担当課")
        LECTURER = "lecturer", _("講師")
        OFFICE = "office", _("事務局")
        CENTRE = "centre", _("地域交流センター")
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


def naming(lecturers: Iterable[Lecturer]) -> str:
    """A note of whom it is about, by key: the register alone holds their names."""
    return _BETWEEN.join(f"#{row.pk}" for row in lecturers)


class EventNote(SiteScoped):
    """What somebody wrote; can be erased without touching the event."""

    event = models.OneToOneField(RequestEvent, on_delete=models.PROTECT, related_name="note")
    text = models.TextField(blank=True)
    # Days that the group wished for with it, for its own page: [day, part, starts, ends] as text.
    wishes = models.JSONField(default=list, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erased_note_is_empty", condition=Q(erased_at__isnull=True) | Q(text="")
            )
        ]

    def __str__(self) -> str:
        return self.text[:20]

    def is_about(self, lecturer: Lecturer) -> bool:
        """By key; notes of before hold names."""
        named = self.text.split(_BETWEEN) if self._names_people else []
        return lecturer.pk in self.people() or lecturer.name in named

    def people(self) -> set[int]:
        """Of the lecturers it is about."""
        return {int(key) for key in _KEY.findall(self.text)} if self._names_people else set()

    def words(self, names: Mapping[int, str]) -> str:
        """As a person reads it. `names`: of the lecturers, by key."""
        if self.event.verb == Verb.DAY_PLANNED:
            return DayPlan.words(self.text)
        if not self._names_people:
            return self.text
        return _KEY.sub(lambda found: names.get(int(found[1]), found[0]), self.text)

    @property
    def _names_people(self) -> bool:
        return self.event.verb == Verb.SUCCESSOR_WANTED


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
