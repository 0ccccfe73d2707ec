"""/desk/roles/: who works here. The office gives and takes roles; the history says when and by whom."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_scopes import get_scope, scopes_disabled

from accounts.models import Role, RoleChange, SiteRole, User
from bookings.desk.door import desk_door
from bookings.desk.forms.roles import RoleForm
from bookings.desk.views.steps import shows_and_decides
from config import clock
from lectures.roles import give_role, take_role

_SHOWN = 50


@shows_and_decides
@desk_door
def roles(request: HttpRequest) -> HttpResponse:
    form = RoleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = _given(request, form)
        messages.success(request, _("%(user)s に役割を渡しました。") % {"user": user})
        return redirect("desk:roles")
    rows = SiteRole.objects.select_related("user", "department", "centre")
    changes = RoleChange.objects.select_related("user", "by", "department", "centre")
    context = {
        "form": form,
        "rows": [
            (row, may_have_new_password(row.user))
            for row in rows.order_by("user__email", "role", "pk")
        ],
        "changes": changes.order_by("-pk")[:_SHOWN],
    }
    status = 422 if form.is_bound else 200
    return render(request, "bookings/desk/roles.html", context, status=status)


@require_POST
@desk_door
def take(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    with transaction.atomic():
        offices = SiteRole.objects.select_for_update().filter(role=Role.OFFICE)
        others = [row.pk for row in offices if row.pk != pk]
        row = get_object_or_404(SiteRole.objects.select_related("user", "site"), pk=pk)
        if row.role == Role.OFFICE and not others:
            messages.error(
                request,
                _("事務局の最後の人です。先に、ほかの人に事務局の役割を渡してください。"),
            )
            return redirect("desk:roles")
        take_role(row, by=request.user, at=clock.now())
    messages.success(request, _("%(user)s の役割を取りました。") % {"user": row.user})
    return redirect("desk:roles")


@require_POST
@desk_door
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """A link for one new password, shown once, to hand over. Only for who works nowhere else."""
    user = get_object_or_404(User, pk=pk)
    here = SiteRole.objects.filter(user=user).exists()
    if not here or not may_have_new_password(user):
        raise Http404
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    link = request.build_absolute_uri(reverse("new_password", args=[uid, token]))
    return render(request, "bookings/desk/role_password.html", {"person": user, "link": link})


def may_have_new_password(user: User) -> bool:
    """Not a superuser and nobody of another town: that would be a way into it. Never in a demo."""
    here = get_scope()["site"]
    with scopes_disabled():
        elsewhere = SiteRole.objects.filter(user=user).exclude(site=here).exists()
    return not (settings.DEMO or user.is_superuser or elsewhere)


def _given(request: HttpRequest, form: RoleForm) -> User:
    """Somebody new comes without a password: by the city's provider, or by a link of the office."""
    assert isinstance(request.user, User)
    data = form.cleaned_data
    with transaction.atomic():
        user = User.objects.filter(email__iexact=data["email"]).first()
        if user is None:
            user = User.objects.create_user(data["email"], None, last_name=data["name"])
        give_role(
            user,
            site=get_scope()["site"],
            role=data["role"],
            department=data["department"],
            centre=data["centre"],
            by=request.user,
            at=clock.now(),
        )
    return user
