"""年報を作る仕事: a file of the results that somebody asked for. Kept thirty days, in parts."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped, scoped
from lectures.models.job import Job, JobQuerySet

KEPT = timedelta(days=30)


class YearReport(Job):
    """`year` 0: all years. `size` in bytes; `pages` of a PDF. Its parts in order are the file."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("年報（PDF、印刷用）")
        TABLES = "tables", _("すべての表（Excel）")
        SESSIONS = "sessions", _("実施した回の一覧（Excel）")

    # Heard of after every few thousand rows; zipping a million of them is silent for a while.
    LOST = timedelta(minutes=5)

    kind = models.CharField(_("なにを作るか"), max_length=10, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("年度（西暦）"))
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = scoped(JobQuerySet)

    class Meta:
        verbose_name = _("実績のファイル")
        verbose_name_plural = _("実績のファイル")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "kind", "year"],
                condition=Q(state__in=["waiting", "going"]),
                name="year_report_made_once_at_a_time",
            ),
            models.CheckConstraint(
                name="year_report_that_is_done_has_an_end",
                condition=~Q(state="done") | Q(ended_at__isnull=False, size__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.get_state_display()}"

    @property
    def megabytes(self) -> str:
        return f"{max(0.1, self.size / 1_000_000):.1f}"

    @property
    def ending(self) -> str:
        return "pdf" if self.kind == self.Kind.PDF else "xlsx"

    @property
    def file_name(self) -> str:
        return f"{self.kind}-{self.year or 'all'}.{self.ending}"


class YearReportPart(SiteScoped):
    """A megabyte of the file, so that nobody holds all of it in memory."""

    report = models.ForeignKey(YearReport, on_delete=models.CASCADE, related_name="parts")
    order = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        verbose_name = _("実績のファイルの一部")
        verbose_name_plural = _("実績のファイルの一部")
        constraints = [
            models.UniqueConstraint(fields=["report", "order"], name="year_report_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.order}"
