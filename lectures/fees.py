"""受講料・費用 in the reader's language, as far as what was written is a fact. Pure."""

import re

from django.utils.translation import gettext as _

from lectures.courses.unsaid import ASK, FREE

PAID = "有料"
_YEN = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})*|[1-9][0-9]*)円")


def fee_words(note: str) -> str:
    """Nothing, 無料, 有料, an amount or that the provider knows; any other words as they stand."""
    if note in ("", FREE):
        return _("無料")
    if note == PAID:
        return _("有料")
    if note == ASK:
        return _("提供機関に確かめてください")
    if found := _YEN.fullmatch(note):
        return _("%(amount)s円") % {"amount": found[1]}
    return note
