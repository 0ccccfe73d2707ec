"""Fields of a report: how many came, how many minutes it took. Each mistake names its field."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings import spelling
from bookings.forms.fields import MOST_PEOPLE, CountField, SpelledField
from bookings.spelling import SpellingError, folding

_NOBODY = re.compile(r"(?:0+|ゼロ|零)\s*[人名]?|なし|いない|いません")


class PeopleField(CountField):
    """A count that may be nought."""

    def read(self, text: str) -> int:
        if _NOBODY.fullmatch(folding.width(text)):
            return 0
        try:
            count = spelling.parse_count(text)
        except SpellingError as misspelt:
            raise self._problem(
                _("%(name)sは、25のように、ひとつの数で入れてください。いないときは0")
            ) from misspelt
        if count > MOST_PEOPLE:
            raise self._problem(_("%(name)sが多すぎます。確かめてください"))
        return count

    def _problem(self, sentence: Any) -> forms.ValidationError:
        return forms.ValidationError(sentence, params={"name": self.label})


class MinutesField(SpelledField):
    """60, 60分くらい, 1時間半: as minutes."""

    nothing = None

    def read(self, text: str) -> int:
        return spelling.parse_minutes(text)
