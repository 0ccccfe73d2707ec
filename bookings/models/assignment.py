"""照会: one ask to one department for one exact slot."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped
from bookings.models.request import BookingRequest
from bookings.status import AssignmentRole, AssignmentState, Support
from lectures.models import Department


class Assignment(PubliclyNamed, SiteScoped):
    """Its `public_id` names it in addresses and calendars; its grant holds the secret."""

    request = models.ForeignKey(
        BookingRequest, on_delete=models.PROTECT, related_name="assignments"
    )
    part = models.PositiveSmallIntegerField(_("何番目の課"), default=1)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(
        _("状態"), max_length=10, choices=AssignmentState.choices, default=AssignmentState.ASKED
    )
    version = models.PositiveIntegerField(default=0)
    rank = models.PositiveSmallIntegerField(_("第何希望"), null=True)
    starts_at = models.DateTimeField(_("はじまり"))
    ends_at = models.DateTimeField(_("おわり"))
    asked_at = models.DateTimeField(_("依頼した日時"))
    due_at = models.DateTimeField(_("返事の期限"))
    answered_at = models.DateTimeField(_("返事の日時"), null=True)
    reminded_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    # Whose calendar holds the ask: a CANCEL must reach the address that got the REQUEST.
    invited_address = models.EmailField(blank=True)
    role = models.CharField(
        _("役割"), max_length=10, choices=AssignmentRole.choices, default=AssignmentRole.LECTURE
    )
    support = models.CharField(_("配慮"), max_length=15, choices=Support.choices, blank=True)
    second_reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("照会")
        verbose_name_plural = _("照会")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "part"],
                condition=Q(state__in=[AssignmentState.ASKED, AssignmentState.ACCEPTED]),
                name="one_standing_ask_per_part",
                violation_error_message=_("この課にはもう依頼しています。"),
            ),
            models.CheckConstraint(
                name="assignment_slot_is_positive", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="assignment_state_is_known", condition=Q(state__in=AssignmentState.values)
            ),
            models.CheckConstraint(
                name="a_support_part_names_its_support",
                condition=Q(role=AssignmentRole.LECTURE, support="")
                | (Q(role=AssignmentRole.SUPPORT) & ~Q(support="")),
            ),
        ]
        indexes = [models.Index(fields=["site", "state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.request} {self.department}"
