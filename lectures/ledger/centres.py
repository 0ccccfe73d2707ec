"""The form of a centre: weekdays are ticked, and stored as one short text."""

from lectures.ledger.forms import LedgerForm
from lectures.ticked import weekdays_field


class CentreForm(LedgerForm):
    closed_weekdays = weekdays_field()
