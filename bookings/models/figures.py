"""What is counted, kept ready: one fact of each session, and their sums.

A trigger of the database marks a session as stale whenever something changes that a fact is made
of (bookings.marking). The sums, with what is stale counted anew, equal a recount at any
moment; `bookings.counting` reads them so, and a task of the worker folds the changes in.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped
from bookings.models.session import LectureSession
from bookings.status import AgeGroup, SessionState, Way
from lectures.models import Category, Centre, Department, Lecture


class CountingUnit(SiteScoped):
    """実績の数え方, from one fiscal year on. Without a row each session is one."""

    class Unit(models.TextChoices):
        SESSION = "session", _("1か所で1回行うごとに1回")
        DAY = "day", _("同じ申込みの同じ日は、何回行っても1回")

    from_year = models.PositiveSmallIntegerField(_("この年度から（西暦）"))
    unit = models.CharField(_("数え方"), max_length=10, choices=Unit.choices)
    reason = models.CharField(_("変えた理由"), max_length=200)
    entered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("入れた日時"))

    class Meta:
        verbose_name = _("数え方")
        verbose_name_plural = _("数え方")
        ordering = ["from_year"]
        constraints = [
            models.UniqueConstraint(fields=["site", "from_year"], name="counting_unit_once_a_year"),
            models.CheckConstraint(
                name="counting_unit_is_known", condition=Q(unit__in=["session", "day"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_year} {self.get_unit_display()}"


class SessionFact(SiteScoped):
    """One session as the sums hold it: no personal data. Written by `bookings.counting.folding`.

    `year`, `month` and `day` are the venue's; `counted` is what the session adds to the number of
    its state under the year's counting unit: 0 or 1.
    """

    session = models.OneToOneField(
        LectureSession, on_delete=models.PROTECT, primary_key=True, related_name="fact"
    )
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    day = models.DateField()
    state = models.CharField(max_length=10, choices=SessionState.choices)
    counted = models.PositiveSmallIntegerField()
    adults = models.PositiveIntegerField(default=0)
    children = models.PositiveIntegerField(default=0)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    lecture = models.ForeignKey(Lecture, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="+")
    need_kind = models.CharField(max_length=10)
    led_by = models.CharField(max_length=10)
    format = models.CharField(max_length=10)
    menu = models.CharField(max_length=10)
    group_kind = models.CharField(max_length=15, blank=True)
    age = models.CharField(max_length=10, choices=AgeGroup.choices)
    area = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    reason = models.CharField(max_length=15, blank=True)

    class Meta:
        verbose_name = _("実施回の事実")
        verbose_name_plural = _("実施回の事実")
        indexes = [models.Index(fields=["site", "year", "state", "day", "session"])]

    def __str__(self) -> str:
        return f"{self.session_id} {self.day}"


class FigureLine(SiteScoped):
    """Sums of the facts of one month that share one state and one key of one dimension."""

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    dimension = models.CharField(max_length=12)
    key = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10)
    sessions = models.IntegerField()
    counted = models.IntegerField()
    adults = models.IntegerField()
    children = models.IntegerField()

    class Meta:
        verbose_name = _("実績の合計")
        verbose_name_plural = _("実績の合計")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "dimension", "year", "key", "month", "state"],
                name="figure_line_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month} {self.dimension} {self.key} {self.state}"


class StaleSession(SiteScoped):
    """A session whose fact may say something old. Written by triggers, several times where needed.

    `session_id` is no foreign key: whatever changes must never wait for the session's row.
    """

    session_id = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("数え直す実施回")
        verbose_name_plural = _("数え直す実施回")

    def __str__(self) -> str:
        return str(self.session_id)
