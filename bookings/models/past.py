"""この仕組みの前の年度: yearly figures from a spreadsheet. No session stands behind them.

`PastImport` keeps each file's lines as they were brought in; `PastFigure` are those of the newest
import of a year, which counting reads.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.scoping import PubliclyNamed, SiteScoped


class PastUnit(models.TextChoices):
    """What was counted as one in those years."""

    SESSION = "session", _("実施1回")
    DAY = "day", _("1日")
    REQUEST = "request", _("申込1件")


class PastDimension(models.TextChoices):
    TOTAL = "total", _("合計")
    MONTH = "month", _("月")
    DEPARTMENT = "department", _("課")
    CATEGORY = "category", _("分野")
    GROUP_KIND = "group_kind", _("団体の種類")
    AREA = "area", _("地域")
    LECTURE = "lecture", _("講座")


class PastImport(PubliclyNamed, SiteScoped):
    """One year of one file, written once. `lines`: [[dimension, key, label, sessions, people], …];
    none: the year was taken away again."""

    year = models.PositiveSmallIntegerField(_("年度（西暦）"))
    version = models.PositiveIntegerField()
    unit = models.CharField(_("1回と数えたもの"), max_length=10, choices=PastUnit.choices)
    source = models.CharField(_("出典"), max_length=120, blank=True)
    file_name = models.CharField(_("ファイルの名前"), max_length=120, blank=True)
    lines = models.JSONField(default=list)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("読みこんだ日時"))

    class Meta:
        verbose_name = _("前の年度の読みこみ")
        verbose_name_plural = _("前の年度の読みこみ")
        constraints = [
            models.UniqueConstraint(fields=["site", "year", "version"], name="past_import_once"),
            models.CheckConstraint(
                name="past_import_unit_is_known", condition=Q(unit__in=PastUnit.values)
            ),
            AppendOnly(name="past_import_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.year} v{self.version}"


class PastFigure(SiteScoped):
    """`key` is a code where we know the row (課コード, 4 for April), otherwise the name as it was."""

    Dimension, Unit = PastDimension, PastUnit

    imported = models.ForeignKey(PastImport, on_delete=models.PROTECT, related_name="figures")
    year = models.PositiveSmallIntegerField(_("年度（西暦）"))
    dimension = models.CharField(_("区分"), max_length=12, choices=PastDimension.choices)
    key = models.CharField(max_length=120, blank=True)
    label = models.CharField(_("名前"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    sessions = models.PositiveIntegerField(_("回数"))
    people = models.PositiveIntegerField(_("人数"), null=True)
    unit = models.CharField(max_length=10, choices=PastUnit.choices)

    class Meta:
        verbose_name = _("前の年度の数")
        verbose_name_plural = _("前の年度の数")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "year", "dimension", "key"], name="past_figure_once"
            ),
            models.CheckConstraint(
                name="past_figure_unit_is_known", condition=Q(unit__in=PastUnit.values)
            ),
            models.CheckConstraint(
                name="past_figure_dimension_is_known",
                condition=Q(dimension__in=PastDimension.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.dimension} {self.label}"
