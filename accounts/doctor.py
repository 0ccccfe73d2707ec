"""Checks over every town's rows. Reads only; yields one line for each breach."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import F

from accounts.scoping import SiteScoped


def checks(*, at: datetime) -> Iterator[str]:
    """Both ends of every foreign key between towns' data belong to the same site."""
    for model in apps.get_models():
        if not issubclass(model, SiteScoped):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and issubclass(field.related_model, SiteScoped):
                yield from _strangers(model, field)


def _strangers(model: type[models.Model], field: models.ForeignKey) -> Iterator[str]:
    rows = model._base_manager.filter(**{f"{field.name}__isnull": False}).exclude(
        **{f"{field.name}__site": F("site")}
    )
    for pk in rows.values_list("pk", flat=True):
        yield f"{model._meta.label} {pk}: {field.name} belongs to another town"
