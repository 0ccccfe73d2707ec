"""災害・選挙など: days out are decided once, carried out group by group, and may be taken back."""

from bookings.actions.duty.calling_up import missed, told
from bookings.actions.duty.carrying import carry
from bookings.actions.duty.deciding import Choice, decide, reopen, take_back

__all__ = ["Choice", "carry", "decide", "missed", "reopen", "take_back", "told"]
