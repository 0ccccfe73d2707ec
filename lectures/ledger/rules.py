"""The form of 申込条件: months are ticked, and stored as one short text."""

from django.utils.translation import gettext_lazy as _

from lectures.ledger.forms import LedgerForm
from lectures.ticked import TickedNumbers

# In the order of the fiscal year.
_MONTHS = [*range(4, 13), 1, 2, 3]


class RulesForm(LedgerForm):
    season_months = TickedNumbers(
        nothing=None,
        label=_("行う月"),
        required=False,
        choices=[(str(month), _("%(month)d月") % {"month": month}) for month in _MONTHS],
        help_text=_("その月の日だけを申し込めます。何もえらばないと、一年中です。"),
        error_messages={"invalid_choice": _("月を、もう一度えらんでください")},
    )
