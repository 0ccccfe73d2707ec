"""Fields of a report: how many came, how many minutes it took."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.fields import CountField
from bookings.spelling import folding

LONGEST = 600
_NOBODY = re.compile(r"0+\s*[人名]?|なし|いない")
_UNIT = re.compile(r"\s*分間?$")


class PeopleField(CountField):
    """A count that may be nought."""

    def read(self, text: str) -> int:
        return 0 if _NOBODY.fullmatch(folding.width(text)) else super().read(text)


class MinutesField(CountField):
    """60, 60分, ６０分間."""

    def read(self, text: str) -> int:
        minutes: Any = super().read(_UNIT.sub("", folding.width(text)))
        if not 1 <= minutes <= LONGEST:
            raise forms.ValidationError(
                _("かかった時間は、1分から%(longest)d分までで入れてください"),
                params={"longest": LONGEST},
            )
        return minutes
