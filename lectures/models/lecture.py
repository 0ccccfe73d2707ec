"""The lecture: a plain row that requests point to. Its facts are those of its page."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from lectures.models.facts import LectureFacts
from lectures.models.people import Department
from lectures.models.year import FiscalYear


class LectureQuerySet(models.QuerySet["Lecture"]):
    def accepting(self) -> "LectureQuerySet":
        return self.filter(accepting=True)


class Lecture(PubliclyNamed, SiteScoped, LectureFacts):
    """What can be requested in one fiscal year. Requests point here; pages describe it."""

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="lectures")
    title = models.CharField(_("講座名"), max_length=120)
    summary = models.CharField(_("短い説明"), max_length=120, blank=True)
    other_departments = models.ManyToManyField(
        Department, blank=True, related_name="shared_lectures", verbose_name=_("いっしょに行う課")
    )
    continued_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by"
    )

    # Made by the office for one request: on no menu, and nobody else can ask for it.
    off_menu = models.BooleanField(_("メニュー外"), default=False, editable=False)

    objects = scoped(LectureQuerySet)

    class Meta:
        verbose_name = _("講座")
        verbose_name_plural = _("講座")
        constraints = [
            models.CheckConstraint(
                name="lecture_off_menu_is_not_offered",
                condition=Q(off_menu=False) | Q(accepting=False),
            ),
            models.UniqueConstraint(
                fields=["site", "fiscal_year", "number"],
                name="lecture_number_once_per_year",
                violation_error_message=_("この年度には、同じ番号の講座がもうあります。"),
            ),
            models.CheckConstraint(
                name="lecture_does_not_continue_itself",
                condition=Q(continued_from__isnull=True) | ~Q(continued_from=F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def others(self) -> list[int]:
        """The departments beside its own, by key; none yet of one that is not stored."""
        if self.pk is None:
            return []
        return list(self.other_departments.order_by("code").values_list("pk", flat=True))


class LectureTally(SiteScoped):
    """What the catalogue shows of bookings; written by bookings' actions in their transaction."""

    lecture = models.OneToOneField(Lecture, on_delete=models.PROTECT, related_name="tally")
    delivered = models.PositiveIntegerField(_("実施した回数"), default=0)
    planned = models.PositiveIntegerField(_("予定の回数"), default=0)
    # What a yearly number of sessions counts, promised ones too: {"2026": 3}, by the year of the day.
    counted = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("講座の回数")
        verbose_name_plural = _("講座の回数")

    def __str__(self) -> str:
        return f"{self.delivered}+{self.planned}"


class NextDepartment(SiteScoped):
    """次の候補: who is asked when the lecture's own department stays silent or declines."""

    lecture = models.ForeignKey(
        Lecture,
        on_delete=models.PROTECT,
        related_name="next_departments",
        verbose_name=_("講座"),
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("課")
    )
    order = models.PositiveSmallIntegerField(_("順番"), default=1)

    class Meta:
        verbose_name = _("次の候補の課")
        verbose_name_plural = _("次の候補の課")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["lecture", "order"], name="next_department_order_once"),
            models.UniqueConstraint(fields=["lecture", "department"], name="next_department_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.department}"
