"""会場をさがす: the town's centres with their facts, narrowed by a plain form; one press chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.forms.fields import CountField
from bookings.forms.ticks import TicksField
from bookings.public.drafts import OpenDraft, with_draft
from bookings.rules import Wish
from lectures.closing import Closing
from lectures.eras import short_day
from lectures.forms import PlainForm
from lectures.models import Centre, Kit, Room

ACCESS = (
    ("step_free", _("車いすで入れる")),
    ("lift", _("エレベーター")),
    ("accessible_toilet", _("バリアフリートイレ")),
    ("hearing_loop", _("磁気ループ")),
    ("parking", _("駐車場")),
)


class FinderForm(PlainForm):
    """What the place must have. Sent by GET: it changes nothing."""

    people = CountField(label=_("来る人の人数"), help_text=_("例：25"))
    kit = TicksField(
        label=_("使いたいもの"),
        choices=Kit.choices,
        error_messages={"invalid_choice": _("使いたいものを、もう一度えらんでください")},
    )
    access = TicksField(
        label=_("行きやすさ"),
        choices=ACCESS,
        error_messages={"invalid_choice": _("行きやすさを、もう一度えらんでください")},
    )

    def fits(self, centre: Centre) -> bool:
        """An answer that cannot be read narrows nothing."""
        wanted = self.cleaned_data
        people, seats = wanted.get("people"), seats_of(centre)
        if people and seats is not None and seats < people:
            return False
        if not all(getattr(centre, code) for code in wanted.get("kit") or []):
            return False
        return all(_has(centre, code) for code in wanted.get("access") or [])


@dataclass(frozen=True)
class Shown:
    """One centre of the list, its facts in words."""

    row: Centre
    seats: int | None
    rooms: list[Room]
    kit: list[Kit]
    access: list[Any]
    chosen: bool
    closing: list[str]  # its closing days in words
    shut: list[str]  # on which of the wished days


@with_draft
def centres(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """GET narrows the list; POST takes one centre into the question page."""
    rows = list(_rows())
    if request.method == "POST":
        return _chosen(request, draft, rows)
    # Without any answer the form is only shown.
    asked = any(name in request.GET for name in FinderForm.base_fields)
    form = FinderForm(request.GET if asked else {})
    form.is_valid()
    place = draft.answers.typed("where").get("place", "")
    wishes, today = draft.answers.understood_wishes, draft.answers.terms.today
    found = [_shown(row, place=place, wishes=wishes, today=today) for row in rows if form.fits(row)]
    found.sort(key=lambda shown: bool(shown.shut))  # first those that are open on all the days
    context = {
        "draft": draft,
        "lecture": draft.row.lecture,
        "form": form,
        "found": found,
        "count": len(rows),
        "back_url": draft.url("where"),
    }
    return render(request, "bookings/public/centres.html", context)


def seats_of(centre: Centre) -> int | None:
    """The largest room, or the house where no room says more; None: unknown."""
    rooms = [room.seats for room in centre.rooms.all() if room.seats]
    return max(rooms) if rooms else centre.seats


def _rows() -> Any:
    rooms = Room.objects.order_by("pk")
    return Centre.objects.order_by("code").prefetch_related(Prefetch("rooms", rooms), "closures")


def _chosen(request: HttpRequest, draft: OpenDraft, rows: list[Centre]) -> HttpResponse:
    code = request.POST.get("place", "")
    if code in {row.code for row in rows}:
        draft.keep("where", {**draft.answers.typed("where"), "place": code})
    return HttpResponseRedirect(f"{draft.url('where')}#id_place_0")


def _shown(centre: Centre, *, place: str, wishes: Sequence[Wish], today: date) -> Shown:
    closing = centre.closing
    return Shown(
        row=centre,
        seats=seats_of(centre),
        rooms=list(centre.rooms.all()),
        kit=centre.kit,
        access=[label for code, label in ACCESS if code != "parking" and _has(centre, code)],
        chosen=centre.code == place,
        closing=[*closing.words(today=today), *filter(None, [centre.closed_days])],
        shut=_shut_on(wishes, closing),
    )


def _shut_on(wishes: Sequence[Wish], closing: Closing) -> list[str]:
    """On which of the wished days it is shut, each with the reason."""
    reasons = [(rank, wish.day, closing.why(wish.day)) for rank, wish in enumerate(wishes, start=1)]
    return [
        _now("第%(rank)d希望の%(day)sは休みです（%(reason)s）。")
        % {"rank": rank, "day": short_day(day), "reason": reason}
        for rank, day, reason in reasons
        if reason
    ]


def _has(centre: Centre, code: str) -> bool:
    return bool(centre.parking_spaces if code == "parking" else getattr(centre, code))
