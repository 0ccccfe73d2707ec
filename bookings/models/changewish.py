"""変更の希望: another time or place that a group wishes for a date that stands until it is answered."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from bookings.models.assignment import Assignment
from bookings.models.session import LectureSession
from bookings.status import RequestStatus, SessionState
from lectures.models import Centre


class ChangeWishQuerySet(models.QuerySet["ChangeWish"]):
    def live(self, *, at: datetime) -> "ChangeWishQuerySet":
        """Open, and of a date that still stands: whatever moved it has overtaken the wish."""
        return self.filter(
            state=ChangeWish.State.OPEN,
            session__state=SessionState.PLANNED,
            session__starts_at=F("stood_at"),
            session__starts_at__gt=at,
            session__request__status=RequestStatus.CONFIRMED,
        )


class ChangeWish(PubliclyNamed, SiteScoped):
    """The session keeps its date meanwhile. `assignment`: who answers; None: the office does."""

    class State(models.TextChoices):
        OPEN = "open", _("返事を待っています")
        GRANTED = "granted", _("変わりました")
        KEPT = "kept", _("前のままです")
        DROPPED = "dropped", _("取り下げました")
        OVER = "over", _("日時が先に変わりました")

    session = models.ForeignKey(
        LectureSession, on_delete=models.PROTECT, related_name="change_wishes"
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, related_name="change_wishes"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    stood_at = models.DateTimeField()
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    new_place = models.BooleanField(default=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="+")
    venue_name = models.CharField(_("会場の名前"), max_length=80, blank=True)
    venue_address = models.CharField(_("会場の住所"), max_length=200, blank=True)
    venue_booked = models.BooleanField(_("会場は予約ずみ"), default=False)

    objects = scoped(ChangeWishQuerySet)

    class Meta:
        verbose_name = _("変更の希望")
        verbose_name_plural = _("変更の希望")
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(state="open"), name="one_open_change_wish"
            ),
            models.CheckConstraint(
                name="change_wish_answered_at_its_end",
                condition=Q(state="open", answered_at__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.get_state_display()}"

    @property
    def venue(self) -> str:
        """The place in one line; "" where it stays."""
        return str(self.centre) if self.centre else self.venue_name


class ChangeSlot(SiteScoped):
    """One exact time that would suit the group, in its order."""

    wish = models.ForeignKey(ChangeWish, on_delete=models.PROTECT, related_name="slots")
    rank = models.PositiveSmallIntegerField(_("第何希望"))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wish", "rank"], name="change_slot_rank_once"),
            models.CheckConstraint(
                name="change_slot_rank_1_to_3", condition=Q(rank__gte=1, rank__lte=3)
            ),
            models.CheckConstraint(
                name="change_slot_is_positive", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.starts_at}"
