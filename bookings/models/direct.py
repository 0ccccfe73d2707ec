"""課で直接受けた講座: the standing key of a department, and what it was asked each quarter."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped
from bookings.models.grant import Grant
from bookings.status import Way
from lectures.models import Department


class DirectKey(SiteScoped):
    """Opens the department's page for lectures that it gave without the office, at any time."""

    department = models.OneToOneField(
        Department, on_delete=models.PROTECT, related_name="direct_key"
    )
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="direct_key")

    def __str__(self) -> str:
        return str(self.department)


class DirectAsk(PubliclyNamed, SiteScoped):
    """「課で直接受けた講座はありましたか」: once for each department and day of asking."""

    class Answer(models.TextChoices):
        OPEN = "", _("返事がまだ")
        NONE = "none", _("なし")
        GIVEN = "given", _("報告あり")

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="direct_asks")
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="direct_ask")
    due_on = models.DateField(_("たずねた日"))
    since = models.DateField(_("いつから"))
    until = models.DateField(_("いつまで"))
    asked_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(_("たずねた回数"), default=1)
    answer = models.CharField(max_length=5, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(_("返事の日時"), null=True)
    way = models.CharField(max_length=10, choices=Way.choices, blank=True, default="")
    entered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("直接受けた講座のおたずね")
        verbose_name_plural = _("直接受けた講座のおたずね")
        constraints = [
            models.UniqueConstraint(
                fields=["department", "due_on"], name="direct_ask_once_per_department_and_day"
            ),
            models.CheckConstraint(
                name="direct_ask_days_are_in_order", condition=Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="direct_ask_is_answered_at_a_time",
                condition=Q(answer="", answered_at__isnull=True, way="")
                | Q(answer__in=["none", "given"], answered_at__isnull=False) & ~Q(way=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.due_on}"
