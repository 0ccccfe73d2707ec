"""Several ticks in one question, kept as one typed text: `projector,screen`."""

from typing import Any

from django import forms


class Ticks(forms.CheckboxSelectMultiple):
    """Reads a POST's several values and a kept text alike."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        read = getattr(data, "getlist", None)
        values = read(name) if read else [data.get(name) or ""]
        return [code for text in values for code in _codes(text)]


class TicksField(forms.MultipleChoiceField):
    """Never asked for; an unknown code is refused in our words."""

    widget = Ticks

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return _codes(value)


def _codes(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(code) for code in value]
    return [code for code in str(value or "").split(",") if code]
