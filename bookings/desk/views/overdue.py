"""/desk/overdue/: 残す期限をすぎたもの. GET lists them; POST erases exactly that list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from bookings.actions import retention
from bookings.actions.moves import Actor, By, Refused
from bookings.desk.door import desk_door
from bookings.status import Way
from config import clock


@require_http_methods(["GET", "HEAD", "POST"])
@desk_door
def overdue(request: HttpRequest) -> HttpResponse:
    why = ""
    if request.method == "POST":
        try:
            gone = _erased(request)
        except Refused as refusal:
            why = refusal.sentence
        else:
            messages.success(request, _("%(count)d件を消しました。") % {"count": gone.count})
            return redirect("desk:overdue")
    at = clock.now()
    found, count = retention.overdue(at=at), retention.how_many(at=at)
    context = {"found": found, "count": count, "more": count - found.count, "why": why}
    return render(request, "bookings/desk/overdue.html", context, status=422 if why else 200)


def _erased(request: HttpRequest) -> retention.Overdue:
    assert isinstance(request.user, User)
    by = By(Actor.OFFICE, Way.DESK, request.user)
    return retention.erase(seen=request.POST.get("seen", ""), by=by, at=clock.now())
