"""提供機関: who offers courses in the town. A plain row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped


class Provider(SiteScoped):
    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("大学・短大・高専")
        MUSEUM = "museum", _("博物館・美術館・図書館")
        CENTRE = "centre", _("地域交流センター・公民館")
        NPO = "npo", _("NPO・市民の団体")
        COMPANY = "company", _("企業")
        CITY = "city", _("市")
        PREFECTURE = "prefecture", _("県")
        OTHER = "other", _("そのほか")

    name = models.CharField(_("機関の名前"), max_length=80)
    kind = models.CharField(_("種類"), max_length=10, choices=Kind.choices, default=Kind.UNIVERSITY)
    contact = models.CharField(
        _("連絡先"), max_length=120, blank=True, help_text=_("電話や担当の部署。市民にも見えます。")
    )
    website = models.URLField(_("ホームページ"), blank=True)

    class Meta:
        verbose_name = _("提供機関")
        verbose_name_plural = _("提供機関")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="provider_name_once",
                violation_error_message=_("この名前の提供機関はもうあります。"),
            )
        ]

    def __str__(self) -> str:
        return self.name
