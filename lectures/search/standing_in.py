"""What an engine's index is handed instead of an object: the same fields, each text cut for the index.

The indexers of both engines ask an object for its fields and a field for its value, and nothing else.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.utils.encoding import force_str
from modelsearch.index import BaseField, RelatedFields, SearchField

from lectures.search.indexing import indexed


class StandIn:
    """`body_holds_title`: all that is found stands in one place."""

    def __init__(self, obj: Any, *, body_holds_title: bool = False) -> None:
        self.obj, self.pk, self._doubles = obj, obj.pk, body_holds_title
        self._kept: dict[tuple[int, int], str] = {}

    def get_search_fields(self) -> list[Any]:
        fields = [self._cut(field) for field in self.obj.get_search_fields()]
        return fields + [_as_body(field) for field in fields if self._doubles and _is_title(field)]

    def _cut(self, field: Any) -> Any:
        twin = copy(field)
        if isinstance(field, RelatedFields):
            twin.fields = [self._cut(each) for each in field.fields]
            twin.get_value = lambda obj: field.get_value(_real(obj))
        else:
            twin.get_value = self._value_of(field)
        return twin

    def _value_of(self, field: BaseField) -> Callable[[Any], str]:
        """Asked for once by every column of the index."""

        def value(obj: Any) -> str:
            key = (id(field), id(_real(obj)))
            if key not in self._kept:
                self._kept[key] = indexed(_text(field.get_value(_real(obj))))
            return self._kept[key]

        return value


def _is_title(field: Any) -> bool:
    return isinstance(field, SearchField) and field.field_name == "title"


def _as_body(title: Any) -> Any:
    twin = copy(title)
    twin.field_name = "title in the body"
    return twin


def _real(obj: Any) -> Any:
    return obj.obj if isinstance(obj, StandIn) else obj


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return " ".join(_text(each) for each in value)
    return "" if value is None else force_str(value)
