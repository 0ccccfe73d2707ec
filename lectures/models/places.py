"""Where lectures are held, and what can be lent."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from accounts.scoping import PubliclyNamed, SiteScoped
from lectures.closing import OPEN_THEN_NEXT, SHUT, Closing, days_of_month
from lectures.working_days import Closed


class Kit(models.TextChoices):
    """What a lecture may need at its place."""

    PROJECTOR = "projector", _("プロジェクター")
    SCREEN = "screen", _("スクリーン")
    COMPUTER = "computer", _("パソコン")
    MICROPHONE = "microphone", _("マイク")
    WHITEBOARD = "whiteboard", _("ホワイトボード")


_IN_A_MONTH = (MinValueValidator(1), MaxValueValidator(31))


def of_month_can_be_read(text: str) -> None:
    try:
        days_of_month(text)
    except ValueError as wrong:
        raise ValidationError(_("第3月曜日 のように入れてください。")) from wrong


class Centre(PubliclyNamed, SiteScoped, ClusterableModel):
    """地域交流センター. `closed_weekdays`: "0,2", 0 is Monday; `closed_days`: what data cannot say."""

    class OnHolidays(models.TextChoices):
        """What a public holiday does to the closing days."""

        AS_USUAL = "", _("祝日も、ふだんの曜日と同じ")
        OPEN_THEN_NEXT = (
            OPEN_THEN_NEXT,
            _("休みの曜日が祝日のときは開け、そのあとの祝日でない日に休む"),
        )
        SHUT = SHUT, _("祝日は休む")

    code = models.CharField(_("コード"), max_length=10)
    name = models.CharField(_("名前"), max_length=60)
    kana = models.CharField(_("よみがな"), max_length=80, blank=True)
    area = models.CharField(_("地区"), max_length=40, blank=True)
    address = models.CharField(_("住所"), max_length=120)
    phone = models.CharField(_("電話"), max_length=20, blank=True)
    opens_at = models.TimeField(_("開く時刻"), null=True, blank=True)
    closes_at = models.TimeField(_("閉まる時刻"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("入れる人数"), null=True, blank=True)
    closed_weekdays = models.CharField(
        _("毎週の休館日"),
        max_length=13,
        blank=True,
        validators=[RegexValidator(r"^[0-6](,[0-6])*$", _("曜日をえらんでください。"))],
        help_text=_("この曜日は、申し込むときに会場としてえらべません。"),
    )
    closed_of_month = models.CharField(
        _("毎月の休館日"),
        max_length=60,
        blank=True,
        default="",
        validators=[of_month_can_be_read],
        help_text=_("例：第3月曜日、第1・第3水曜日。この日も、会場としてえらべません。"),
    )
    on_holidays = models.CharField(
        _("祝日のとき"), max_length=4, choices=OnHolidays.choices, blank=True, default=""
    )
    years_end_from = models.PositiveSmallIntegerField(
        _("年末年始：12月の何日から休むか"),
        null=True,
        blank=True,
        validators=_IN_A_MONTH,
        help_text=_("例：28"),
    )
    years_end_until = models.PositiveSmallIntegerField(
        _("年末年始：1月の何日まで休むか"),
        null=True,
        blank=True,
        validators=_IN_A_MONTH,
        help_text=_("例：4"),
    )
    closed_days = models.CharField(
        _("休みについてのことば"),
        max_length=60,
        blank=True,
        help_text=_(
            "曜日・年末年始・休む日を入れたところは、自動で出ます。それで言い表せないことだけを書きます。例：第3水曜日は午前だけ開きます"
        ),
    )
    access = models.CharField(
        _("行き方・バリアフリー"),
        max_length=200,
        blank=True,
        help_text=_("ことばで書きます。例：北川駅から歩いて8分。入口にスロープがあります。"),
    )
    step_free = models.BooleanField(
        _("車いすで入れる"),
        default=False,
        help_text=_("入口から部屋まで、段差なしで行けるときに入れます。"),
    )
    lift = models.BooleanField(_("エレベーター"), default=False)
    accessible_toilet = models.BooleanField(_("バリアフリートイレ"), default=False)
    hearing_loop = models.BooleanField(
        _("磁気ループ"), default=False, help_text=_("補聴器に音を直接送る設備です。")
    )
    parking_spaces = models.PositiveSmallIntegerField(
        _("駐車できる台数"),
        null=True,
        blank=True,
        help_text=_("0と入れると「駐車場なし」、空けておくと「電話で確かめてください」と出ます。"),
    )
    map_link = models.URLField(
        _("地図のリンク"),
        blank=True,
        help_text=_(
            "地図のページのアドレス。団体がおすと開きます。このサイトから地図を読みこむことはありません。"
        ),
    )
    projector = models.BooleanField(Kit.PROJECTOR.label, default=False)
    screen = models.BooleanField(Kit.SCREEN.label, default=False)
    computer = models.BooleanField(Kit.COMPUTER.label, default=False)
    microphone = models.BooleanField(Kit.MICROPHONE.label, default=False)
    whiteboard = models.BooleanField(Kit.WHITEBOARD.label, default=False)
    rooms_booked_here = models.BooleanField(
        _("部屋もここで予約する"),
        default=False,
        help_text=_("はいのとき、同じ部屋の同じ時間は二つ入りません。"),
    )

    class Meta:
        verbose_name = _("地域交流センター")
        verbose_name_plural = _("地域交流センター")
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="centre_code_once"),
            models.CheckConstraint(
                name="centre_hours_are_a_pair",
                condition=Q(opens_at__isnull=True, closes_at__isnull=True)
                | Q(opens_at__isnull=False, closes_at__isnull=False),
                violation_error_message=_("開く時刻と閉まる時刻は両方入れてください。"),
            ),
            models.CheckConstraint(
                name="centre_years_end_is_a_pair",
                condition=Q(years_end_from__isnull=True, years_end_until__isnull=True)
                | Q(
                    years_end_from__isnull=False,
                    years_end_until__isnull=False,
                    years_end_from__range=(1, 31),
                    years_end_until__range=(1, 31),
                ),
                violation_error_message=_(
                    "年末年始は、12月と1月の日を両方入れてください（1から31）。"
                ),
            ),
            models.CheckConstraint(
                name="centre_on_holidays_known",
                condition=Q(on_holidays__in=["", OPEN_THEN_NEXT, SHUT]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def closing(self) -> Closing:
        """Its closing days as one value; asks for its single closures."""
        years_end = None
        if self.years_end_from is not None and self.years_end_until is not None:
            years_end = (self.years_end_from, self.years_end_until)
        return Closing(
            frozenset(int(number) for number in self.closed_weekdays.split(",") if number),
            self.on_holidays,
            years_end,
            tuple(dict.fromkeys(row.days for row in self.closures.all())),
            self._closed_of_month(),
        )

    def _closed_of_month(self) -> frozenset[tuple[int, int]]:
        """A slip that an earlier version took shuts no day; the form asks for it anew."""
        try:
            return days_of_month(self.closed_of_month)
        except ValueError:
            return frozenset()

    @property
    def kit(self) -> list[Kit]:
        """What groups may use there."""
        return [kit for kit in Kit if getattr(self, kit.value)]


class Room(PubliclyNamed, SiteScoped):
    centre = ParentalKey(Centre, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("部屋の名前"), max_length=60)
    seats = models.PositiveSmallIntegerField(_("入れる人数"), null=True, blank=True)
    note = models.CharField(
        _("ひとこと"), max_length=60, blank=True, help_text=_("例：2階、たたみ、舞台あり")
    )

    class Meta:
        verbose_name = _("部屋")
        verbose_name_plural = _("部屋")
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="room_name_once_per_centre")
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.name}"


class CentreClosure(SiteScoped):
    """臨時の休館: a day, or all days from the first to the last."""

    centre = ParentalKey(Centre, on_delete=models.PROTECT, related_name="closures")
    starts_on = models.DateField(_("休む日"))
    ends_on = models.DateField(
        _("この日まで"), null=True, blank=True, help_text=_("1日だけのときは、空けておきます。")
    )
    reason = models.CharField(
        _("理由"), max_length=60, blank=True, help_text=_("団体に見えます。例：空調の工事")
    )

    class Meta:
        verbose_name = _("臨時の休館日")
        verbose_name_plural = _("臨時の休館日")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="closure_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("おわりの日は、はじまりの日より後にしてください。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.starts_on}"

    @property
    def days(self) -> Closed:
        return Closed(self.starts_on, self.ends_on or self.starts_on, False, self.reason)


class Equipment(PubliclyNamed, SiteScoped):
    name = models.CharField(_("備品の名前"), max_length=60)

    class Meta:
        verbose_name = _("備品")
        verbose_name_plural = _("備品")
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="equipment_name_once")]

    def __str__(self) -> str:
        return self.name
