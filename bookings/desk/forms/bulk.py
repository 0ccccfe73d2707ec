"""What is asked before something is done to many requests."""

from django.utils.translation import gettext_lazy as _

from bookings.desk.forms.base import reason_field, words_field
from lectures.forms import PlainForm


class BulkForm(PlainForm):
    """Nothing: the list of mails is all there is to read."""


class EndForm(BulkForm):
    reason = reason_field()
    words = words_field(
        _("団体へのことば"), hint=_("知らせるメールにそのまま入ります。どの団体にも同じです。")
    )
