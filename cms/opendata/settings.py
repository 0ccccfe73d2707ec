"""What a town says of itself as a publisher of open data. One row per town; none is made by looking."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

_SIX = re.compile(r"[0-9]{6}")


def check_municipality_code(code: str) -> None:
    """The sixth digit is reckoned from the five before it."""
    if not _SIX.fullmatch(code):
        raise ValidationError(_("6けたの数字で入れてください。例：352039"))
    weighed = sum(
        int(digit) * weight for digit, weight in zip(code[:5], range(6, 1, -1), strict=True)
    )
    if (11 - weighed % 11) % 10 != int(code[5]):
        raise ValidationError(
            _("最後の1けた（検査数字）が合いません。6けたの番号を確かめてください。")
        )


class Licence(models.TextChoices):
    CC_BY = "cc-by-4.0", _("CC BY 4.0（出典を書けば自由に使えます）")
    PDL = "pdl-1.0", _("公共データ利用規約 PDL1.0（出典を書けば自由に使えます）")
    CC0 = "cc0-1.0", _("CC0 1.0（だれでも自由に使えます）")


LICENCE_PAGES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/deed.ja",
    Licence.PDL: "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/deed.ja",
}


@register_setting(icon="download")
class OpenDataSettings(BaseSiteSetting):
    site = models.OneToOneField(
        Site, unique=True, db_index=True, editable=False, on_delete=models.PROTECT
    )
    municipality_code = models.CharField(
        _("全国地方公共団体コード"),
        max_length=6,
        blank=True,
        validators=[check_municipality_code],
        help_text=_("6けたの数字。例：352039。空けておくと、CSVのコードの列も空きます。"),
    )
    prefecture = models.CharField(
        _("都道府県名"), max_length=10, blank=True, help_text=_("例：山口県")
    )
    licence = models.CharField(
        _("利用のきまり（ライセンス）"),
        max_length=10,
        choices=Licence.choices,
        default=Licence.CC_BY,
        help_text=_("オープンデータのページに出ます。"),
    )

    panels = [FieldPanel("municipality_code"), FieldPanel("prefecture"), FieldPanel("licence")]

    class Meta:
        verbose_name = _("オープンデータの設定")

    def __str__(self) -> str:
        return self.municipality_code

    @property
    def licence_page(self) -> str:
        return LICENCE_PAGES[Licence(self.licence)]
