"""/desk/requests/views/: somebody keeps the inbox as it is shown, under a name, or forgets it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from bookings.actions import saving_views
from bookings.actions.moves import Refused
from bookings.desk import wanted
from bookings.desk.door import desk_door
from bookings.desk.forms.saved import SavedViewForm
from bookings.desk.views.inbox import page
from config import clock
from lectures.zones import venue_zone


@require_POST
@desk_door
def keep(request: HttpRequest) -> HttpResponse:
    """The address says what is shown; only what it can say is kept."""
    assert isinstance(request.user, User)
    form = SavedViewForm(request.POST)
    asked = wanted.read(request.GET, wanted.choices_on(clock.today(venue_zone())))
    if not form.is_valid():
        return page(request, form=form)
    name = form.cleaned_data["name"]
    try:
        saving_views.keep_view(user=request.user, name=name, query=asked.kept)
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return page(request, form=form)
    messages.success(request, _("「%(name)s」として残しました。") % {"name": name})
    return redirect(f"{reverse('desk:inbox')}?{asked.kept}")


@require_POST
@desk_door
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    name = saving_views.drop_view(user=request.user, pk=pk)
    if name is None:
        messages.info(request, _("この見かたは、もう消してあります。"))
    else:
        messages.success(request, _("見かた「%(name)s」を消しました。") % {"name": name})
    return redirect("desk:inbox")
