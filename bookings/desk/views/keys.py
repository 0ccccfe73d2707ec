"""/desk/keys/: which letters of the keyboard do what, and a switch for who does not want them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bookings.desk.door import desk_door
from bookings.desk.views.steps import shows_and_decides

OFF = "keys_off"  # the frame of the desk leaves its script out then


@shows_and_decides
@desk_door
def keys(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        request.session[OFF] = request.POST.get("keys") == "off"
        if request.session[OFF]:
            messages.success(request, _("一文字のキーを使わないようにしました。"))
        else:
            messages.success(request, _("一文字のキーを使えるようにしました。"))
        return redirect("desk:keys")
    return render(request, "bookings/desk/keys.html", {"off": request.session.get(OFF, False)})
