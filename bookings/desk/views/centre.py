"""/desk/own/centres/<uuid>/: a centre keeps what groups read of it."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.forms import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from bookings.desk.door import desk_door
from bookings.desk.forms.centre import CentreForm, closures_of, rooms_of
from bookings.desk.own import centres_of
from bookings.desk.shut_houses import on_shut_days
from bookings.desk.views.steps import shows_and_decides
from bookings.permissions import standing_of
from config import clock
from lectures.models import Centre, CentreClosure
from lectures.zones import local


@shows_and_decides
@desk_door
def centre(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = get_object_or_404(centres_of(standing_of(request.user)), public_id=public_id)
    data = request.POST if request.method == "POST" else None
    at = clock.now()
    form, rooms = CentreForm(data, instance=row), rooms_of(row, data)
    closures = closures_of(row, data, today=local(at).date())
    if data is not None and all([form.is_valid(), rooms.is_valid(), closures.is_valid()]):
        if _saved(request, form, (rooms, closures), row):
            messages.success(request, _("直しました。団体の見るページも変わりました。"))
            touched = on_shut_days(at=at, centre=Centre.objects.get(pk=row.pk))
            return redirect("desk:centre", public_id) if touched else redirect("desk:own")
        form.add_error(None, _("同じ名前の部屋があります。名前を分けてください。"))
    context = {
        "form": form,
        "rooms": rooms,
        "closures": closures,
        "centre": row,
        "touched": on_shut_days(at=at, centre=row) if data is None else [],
    }
    status = 200 if data is None else 422
    return render(request, "bookings/desk/centre.html", context, status=status)


def _saved(
    request: HttpRequest, form: CentreForm, parts: Iterable[BaseModelFormSet], row: Centre
) -> bool:
    """All of it or nothing, with a line in the site's own history."""
    assert isinstance(request.user, User)
    try:
        with transaction.atomic():
            Centre.objects.select_for_update().get(pk=row.pk)  # who presses twice waits here
            form.save()
            for formset in parts:
                for part in formset.save(commit=False):
                    part.site_id, part.centre = row.site_id, row
                    if not _is_there(part):
                        part.save()
                for gone in formset.deleted_objects:
                    gone.delete()
            log(instance=row, action="wagtail.edit", user=request.user)
    except IntegrityError:
        return False
    return True


def _is_there(part: Model) -> bool:
    """The same closed days once more: pressed twice."""
    return (
        isinstance(part, CentreClosure)
        and part.pk is None
        and CentreClosure.objects.filter(
            centre=part.centre, starts_on=part.starts_on, ends_on=part.ends_on, reason=part.reason
        ).exists()
    )
