"""The group's forms as the desk shows them: lists that one letter chooses from, usual answers set.

The rules and the sentences are the group's own.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django import forms

from bookings.forms.contact import ContactForm
from bookings.forms.where import NO, OTHER, YES, WhereForm
from bookings.forms.who import WhoForm
from bookings.models import ApplicantGroup
from bookings.spelling import SpellingError, parse_kana
from bookings.status import Way

NotifyBy = ApplicantGroup.NotifyBy
# The same letter for the same way of speaking, wherever it is asked.
_WAY_KEYS: dict[str, str] = {
    Way.PHONE: "t", Way.FAX: "f", Way.COUNTER: "c", Way.POST: "y", Way.EMAIL: "e",
    Way.DEPARTMENT: "k",
}  # fmt: skip
_NOTIFY_KEYS: dict[str, str] = {
    NotifyBy.PHONE: "t",
    NotifyBy.FAX: "f",
    NotifyBy.POST: "y",
    NotifyBy.EMAIL: "e",
}
_YES_KEYS = {YES: "y", NO: "n"}


def came_by() -> list[tuple[str, str]]:
    """In the reader's language."""
    return _keyed([(way, Way(way).label) for way in _WAY_KEYS], _WAY_KEYS)


class QuickWhoForm(WhoForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _listed(self, "connection", keys={}, empty=True)
        _keys(self, group_name="g")


class QuickWhereForm(WhereForm):
    """`x` for a place that is no centre; centres go by their code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        codes = {code: code for code in self.centres}
        _listed(self, "place", keys={**codes, OTHER: "x"}, empty=True)
        _listed(self, "booked", keys=_YES_KEYS)
        self.initial = {"booked": NO, **self.initial}
        _keys(self, place="b")


class QuickContactForm(ContactForm):
    """A name in kana is its own reading: it need not be typed twice."""

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(None if data is None else with_reading(data), **options)
        _listed(self, "notify_by", keys=_NOTIFY_KEYS)
        self.initial = {"notify_by": NotifyBy.PHONE, **self.initial}
        self.fields["contact_kana"].required = False
        _keys(self, representative="r", phone="t")


def with_reading(data: Mapping[str, Any]) -> dict[str, Any]:
    typed = {name: data.get(name) for name in data}
    if not str(typed.get("contact_kana") or "").strip():
        same = typed.get("same_person")
        name = str(typed.get("representative" if same else "contact_name") or "")
        with suppress(SpellingError):
            typed["contact_kana"] = parse_kana(name)
    return typed


def _listed(form: forms.Form, name: str, *, keys: Mapping[str, str], empty: bool = False) -> None:
    """Radios as a list, its rows beginning with what is typed to choose them."""
    field = form.fields[name]
    choices = _keyed(field.choices, keys)  # type: ignore[attr-defined]
    field.widget = forms.Select()
    field.choices = [("", "―"), *choices] if empty else choices  # type: ignore[attr-defined]


def _keyed(choices: Iterable[tuple[Any, Any]], keys: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (str(value), f"{keys[value]} {label}" if value in keys else str(label))
        for value, label in choices
        if value != ""
    ]


def _keys(form: forms.Form, **keys: str) -> None:
    for name, key in keys.items():
        form.fields[name].widget.attrs["accesskey"] = key
