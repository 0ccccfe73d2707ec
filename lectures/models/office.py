"""What a town calls itself and its scheme, and where its office is reached."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site


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
        _("担当課の返事の期限（日）"), default=7, help_text=_("依頼してから何日で返事をもらうか。")
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

    def __str__(self) -> str:
        return self.town_name
