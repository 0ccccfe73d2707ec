"""The form that knows the lecture's terms, and takes what was typed long ago as well as a POST."""

from collections.abc import Mapping
from typing import Any

from bookings.forms.fields import DayField
from bookings.forms.terms import Terms
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
        return {name: str(self.data.get(name, "")) for name in self.fields}
