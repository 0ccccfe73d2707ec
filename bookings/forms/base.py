"""The form that knows the lecture's terms, and takes what was typed long ago as well as a POST."""

from collections.abc import Mapping
from typing import Any

from bookings.forms.fields import DayField
from bookings.forms.terms import Terms
from bookings.forms.ticks import TicksField
from lectures.forms import PlainForm


class StepForm(PlainForm):
    """One page of questions."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, terms: Terms, **options: Any):
        self.terms = terms
        super().__init__(data, **options)
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = terms.today

    def typed(self) -> dict[str, str]:
        """This form's answers exactly as typed."""
        return {name: self._typed(name) for name in self.fields}

    def _typed(self, name: str) -> str:
        field = self.fields[name]
        if isinstance(field, TicksField):
            return ",".join(self[name].field.widget.value_from_datadict(self.data, {}, name))
        return str(self.data.get(name, ""))
