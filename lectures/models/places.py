"""Where lectures are held, and what can be lent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from accounts.scoping import PubliclyNamed, SiteScoped


class Centre(PubliclyNamed, SiteScoped, ClusterableModel):
    """地域交流センター."""

    code = models.CharField(_("コード"), max_length=10)
    name = models.CharField(_("名前"), max_length=60)
    kana = models.CharField(_("よみがな"), max_length=80, blank=True)
    area = models.CharField(_("地区"), max_length=40, blank=True)
    address = models.CharField(_("住所"), max_length=120)
    phone = models.CharField(_("電話"), max_length=20, blank=True)
    opens_at = models.TimeField(_("開く時刻"), null=True, blank=True)
    closes_at = models.TimeField(_("閉まる時刻"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("入れる人数"), null=True, blank=True)
    access = models.CharField(_("行き方・バリアフリー"), max_length=200, blank=True)
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
        ]

    def __str__(self) -> str:
        return self.name


class Room(PubliclyNamed, SiteScoped):
    centre = ParentalKey(Centre, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("部屋の名前"), max_length=60)
    seats = models.PositiveSmallIntegerField(_("入れる人数"), null=True, blank=True)

    class Meta:
        verbose_name = _("部屋")
        verbose_name_plural = _("部屋")
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="room_name_once_per_centre")
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.name}"


class Equipment(PubliclyNamed, SiteScoped):
    name = models.CharField(_("備品の名前"), max_length=60)

    class Meta:
        verbose_name = _("備品")
        verbose_name_plural = _("備品")
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="equipment_name_once")]

    def __str__(self) -> str:
        return self.name
