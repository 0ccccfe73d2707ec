"""申込条件: one full row per town, and rows that override some of it for one lecture."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped
from lectures.models.lecture import Lecture
from lectures.seasons import Season
from lectures.working_days import Closed

SEASON_NAMES = ("season_months", "season_from", "season_until")
_MONTHS = r"([1-9]|1[0-2])(,([1-9]|1[0-2])){0,11}"
_CLOCK_FIELDS = (
    "day_from day_until morning_from morning_until morning_start afternoon_from afternoon_until "
    "afternoon_start evening_from evening_until evening_start"
).split()
_RULE_FIELDS = [
    "lead_days",
    "earliest_days",
    "min_people",
    "max_people",
    "weekends",
    "holidays",
    *_CLOCK_FIELDS,
]


def laid_over(
    town: "BookingRules", own: "BookingRules | None", *, names: Iterable[str]
) -> dict[str, Any]:
    """The town's conditions, except where the lecture's own row says something."""
    told = {name: getattr(own, name) if own else None for name in names}
    return {name: getattr(town, name) if value is None else value for name, value in told.items()}


def season_of(said: Mapping[str, Any]) -> Season:
    """From what `laid_over` found of `SEASON_NAMES`."""
    return Season.of(*(said[name] for name in SEASON_NAMES))


class PartOfDay(models.TextChoices):
    MORNING = "morning", _("午前")
    AFTERNOON = "afternoon", _("午後")
    EVENING = "evening", _("夜")


class BookingRules(SiteScoped):
    """Null means: as the town has it. The town's own row (no lecture) has no nulls."""

    lecture = models.OneToOneField(
        Lecture, on_delete=models.PROTECT, null=True, blank=True, related_name="rules"
    )
    lead_days = models.PositiveSmallIntegerField(
        _("何日前までに申し込むか"), null=True, blank=True, help_text=_("例：21")
    )
    earliest_days = models.PositiveSmallIntegerField(
        _("何日先まで申し込めるか"), null=True, blank=True, help_text=_("例：180")
    )
    min_people = models.PositiveSmallIntegerField(_("何人から"), null=True, blank=True)
    max_people = models.PositiveSmallIntegerField(_("何人まで"), null=True, blank=True)
    weekends = models.BooleanField(_("土曜・日曜にうかがう"), null=True, blank=True)
    holidays = models.BooleanField(_("祝日にうかがう"), null=True, blank=True)
    day_from = models.TimeField(_("何時から"), null=True, blank=True)
    day_until = models.TimeField(_("何時まで"), null=True, blank=True)
    morning_from = models.TimeField(_("午前のはじまり"), null=True, blank=True)
    morning_until = models.TimeField(_("午前のおわり"), null=True, blank=True)
    morning_start = models.TimeField(_("午前のいつもの開始"), null=True, blank=True)
    afternoon_from = models.TimeField(_("午後のはじまり"), null=True, blank=True)
    afternoon_until = models.TimeField(_("午後のおわり"), null=True, blank=True)
    afternoon_start = models.TimeField(_("午後のいつもの開始"), null=True, blank=True)
    evening_from = models.TimeField(_("夜のはじまり"), null=True, blank=True)
    evening_until = models.TimeField(_("夜のおわり"), null=True, blank=True)
    evening_start = models.TimeField(_("夜のいつもの開始"), null=True, blank=True)

    season_months = models.CharField(  # noqa: DJ001 - None: as the town has it
        _("行う月"),
        max_length=30,
        null=True,
        blank=True,
        validators=[RegexValidator(rf"^{_MONTHS}$", _("月をえらんでください。"))],
        help_text=_("その月の日だけを申し込めます。何もえらばないと、一年中です。"),
    )
    season_from = models.DateField(_("この日から"), null=True, blank=True)
    season_until = models.DateField(_("この日まで"), null=True, blank=True)
    quota = models.PositiveSmallIntegerField(
        _("1つの講座を、1年度に何回まで"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(999)],
        help_text=_("実施と予定の回数を、4月から翌年3月まで数えます。空けておくと、かぎりません。"),
    )

    class Meta:
        verbose_name = _("申込条件")
        verbose_name_plural = _("申込条件")
        constraints = [
            models.UniqueConstraint(
                fields=["site"],
                condition=Q(lecture__isnull=True),
                name="rules_once_per_town",
                violation_error_message=_("市全体の申込条件はもうあります。"),
            ),
            models.CheckConstraint(
                name="rules_of_a_town_are_complete",
                condition=Q(lecture__isnull=False)
                | Q(**{f"{name}__isnull": False for name in _RULE_FIELDS if name != "max_people"}),
                violation_error_message=_("市全体の申込条件は、すべて入れてください。"),
            ),
            models.CheckConstraint(
                name="rules_people_range",
                condition=Q(max_people__isnull=True)
                | Q(min_people__isnull=True)
                | Q(max_people__gte=F("min_people")),
                violation_error_message=_("人数の上限は、下限より大きくしてください。"),
            ),
            models.CheckConstraint(
                name="rules_season_ends_after_it_starts",
                condition=Q(season_from__isnull=True)
                | Q(season_until__isnull=True)
                | Q(season_until__gte=F("season_from")),
                violation_error_message=_("おわりの日は、はじまりの日より後にしてください。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.lecture) if self.lecture_id else "市全体"

    @staticmethod
    def usual() -> dict[str, object]:
        """A town's first rules, before the office changes them (the commonest in practice)."""
        return {
            "lead_days": 21,
            "earliest_days": 180,
            "min_people": 10,
            "max_people": None,
            "weekends": True,
            "holidays": False,
            "day_from": time(9),
            "day_until": time(21),
            "morning_from": time(9),
            "morning_until": time(12),
            "morning_start": time(10),
            "afternoon_from": time(13),
            "afternoon_until": time(17),
            "afternoon_start": time(14),
            "evening_from": time(18),
            "evening_until": time(21),
            "evening_start": time(19),
        }


class Blackout(SiteScoped):
    """Days when nobody goes out: of the town, or of one lecture."""

    lecture = models.ForeignKey(
        Lecture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="blackouts",
        verbose_name=_("講座"),
        help_text=_("空けておくと、すべての講座が休みます。"),
    )
    reason = models.CharField(_("理由"), max_length=60, help_text=_("例：年末年始"))
    starts_on = models.DateField(_("休みのはじまり"))
    ends_on = models.DateField(_("休みのおわり"))
    every_year = models.BooleanField(_("毎年くりかえす"), default=False)

    class Meta:
        verbose_name = _("休みの日")
        verbose_name_plural = _("休みの日")
        constraints = [
            models.CheckConstraint(
                name="blackout_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("おわりの日は、はじまりの日より後にしてください。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.starts_on}–{self.ends_on}"

    @property
    def days(self) -> Closed:
        return Closed(self.starts_on, self.ends_on, self.every_year, self.reason)
