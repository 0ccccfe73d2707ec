"""別の日の提案: the group chooses one of the proposed times, or none."""

from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.actions import deciding
from bookings.actions.moves import Actor, By, Refused
from bookings.emails.facts import when
from bookings.forms.fields import WordsField
from bookings.models import BookingRequest, CounterSlot
from bookings.models.rulebook import centre_of, house_of
from bookings.public import switching
from bookings.public.owner import with_own_request
from bookings.rules import House, Problem, house_problem
from bookings.status import AssignmentRole, AssignmentState, RequestStatus, Way
from config import clock
from lectures.forms import PlainForm
from lectures.zones import local

GROUP = By(Actor.GROUP, Way.WEB)
NONE = "none"


class CounterForm(PlainForm):
    """Each date is a button of its own, so `choice` is what was pressed."""

    choice = forms.ChoiceField(
        label=_("都合のよい日"),
        error_messages={
            "required": _("都合のよい日か、「どの日も都合がわるい」のボタンをおしてください"),
            "invalid_choice": _("その日は、もうえらべません。ほかの日をえらんでください"),
        },
    )
    words = WordsField(
        label=_("どんな日ならよいか（なくてもかまいません）"),
        help_text=_("例：1月の平日の午前なら、いつでもよいです。"),
        max_length=500,
        lines=3,
    )

    def __init__(
        self,
        data: object = None,
        *,
        slots: list[CounterSlot],
        at: datetime,
        house: House | None = None,
    ):
        """`house`: the town's place; a day on which it is shut is told, and no button."""
        super().__init__(data)
        coming = [slot for slot in slots if slot.starts_at > at]
        shut = {slot.pk: _shut(house, slot) for slot in coming}
        self.shut = [
            f"{when(slot.starts_at, slot.ends_at)}（{problem.short}）"
            for slot in coming
            if (problem := shut[slot.pk])
        ]
        self.fields["choice"].choices = [
            *(
                (str(slot.pk), when(slot.starts_at, slot.ends_at))
                for slot in coming
                if shut[slot.pk] is None
            ),
            (NONE, _("どの日も都合がわるい")),
        ]

    @property
    def dates(self) -> list[tuple[str, str]]:
        """(value, words) of each date that can be pressed."""
        return [(value, words) for value, words in self.fields["choice"].choices if value != NONE]  # type: ignore[attr-defined]


def form_of(row: BookingRequest, data: object = None, *, at: datetime) -> CounterForm:
    """With the dates that are proposed now."""
    return CounterForm(data, slots=open_slots(row), at=at, house=house_of(centre_of(row)))


def _shut(house: House | None, slot: CounterSlot) -> Problem | None:
    return house_problem(house, local(slot.starts_at).date())


def open_slots(row: BookingRequest) -> list[CounterSlot]:
    """What the departments propose now, in their order."""
    return list(
        CounterSlot.objects.filter(
            answer__undone_at__isnull=True,
            answer__assignment__request=row,
            answer__assignment__role=AssignmentRole.LECTURE,
            answer__assignment__state=AssignmentState.COUNTERED,
        ).order_by("answer__assignment__part", "order")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_own_request
@switching.in_place
def counter(request: HttpRequest, row: BookingRequest) -> HttpResponse:
    at, page_url = clock.now(), reverse("requests:page", args=[row.public_id])
    refusal = ""
    if not open_slots(row) or row.status != RequestStatus.PROPOSING:
        return HttpResponseRedirect(page_url)
    if switching.asked(request) and not request.POST.get("words", "").strip():
        return HttpResponseRedirect(page_url)  # it stands there as well, with nothing typed
    form = form_of(row, request.POST if request.method == "POST" else None, at=at)
    if form.is_valid():
        try:
            _decide(row, form, at=at)
        except Refused as reason:
            refusal = str(reason)
        else:
            return HttpResponseRedirect(page_url)
    context = {"row": row, "lecture": row.lecture, "counter_form": form, "refusal": refusal}
    context["language_form"] = "typed"
    return render(request, "bookings/public/counter.html", context)


def _decide(row: BookingRequest, form: CounterForm, *, at: datetime) -> None:
    choice = form.cleaned_data["choice"]
    if choice == NONE:
        deciding.refuse_counter(
            request_id=row.pk, by=GROUP, at=at, words=form.cleaned_data["words"]
        )
    else:
        deciding.take_counter(request_id=row.pk, slot_id=int(choice), by=GROUP, at=at)
