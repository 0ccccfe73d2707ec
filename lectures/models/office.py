"""What a town calls itself and its scheme, and where its office is reached."""

from datetime import time

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("月曜日")
    TUESDAY = 1, _("火曜日")
    WEDNESDAY = 2, _("水曜日")
    THURSDAY = 3, _("木曜日")
    FRIDAY = 4, _("金曜日")


@register_setting(icon="home")
class OfficeSettings(BaseSiteSetting):
    """One row per town."""

    site = models.OneToOneField(
        Site, unique=True, db_index=True, editable=False, on_delete=models.PROTECT
    )
    town_name = models.CharField(_("市町村の名前"), max_length=40)
    scheme_name = models.CharField(_("制度の名前"), max_length=40, default="出前講座")
    office_name = models.CharField(_("担当の課"), max_length=60)
    phone = models.CharField(_("電話"), max_length=20)
    phone_hours = models.CharField(_("電話の時間"), max_length=40, default="平日 8時30分〜17時")
    email = models.EmailField(_("事務局のメール"))
    postal_address = models.CharField(_("住所"), max_length=120, blank=True)
    area_sentence = models.CharField(
        _("申し込める人"),
        max_length=120,
        default="市内に住む人、働く人、学ぶ人の集まり",
    )
    answer_days = models.PositiveSmallIntegerField(
        _("担当課の返事の期限（開庁日）"),
        default=5,
        help_text=_("依頼してから、土日・祝日・年末年始をのぞいて何日で返事をもらうか。"),
    )
    support_days_before = models.PositiveSmallIntegerField(
        _("手話通訳・要約筆記の返事の期限（講座の何日前）"), default=21
    )
    grace_hours = models.PositiveSmallIntegerField(
        _("期限をすぎて待つ時間"),
        default=24,
        help_text=_(
            "上司の承認で遅れて届くメールのため。期限の前に送られた返事は、期限内とみなします。"
        ),
    )
    second_reminder_days = models.PositiveSmallIntegerField(
        _("二度目の催促（期限から何開庁日後）"), default=1
    )
    escalation_days = models.PositiveSmallIntegerField(
        _("事務局に知らせる（期限から何開庁日後）"),
        default=3,
        help_text=_("次の候補の課が決めてあれば、このとき次の課に依頼します。"),
    )
    quiet_from = models.TimeField(_("メールを送らない時間（から）"), null=True, blank=True)
    quiet_until = models.TimeField(_("メールを送らない時間（まで）"), null=True, blank=True)
    quiet_on_closed_days = models.BooleanField(
        _("閉庁日はメールを送らない"),
        default=False,
        help_text=_("中止・延期など急ぎの知らせは、いつでも送ります。"),
    )
    digest_weekday = models.PositiveSmallIntegerField(
        _("担当課への週のまとめを送る曜日"), choices=Weekday.choices, null=True, blank=True
    )
    office_digest_at = models.TimeField(
        _("事務局へのまとめを送る時刻"), null=True, blank=True, default=time(8, 30)
    )
    lecturers_answer = models.BooleanField(
        _("講師本人にも返事をもらう"),
        default=False,
        help_text=_("入れると、予定の知らせを講師本人に送り、都合が悪いときは課に戻します。"),
    )
    retention_years = models.PositiveSmallIntegerField(
        _("個人情報を残す年数"),
        default=3,
        help_text=_("年度が終わってから、この年数がたつと消す日になります。"),
    )
    key_colour = models.CharField(
        _("基本の色"),
        max_length=7,
        default="#0017c1",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("#と6けたの英数字で入れてください。"))],
    )

    class Meta:
        verbose_name = _("事務局の設定")
        constraints = [
            models.CheckConstraint(
                name="quiet_time_has_both_ends",
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                violation_error_message=_("メールを送らない時間は、両方を入れてください。"),
            )
        ]

    def __str__(self) -> str:
        return self.town_name
