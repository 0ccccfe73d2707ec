"""Mail addresses."""

import re

from django.utils.translation import gettext_lazy as _

from bookings.spelling import folding
from bookings.spelling.errors import SpellingError

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@({_LABEL}(?:\.{_LABEL})+)")
_LONGEST = 254


def parse_email(text: str) -> str:
    """The address with its domain in lower case. Full-width letters and a stray mailto: are fine."""
    folded = re.sub(r"\s", "", re.sub(r"^mailto:", "", folding.width(text), flags=re.IGNORECASE))
    if not folded:
        raise SpellingError(_("メールアドレスを入れてください"))
    match = _ADDRESS.fullmatch(folded.strip("<>"))
    if match is None or len(folded) > _LONGEST or len(match[1]) > 64:
        raise SpellingError(_("メールアドレスの形を確かめてください。例：hanako@example.jp"))
    return f"{match[1]}@{match[2].lower()}"
