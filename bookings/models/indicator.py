"""指標・目標: rows of data, base, actual and target by year, with source; what was typed before stays."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.scoping import SiteScoped, scoped
from lectures.models import Centre, Department


class Indicator(SiteScoped):
    """One indicator of the plan; `computed` ones are counted here, the others typed in.

    `answers`: [{"words": "満足", "counts": true}, …], as the survey offers them; the value is the
    sum of those that count. Empty: no survey.
    """

    code = models.CharField(_("番号"), max_length=10)
    name = models.CharField(_("名前"), max_length=120)
    english_name = models.CharField(_("英語の名前"), max_length=120, blank=True)
    easy_name = models.CharField(_("やさしい日本語の名前"), max_length=120, blank=True)
    unit = models.CharField(_("単位"), max_length=10)
    computed = models.BooleanField(_("ここで数える"), default=False)
    section = models.PositiveSmallIntegerField(_("計画の節"), null=True, blank=True)
    question = models.TextField(_("問いの文"), blank=True)
    answers = models.JSONField(_("答えと、足す答え"), default=list, blank=True)
    higher_is_better = models.BooleanField(_("大きいほどよい"), default=True)
    decimals = models.PositiveSmallIntegerField(_("小数のけた"), default=0)
    comes_from = models.CharField(_("数のもと"), max_length=120, blank=True)
    note = models.TextField(_("注"), blank=True)

    class Meta:
        verbose_name = _("指標")
        verbose_name_plural = _("指標")
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="indicator_code_once"),
            models.CheckConstraint(
                name="indicator_section_is_of_the_plan",
                condition=Q(section__isnull=True) | Q(section__gte=1, section__lte=7),
            ),
            models.CheckConstraint(
                name="indicator_decimals_are_kept", condition=Q(decimals__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_survey(self) -> bool:
        return bool(self.answers)

    @property
    def is_share(self) -> bool:
        """A percentage: 0 to 100."""
        return self.unit in ("%", "％")

    @property
    def counting_answers(self) -> list[str]:
        return [answer["words"] for answer in self.answers if answer["counts"]]


class ValueKind(models.TextChoices):
    BASE = "base", _("基準")
    ACTUAL = "actual", _("実績")
    TARGET = "target", _("目標")


class CountedIn(models.TextChoices):
    """What the numbers of a survey's answers are."""

    PEOPLE = "people", _("人数")
    PERCENT = "percent", _("割合（%）")


class _Evidence(models.Model):
    """What a value stands on. `counts`: {answer: "412" or "61.5"}."""

    counts: Any = models.JSONField(_("答えごとの数"), default=dict, blank=True)
    counted_in = models.CharField(
        _("答えの数え方"), max_length=10, choices=CountedIn.choices, blank=True
    )
    sample = models.PositiveIntegerField(_("答えた人の数"), null=True, blank=True)
    surveyed_on = models.DateField(_("調べた日"), null=True, blank=True)
    source = models.CharField(_("出典"), max_length=120, blank=True)

    class Meta:
        abstract = True


class IndicatorValueQuerySet(models.QuerySet["IndicatorValue"]):
    def of_town(self) -> "IndicatorValueQuerySet":
        """Neither a department's nor a centre's."""
        return self.filter(department=None, centre=None)


class IndicatorValue(_Evidence, SiteScoped):
    """A base, an actual or a target of one year: of the whole town, of one department or one centre.

    What stands now; every state that it had is an `IndicatorChange`.
    """

    Kind = ValueKind

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("担当課"),
    )
    centre = models.ForeignKey(
        Centre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("センター"),
    )
    year = models.PositiveSmallIntegerField(_("年度（西暦）"))
    kind = models.CharField(_("種類"), max_length=10, choices=ValueKind.choices)
    value = models.DecimalField(_("値"), max_digits=10, decimal_places=1)
    entered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(_("入れた日時"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = scoped(IndicatorValueQuerySet)

    class Meta:
        verbose_name = _("指標の値")
        verbose_name_plural = _("指標の値")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "kind"],
                condition=Q(department__isnull=True, centre__isnull=True),
                name="indicator_value_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "department", "year", "kind"],
                condition=Q(department__isnull=False),
                name="indicator_value_once_per_department",
            ),
            models.UniqueConstraint(
                fields=["indicator", "centre", "year", "kind"],
                condition=Q(centre__isnull=False),
                name="indicator_value_once_per_centre",
            ),
            models.CheckConstraint(
                name="indicator_value_of_a_department_or_a_centre",
                condition=Q(department__isnull=True) | Q(centre__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"


class IndicatorChange(_Evidence, SiteScoped):
    """What was typed, when and by whom; `value` None: taken away. `was`: what stood there before."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="changes")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("年度（西暦）"))
    kind = models.CharField(_("種類"), max_length=10, choices=ValueKind.choices)
    value = models.DecimalField(_("値"), max_digits=10, decimal_places=1, null=True)
    was = models.DecimalField(_("前の値"), max_digits=10, decimal_places=1, null=True)
    reason = models.CharField(_("直したわけ"), max_length=120, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("指標の値の変更")
        verbose_name_plural = _("指標の値の変更")
        constraints = [AppendOnly(name="indicator_change_append_only")]
        indexes = [models.Index(fields=["indicator", "year", "kind"])]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year} {self.at:%Y-%m-%d}"
