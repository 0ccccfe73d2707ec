"""Names of people and groups: every character stays (髙, 﨑, 𠮷), only spaces are folded."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.spelling import folding
from bookings.spelling.errors import SpellingError

_LONGEST = 100
_MISSING = _("名前を入れてください")


def parse_name(text: str, *, missing: str | Promise = _MISSING) -> str:
    """The name in one line. `missing` is the sentence for an empty field."""
    name = folding.spaces(text)
    if not name:
        raise SpellingError(missing)
    if len(name) > _LONGEST:
        raise SpellingError(_("名前は100文字までで入れてください"))
    return name
