"""地区: where in the town something was held, and where the map of the results shows it."""

import unicodedata

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped


class Area(SiteScoped):
    """A part of the town. A centre names its own; a free address is placed by its towns' names."""

    name = models.CharField(_("地区の名前"), max_length=40)
    towns = models.TextField(
        _("この地区の町の名前"),
        blank=True,
        help_text=_("1行に一つ。住所にこの名前があれば、この地区の実績になります。例：北川町"),
    )
    row = models.PositiveSmallIntegerField(_("地図の、上から何番目"), null=True, blank=True)
    column = models.PositiveSmallIntegerField(_("地図の、左から何番目"), null=True, blank=True)
    residents = models.PositiveIntegerField(_("住んでいる人の数"), null=True, blank=True)

    class Meta:
        verbose_name = _("地区")
        verbose_name_plural = _("地区")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="area_name_once",
                violation_error_message=_("この名前の地区はもうあります。"),
            ),
            models.UniqueConstraint(
                fields=["site", "row", "column"],
                name="area_place_once",
                violation_error_message=_("地図のこの場所には、ほかの地区があります。"),
            ),
            models.CheckConstraint(
                name="area_place_is_a_pair",
                condition=Q(row__isnull=True, column__isnull=True)
                | Q(row__range=(1, 30), column__range=(1, 30)),
                violation_error_message=_("地図の場所は、上からと左からを両方入れてください。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def listed(self) -> list[str]:
        """The names of its towns as addresses are compared with them."""
        return [name for line in self.towns.splitlines() if (name := folded(line))]


def folded(text: str) -> str:
    """Of any width, and without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())
