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
from bookings.public.owner import with_own_request
from bookings.status import AssignmentRole, AssignmentState, RequestStatus, Way
from config import clock
from lectures.forms import PlainForm

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

    def __init__(self, data: object = None, *, slots: list[CounterSlot], at: datetime):
        super().__init__(data)
        self.fields["choice"].choices = [
            *(
                (str(slot.pk), when(slot.starts_at, slot.ends_at))
                for slot in slots
                if slot.starts_at > at
            ),
            (NONE, _("どの日も都合がわるい")),
        ]

    @property
    def dates(self) -> list[tuple[str, str]]:
        """(value, words) of each date that can be pressed."""
        return [(value, words) for value, words in self.fields["choice"].choices if value != NONE]  # type: ignore[attr-defined]


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
def counter(request: HttpRequest, row: BookingRequest) -> HttpResponse:
    at, page_url = clock.now(), reverse("requests:page", args=[row.public_id])
    slots, refusal = open_slots(row), ""
    if not slots or row.status != RequestStatus.PROPOSING:
        return HttpResponseRedirect(page_url)
    form = CounterForm(request.POST if request.method == "POST" else None, slots=slots, at=at)
    if form.is_valid():
        try:
            _decide(row, form, at=at)
        except Refused as reason:
            refusal = str(reason)
        else:
            return HttpResponseRedirect(page_url)
    context = {"row": row, "lecture": row.lecture, "counter_form": form, "refusal": refusal}
    return render(request, "bookings/public/counter.html", context)


def _decide(row: BookingRequest, form: CounterForm, *, at: datetime) -> None:
    choice = form.cleaned_data["choice"]
    if choice == NONE:
        deciding.refuse_counter(
            request_id=row.pk, by=GROUP, at=at, words=form.cleaned_data["words"]
        )
    else:
        deciding.take_counter(request_id=row.pk, slot_id=int(choice), by=GROUP, at=at)
