"""The fiscal year: 1 April to 31 March."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped
from lectures.eras import fiscal_year_label


class FiscalYear(SiteScoped):
    """One year of one town. Locking its row hands out the year's reference numbers."""

    year = models.PositiveSmallIntegerField(_("年度"))
    last_reference = models.PositiveIntegerField(default=0, editable=False)
    # None: this year's lectures take days of the next year too.
    next_menu_from = models.DateField(
        _("4月からの日を、次の年度のメニューだけで受け付ける日（この日から）"),
        null=True,
        blank=True,
    )
    closed_at = models.DateTimeField(_("締めた日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("年度")
        verbose_name_plural = _("年度")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "year"],
                name="fiscal_year_once",
                violation_error_message=_("この年度はもうあります。"),
            ),
            models.CheckConstraint(
                name="fiscal_year_is_western",
                condition=models.Q(year__gte=1990, year__lte=2200),
                violation_error_message=_("年度は西暦4けたで入れてください。"),
            ),
        ]

    def __str__(self) -> str:
        return fiscal_year_label(self.year)
