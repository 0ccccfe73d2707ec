"""変更の希望に答える: the department says whether it can come at another time or place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings import keys
from bookings.actions import wishing
from bookings.actions.moves import By, Refused, Shut
from bookings.departments.opened import ask_opened
from bookings.emails import facts
from bookings.forms.fields import WordsField
from bookings.models import Assignment, ChangeWish, Grant, class_rows
from config import clock
from lectures.forms import PlainForm

KEEP = "keep"
_STALE = _(
    "この画面を開いたあとで、申込みのようすが変わりました。"
    "いまのようすを確かめて、よければもう一度おしてください。"
)


class ChangeForm(PlainForm):
    """`slots`: (rank, words) of each time that would suit the group."""

    choice = forms.ChoiceField(
        label=_("うかがえますか"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("うかがえる日時か、「変えられない」をえらんでください"),
            "invalid_choice": _("その日時は希望にありません。もう一度えらんでください"),
        },
    )
    words = WordsField(
        label=_("事務局へのことば（なくてもかまいません）"),
        max_length=500,
        lines=3,
        help_text=_("団体には届きません。"),
    )

    def __init__(self, data: Any = None, *, slots: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            *((str(rank), words) for rank, words in slots),
            (KEEP, _("変えられない（前に決まった日時・会場なら、うかがえます）")),
        ]


def wish_to_answer(assignment_id: int, *, at: datetime) -> ChangeWish | None:
    """The live wish that this ask's department answers."""
    rows = ChangeWish.objects.live(at=at).filter(assignment=assignment_id)
    return rows.select_related("session", "centre").order_by("pk").first()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Behind the key of the ask, or signed in for the department."""
    at = clock.now()
    by = ask_opened(request, public_id, at=at)
    if by is None:
        return keys.refused(request)
    key = None if by.user else _key(request, public_id, at=at)
    if by.user is None and key is None:
        return keys.refused(request)
    try:
        return _page(request, public_id, by=by, key=key, at=at)
    except Shut:  # between opening the page and having the lock
        return keys.refused(request)


def _key(request: HttpRequest, public_id: UUID, *, at: datetime) -> Grant | None:
    what = {"purpose": Grant.Purpose.ANSWER, "assignment__public_id": public_id}
    return keys.held(request, at=at, **what)


def _page(
    request: HttpRequest, public_id: UUID, *, by: By, key: Grant | None, at: datetime
) -> HttpResponse:
    assignment = Assignment.objects.select_related(
        "department", "request__lecture", "request__group", "request__fiscal_year"
    ).get(public_id=public_id)
    wish = wish_to_answer(assignment.pk, at=at)
    if wish is None:  # answered, taken back or overtaken
        return HttpResponseRedirect(reverse("answers:page", args=[public_id]))
    form = _form(request.POST if request.method == "POST" else None, wish)
    if form.is_valid() and _answered(wish, form, by=by, key=key, at=at):
        return HttpResponseRedirect(reverse("answers:page", args=[public_id]))
    context = {
        **facts.of_assignment(assignment),
        "form": form,
        "wish": wish,
        "now": facts.row_words(tuple(class_rows.together(wish.session))),
    }
    status = 422 if form.errors else 200
    return render(request, "bookings/departments/change.html", context, status=status)


def _form(posted: QueryDict | None, wish: ChangeWish) -> ChangeForm:
    """Of an answer to another wish only the words are taken over: its choice meant other times."""
    slots = wishing.slot_words(wish)
    if posted is None or posted.get("wish") == str(wish.public_id):
        return ChangeForm(posted, slots=slots)
    form = ChangeForm({"words": posted.get("words", "")}, slots=slots)
    form.errors.clear()
    form.add_error(None, _STALE)
    return form


def _answered(
    wish: ChangeWish, form: ChangeForm, *, by: By, key: Grant | None, at: datetime
) -> bool:
    """The wish that was shown: under the lock it is refused if it ended meanwhile."""
    said = form.cleaned_data
    try:
        if said["choice"] == KEEP:
            wishing.keep(wish_id=wish.pk, by=by, at=at, words=said["words"], key=key)
        else:
            rank = int(said["choice"])
            wishing.grant(wish_id=wish.pk, rank=rank, by=by, at=at, key=key)
    except Shut:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
