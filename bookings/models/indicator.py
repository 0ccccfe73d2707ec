"""指標・目標: rows of data, base and target by year, with source."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped
from lectures.models import Department


class Indicator(SiteScoped):
    """One indicator of the plan; `computed` ones are counted here, the others typed in."""

    code = models.CharField(_("番号"), max_length=10)
    name = models.CharField(_("名前"), max_length=120)
    unit = models.CharField(_("単位"), max_length=10)
    computed = models.BooleanField(_("ここで数える"), default=False)

    class Meta:
        verbose_name = _("指標")
        verbose_name_plural = _("指標")
        constraints = [models.UniqueConstraint(fields=["site", "code"], name="indicator_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class IndicatorValue(SiteScoped):
    """A base, an actual or a target of one year, of the whole town or of one department."""

    class Kind(models.TextChoices):
        BASE = "base", _("基準")
        ACTUAL = "actual", _("実績")
        TARGET = "target", _("目標")

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("担当課"),
    )
    year = models.PositiveSmallIntegerField(_("年度（西暦）"))
    kind = models.CharField(_("種類"), max_length=10, choices=Kind.choices)
    value = models.DecimalField(_("値"), max_digits=10, decimal_places=1)
    source = models.CharField(_("出典"), max_length=120, blank=True)
    entered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("指標の値")
        verbose_name_plural = _("指標の値")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "kind"],
                condition=Q(department__isnull=True),
                name="indicator_value_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "department", "year", "kind"],
                condition=Q(department__isnull=False),
                name="indicator_value_once_per_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"
