"""Admin forms whose choices are the town's own rows and whose `site` fills itself in.

Form classes are made once for all towns, so their querysets stay empty until a form is opened.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django_scopes import get_scope, scope
from django_scopes.forms import SafeModelChoiceField, SafeModelMultipleChoiceField
from modelcluster.fields import ParentalManyToManyField
from modelcluster.forms import ClusterForm
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.models import Page, Site

from accounts.scoping import SiteScoped
from lectures import eras

register_form_field_override(
    models.ForeignKey, to=SiteScoped, override={"form_class": SafeModelChoiceField}
)


def _own_choices(field: models.ManyToManyField) -> dict[str, object]:
    if not issubclass(field.related_model, SiteScoped):
        return {}
    return {"form_class": SafeModelMultipleChoiceField, "widget": forms.CheckboxSelectMultiple}


register_form_field_override(ParentalManyToManyField, override=_own_choices)


def fill_choices(form: forms.ModelForm, *, site: Site) -> None:
    """Every choice among our rows becomes a choice among this town's rows."""
    with scope(site=site):
        for field in form.fields.values():
            rows = getattr(field, "queryset", None)
            if rows is not None and issubclass(rows.model, SiteScoped):
                field.queryset = rows.model.objects.order_by(*_order(rows.model))


def _order(model: type[models.Model]) -> Iterable[str]:
    names = {field.name for field in model._meta.fields}
    return [
        name for name in ("order", "code", "-year", "number", "name") if name.lstrip("-") in names
    ]


_STRICT = (
    forms.EmailField, forms.URLField, forms.DateField, forms.TimeField, forms.DateTimeField,
    forms.IntegerField,
)  # fmt: skip


def take_any_width(form: forms.ModelForm) -> None:
    """Fields with a strict form take it as Japanese keyboards write it: ３－０２ is 3-02."""
    shaped = {
        column.name
        for column in form._meta.model._meta.fields
        if any(isinstance(check, RegexValidator) for check in column.validators)
    }
    for name, field in form.fields.items():
        if isinstance(field, _STRICT) or name in shaped:
            setattr(field, "to_python", _folding(field.to_python))  # noqa: B010 - of this form only


def with_its_lines(form: ClusterForm) -> Iterator[forms.ModelForm]:
    yield form
    for formset in form.formsets.values():
        yield from formset.forms


def _folding(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: read(eras.folded(value) if isinstance(value, str) else value)


class LedgerForm(WagtailAdminModelForm):
    """A row and its parts belong to the town whose admin is open."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.town: Site = get_scope()["site"]
        if self.instance.site_id is None:
            self.instance.site = self.town
        fill_choices(self, site=self.town)
        for form in with_its_lines(self):
            take_any_width(form)

    def _get_validation_exclusions(self) -> set[str]:
        """`site` is checked too: "once per town" is a rule that a form must be able to answer."""
        return super()._get_validation_exclusions() - {"site"}

    def save(self, commit: bool = True) -> models.Model:
        for formset in self.formsets.values():
            for form in formset.forms:
                form.instance.site_id = self.instance.site_id
        return super().save(commit=commit)


class TownPageForm(WagtailAdminPageForm):
    """A page's choices are the rows of the town that the page stands in."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.town = town_of(self.parent_page) if self.parent_page else get_scope()["site"]
        fill_choices(self, site=self.town)
        for form in with_its_lines(self):
            take_any_width(form)


def town_of(page: Page) -> Site:
    """The town whose tree the page stands in; its place decides, so unsaved pages have one too."""
    above = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
    keys = Page.objects.filter(path__in=above).values("translation_key")
    sites = Site.objects.filter(root_page__translation_key__in=keys)
    return sites.order_by("-root_page__depth").first() or Site.objects.get(is_default_site=True)
