"""How every public and office form of ours renders. No scripts, no browser-side checks.

Wagtail's own forms keep their renderer: the templates here are found by `PlainRenderer` only.
"""

from typing import Any, NamedTuple

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.template.backends.base import BaseEngine
from django.template.loader import select_template

# What a browser would enforce in its own words, before our page can say what to do.
_BROWSER_CHECKS = ("required", "maxlength", "minlength", "min", "max", "step", "pattern")


class PlainRenderer(TemplatesSetting):
    """Takes `templates/frame/forms/` first, then Django's own."""

    form_template_name = "frame/forms/form.html"
    field_template_name = "frame/forms/field.html"

    def get_template(self, template_name: str) -> BaseEngine:
        ours = template_name.replace("django/forms/", "frame/forms/", 1)
        return select_template([ours, template_name])


class PlainBoundField(forms.BoundField):
    """A field whose widget carries no check of the browser, whenever the field was added."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        # False hides an attribute that the field has already written on its widget.
        attrs |= dict.fromkeys(_BROWSER_CHECKS, False)
        if self.use_fieldset:
            attrs.pop("aria-invalid", None)  # one radio is not wrong; the fieldset names the error
        return attrs

    @property
    def target(self) -> str:
        """Where a link of the error summary leads: radios are reached at their first choice."""
        return self.id_for_label or f"{self.auto_id}_0"


class ErrorLink(NamedTuple):
    """One line of the summary: where it leads and what it says."""

    target: str
    sentence: str


class Noted(str):
    """The label of a choice with a second, smaller line."""

    note: str

    def __new__(cls, label: object, *, note: object = "") -> "Noted":
        words = super().__new__(cls, label)
        words.note = str(note)
        return words


class ShownAgain(QueryDict):
    """What was typed, for forms that show it once more and judge nothing: in another language, say."""

    @classmethod
    def of(cls, posted: QueryDict) -> "ShownAgain":
        typed = cls(mutable=True)
        for name, values in posted.lists():
            typed.setlist(name, values)
        return typed


class PlainForm(forms.Form):
    """Browsers check nothing: wrong input gets our sentence, and nothing typed is lost."""

    use_required_attribute = False
    default_renderer = PlainRenderer()
    bound_field_class = PlainBoundField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        if isinstance(self.data, ShownAgain):
            self.is_bound = False

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if isinstance(self.data, ShownAgain):
            name = self.add_prefix(field_name)
            return field.widget.value_from_datadict(self.data, self.files, name)
        return super().get_initial_for_field(field, field_name)

    @property
    def error_links(self) -> list[ErrorLink]:
        """For the summary on top, in the order of the fields: each sentence links to its field."""
        links = [ErrorLink("", str(sentence)) for sentence in self.non_field_errors()]
        for name in self.fields:
            field = self[name]
            target = "" if field.is_hidden else field.target
            links += [ErrorLink(target, str(sentence)) for sentence in field.errors]
        return links

    def want(self, name: str, sentence: Any) -> None:
        """From `clean`: another answer made this field needed. What is wrong in it is said already."""
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)
