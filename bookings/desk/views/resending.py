"""/desk/mails/<uuid>/resend/: the same words to a corrected address."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.actions import resending
from bookings.actions.moves import Actor, By, Refused
from bookings.desk import mailstates
from bookings.desk.door import desk_door
from bookings.desk.forms.resending import ResendForm
from bookings.desk.maillog import title_of
from bookings.desk.views.steps import shows_and_decides
from bookings.status import Way
from config import clock
from notifications.models import OutgoingEmail


@shows_and_decides
@desk_door
def resend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET shows what it does, POST does it or says why not."""
    mail = get_object_or_404(OutgoingEmail.objects.select_related("site"), public_id=public_id)
    at = clock.now()
    if not resending.can_go_again(mail, at=at):
        messages.error(
            request, _("このメールは、いまは送り直せません。下で、ようすを確かめてください。")
        )
        return redirect("desk:mail", mail.public_id)
    form = ResendForm(
        request.POST if request.method == "POST" else None,
        initial={"address": mail.to_address},
        holder=resending.holder_of(mail, at=at),
        key=resending.key_to_end(mail),
        gone=mailstates.what_is_gone(mail),
    )
    if request.method == "POST" and form.is_valid():
        new = _resent(request, mail, form)
        if new is not None:
            messages.success(request, _("送り直します。下は、新しいメールです。"))
            return redirect("desk:mail", new.public_id)
    context = {
        "mail": mail,
        "title": title_of(mail),
        "form": form,
        "state": mailstates.state_words(mail),
        "why": mailstates.why(mail),
        "advice": mailstates.advice(mail),
    }
    status = 422 if form.is_bound else 200
    return render(request, "bookings/desk/mail_resend.html", context, status=status)


def _resent(request: HttpRequest, mail: OutgoingEmail, form: ResendForm) -> OutgoingEmail | None:
    assert isinstance(request.user, User)
    data = form.cleaned_data
    try:
        return resending.resend(
            mail_id=mail.pk,
            to=data["address"],
            by=By(Actor.OFFICE, Way.DESK, request.user),
            at=clock.now(),
            also_change=bool(data.get("also_change")),
            new_link=bool(data.get("new_link")),
        )
    except Refused as refusal:
        form.add_error("address", str(refusal))
        return None
