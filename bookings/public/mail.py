"""メールの確認: behind the link of the receipt mail; a scanner that opens it confirms nothing."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings import keys
from bookings.actions import confirming_mail
from bookings.actions.moves import Actor, By
from bookings.emails.facts import page_grant
from bookings.models import Grant
from bookings.models.office_days import office_settings
from bookings.status import RequestStatus, Way
from config import clock

GROUP = By(Actor.GROUP, Way.WEB)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    grant = keys.held(
        request, at=clock.now(), purpose=Grant.Purpose.MAIL, request__public_id=public_id
    )
    if grant is None or grant.request is None:
        return keys.refused(request)
    row = grant.request
    if request.method == "POST":
        confirming_mail.confirm(grant_id=grant.pk, by=GROUP, at=clock.now())
        # Who has read the mail may see the page that the same mail has a link to.
        response = HttpResponseRedirect(reverse("requests:page", args=[row.public_id]))
        keys.give(response, page_grant(row))
        return response
    context = {
        "row": row,
        "lecture": row.lecture,
        "waited_for": row.status == RequestStatus.SUBMITTED,
        "confirmed": row.group is not None and row.group.email_confirmed_at is not None,
        "office": office_settings(),
    }
    return render(request, "bookings/public/mail.html", context)
