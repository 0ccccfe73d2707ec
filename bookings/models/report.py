"""実施報告: versions, never updated; the newest counts."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.scoping import SiteScoped
from bookings.models.session import LectureSession
from bookings.status import Way
from lectures.models import Lecturer


class SessionReport(SiteScoped):
    """How many adults and children came, how many minutes it took."""

    session = models.ForeignKey(LectureSession, on_delete=models.PROTECT, related_name="reports")
    version = models.PositiveIntegerField()
    adults = models.PositiveSmallIntegerField(_("大人"))
    children = models.PositiveSmallIntegerField(_("子ども"))
    minutes = models.PositiveSmallIntegerField(_("かかった時間（分）"))
    people = models.GeneratedField(
        expression=F("adults") + F("children"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    lecturer = models.ForeignKey(
        Lecturer, on_delete=models.PROTECT, null=True, related_name="reports"
    )
    entered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    inbound = models.OneToOneField(
        "notifications.InboundEmail", on_delete=models.PROTECT, null=True, related_name="report"
    )
    way = models.CharField(max_length=10, choices=Way.choices)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("実施報告")
        verbose_name_plural = _("実施報告")
        constraints = [
            models.UniqueConstraint(fields=["session", "version"], name="report_version_once"),
            models.CheckConstraint(
                name="report_minutes_are_plausible", condition=Q(minutes__gte=1, minutes__lte=600)
            ),
            AppendOnly(name="session_report_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.session} v{self.version}"

    @property
    def numbers(self) -> tuple[int, int, int]:
        """(adults, children, minutes)."""
        return self.adults, self.children, self.minutes

    @property
    def settles(self) -> bool:
        """The office has decided that these numbers count: by its page, or on a mail that waited."""
        by_mail = self.entered_by_id is not None and self.inbound_id is not None
        return self.way == Way.DESK or by_mail

    @property
    def source(self) -> str:
        """Who counted: the same one again corrects, another one is heard beside it."""
        if self.entered_by_id is not None and self.way != Way.WEB:
            return "office"
        if self.lecturer_id is not None:
            return f"lecturer {self.lecturer_id}"
        return f"department {'mail' if self.way == Way.EMAIL else 'page'}"


def differing(reports: Iterable[SessionReport]) -> list[SessionReport]:
    """What each last said since the office decided, oldest first; none, where all say the same."""
    standing: dict[str, SessionReport] = {}
    for row in sorted(reports, key=lambda report: report.version):
        if row.settles:
            standing.clear()
        standing.pop(row.source, None)
        standing[row.source] = row
    rows = list(standing.values())
    return rows if len({row.numbers for row in rows}) > 1 else []


class DifferingReports(SiteScoped):
    """There as long as reports of a session differ and the office has not said which one counts."""

    session = models.OneToOneField(
        LectureSession, on_delete=models.PROTECT, related_name="differing_reports"
    )
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("数のちがう報告")
        verbose_name_plural = _("数のちがう報告")

    def __str__(self) -> str:
        return str(self.session)
