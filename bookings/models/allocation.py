"""割当: the one place where clashes are refused."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import NoOverlap
from accounts.scoping import SiteScoped
from bookings.models.assignment import Assignment
from bookings.models.session import LectureSession
from bookings.status import AllocationState
from lectures.models import Equipment, Lecturer, Room


class Resource(SiteScoped):
    """Exactly one lecturer, room or piece of equipment that can be taken."""

    lecturer = models.OneToOneField(
        Lecturer, on_delete=models.PROTECT, null=True, related_name="resource"
    )
    room = models.OneToOneField(Room, on_delete=models.PROTECT, null=True, related_name="resource")
    equipment = models.OneToOneField(
        Equipment, on_delete=models.PROTECT, null=True, related_name="resource"
    )

    class Meta:
        verbose_name = _("割り当てるもの")
        constraints = [
            models.CheckConstraint(
                name="resource_is_exactly_one_thing",
                condition=Q(lecturer__isnull=False, room__isnull=True, equipment__isnull=True)
                | Q(lecturer__isnull=True, room__isnull=False, equipment__isnull=True)
                | Q(lecturer__isnull=True, room__isnull=True, equipment__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.lecturer or self.room or self.equipment)


class Allocation(SiteScoped):
    """A hold belongs to the ask that made it; a confirmed one to its session."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="allocations")
    session = models.ForeignKey(
        LectureSession, on_delete=models.PROTECT, null=True, related_name="allocations"
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, related_name="allocations"
    )
    state = models.CharField(max_length=10, choices=AllocationState.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("割当")
        constraints = [
            models.CheckConstraint(
                name="allocation_slot_is_positive", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="allocation_hold_expires",
                condition=~Q(state=AllocationState.HOLD) | Q(expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="allocation_confirmed_has_a_session",
                condition=~Q(state=AllocationState.CONFIRMED) | Q(session__isnull=False),
            ),
            NoOverlap(
                name="allocation_no_overlap",
                key="resource",
                start="starts_at",
                end="ends_at",
                states=("hold", "confirmed"),
                violation_error_message=_("その時間は、もうほかの予定が入っています。"),
            ),
        ]
        indexes = [models.Index(fields=["resource", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.resource} {self.starts_at}"
