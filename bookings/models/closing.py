"""年度の締め: the figures as they were reported, and every change after that."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped
from bookings.models.event import RequestEvent
from bookings.models.session import LectureSession
from lectures.models import FiscalYear


class YearClosing(PubliclyNamed, SiteScoped):
    """One closing of a fiscal year. `figures`: every table of the report with its words.

    Opened again by mistake or on purpose, it stays; the next one has the next number.
    """

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="closings")
    number = models.PositiveSmallIntegerField(_("何回目の締めか"), default=1)
    figures = models.JSONField()
    waived = models.JSONField(_("承知で締めたこと"), default=list, blank=True)
    closed_at = models.DateTimeField(_("締めた日時"))
    closed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(_("メモ"), max_length=200, blank=True)
    opened_at = models.DateTimeField(_("締めを取り消した日時"), null=True)
    opened_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_why = models.CharField(_("取り消した理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("年度の締め")
        verbose_name_plural = _("年度の締め")
        ordering = ["fiscal_year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "number"], name="closing_number_once"),
            models.UniqueConstraint(
                fields=["fiscal_year"],
                condition=Q(opened_at__isnull=True),
                name="closing_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} ({self.number})"


class Amendment(SiteScoped):
    """訂正: a fact that changed after its year was closed. Written while the change is counted.

    `before` and `after` hold what a fact holds (bookings.counting.facts); None: no such session.
    """

    closing = models.ForeignKey(YearClosing, on_delete=models.PROTECT, related_name="amendments")
    session = models.ForeignKey(LectureSession, on_delete=models.PROTECT, related_name="amendments")
    event = models.ForeignKey(
        RequestEvent, on_delete=models.PROTECT, null=True, related_name="amendments"
    )
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField(_("訂正した日時"))

    class Meta:
        verbose_name = _("締めたあとの訂正")
        verbose_name_plural = _("締めたあとの訂正")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.closing} {self.session}"
