"""Other days for a request that was sent: the month and the wishes, all on one page, kept nowhere.

Every button comes back to the page with what was typed; only the last one decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.actions.conditions import RulesBroken
from bookings.actions.moves import Actor, By, Refused
from bookings.forms.classes import with_hours
from bookings.forms.move import SAME, ElsewhereForm
from bookings.forms.terms import Terms, terms_for
from bookings.models import BookingRequest, LectureSession
from bookings.models.class_rows import lasting, periods_of
from bookings.models.rulebook import centre_of
from bookings.public import limits, wishlist
from bookings.public.details import seen_by
from bookings.public.month import Month, month_table, shown_month
from bookings.public.sessions import Shown
from bookings.public.when import AddDayForm, refuse_fourth
from bookings.spelling.classes import SpelledClass, span_of
from bookings.status import Way
from config import clock
from lectures.models import Centre, OfficeSettings
from lectures.zones import local

GROUP = By(Actor.GROUP, Way.WEB)
_MOST, _DAY = 6, 24 * 60 * 60
_WISHES = ("remove", "up", "day", "add")
_PRESSED = (*_WISHES, "month", "look", "language")


@dataclass(frozen=True)
class Page:
    """`decided`: the last button was pressed and the form is right. `pressed`: the last one; "" for none."""

    form: Any
    add: AddDayForm
    month: Month
    places: list[wishlist.Place]
    decided: bool
    class_span: Any
    pressed: str = ""

    @property
    def here(self) -> str:
        """Where the page comes up again: beside the button that was pressed, or at what is wrong."""
        if self.links:
            return "errors"
        if self.pressed in ("month", "look"):
            return "calendar"
        taken = sum(bool(place.typed_day) for place in self.places)
        return f"wish-{max(taken, 1)}" if self.pressed in _WISHES else ""

    @property
    def links(self) -> list[Any]:
        return [*self.form.error_links, *self.add.error_links]

    @property
    def context(self) -> dict[str, Any]:
        """What `other_days.html` shows, and the page around it."""
        return {
            "page": self,
            "form": self.form,
            "places": self.places,
            "month": self.month,
            "add": self.add,
            "add_open": self.add.is_bound or bool(self.add.initial),
            "language_form": "typed",
            "class_span": self.class_span,
        }


def page_of(
    request: HttpRequest,
    row: BookingRequest,
    kind: type[ElsewhereForm],
    *,
    place: BookingRequest | LectureSession,
) -> Page:
    """`place`: what has the place that the form may leave, and the day that it is about."""
    terms, spelled = _terms(row), _spelled(row)
    terms = terms.at(chosen_centre(request, centre_of(place)))
    more: dict[str, Any] = {"venue_now": place.venue, "centre_now": place.centre_id}
    known = _month_of(place)
    add = AddDayForm(terms=terms)
    if request.method != "POST":
        form = kind(terms=terms, **more)
        return _page(form, {}, add=add, shown=known, terms=terms, spelled=spelled)
    typed = kind(request.POST, terms=terms, **more).typed()
    pressed = next((name for name in _PRESSED if name in request.POST), "")
    typed_day = request.POST.get("typed_day", "").strip()
    if pressed in ("day", "add") or (typed_day and not pressed):
        day = request.POST.get("day") or typed_day
        add = refuse_fourth(AddDayForm({"typed_day": day}, terms=terms), typed)
        if add.is_valid():
            typed = wishlist.with_day(typed, add.cleaned_data["typed_day"])
            add = AddDayForm(terms=terms)
    elif pressed == "language" and typed_day:
        add = AddDayForm(terms=terms, initial={"typed_day": typed_day})
    elif pressed == "remove":
        typed = wishlist.without(typed, request.POST["remove"])
    elif pressed == "up":
        typed = wishlist.raised(typed, request.POST["up"])
    shown = request.POST.get("month") or request.POST.get("shown", "") or known
    if pressed or typed_day:
        form = kind(terms=terms, initial=with_hours(typed, spelled), **more)
        return _page(
            form, typed, add=add, shown=shown, terms=terms, spelled=spelled,
            pressed=pressed or "add",
        )  # fmt: skip
    form = kind(with_hours(typed, spelled), terms=terms, **more)
    return _page(
        form, typed, add=add, shown=shown, terms=terms, spelled=spelled, decided=form.is_valid()
    )


def chosen_centre(request: HttpRequest, now: Centre | None) -> Centre | None:
    """Where the group wants it: as the page says, where that is asked at all."""
    place = request.POST.get("place") or SAME
    return (
        now if place == SAME else Centre.objects.filter(code=place.replace("\0", "")[:10]).first()
    )


def session_in(shown: Sequence[Shown], order: int) -> LectureSession | None:
    """Of those that the group may do this with."""
    return next((one.row for one in shown if one.row.order == order), None)


def too_many(row: BookingRequest, form: ElsewhereForm) -> bool:
    """Whether that was sent too often today; then the form says so."""
    if not limits.too_often(f"move:{row.pk}", most=_MOST, seconds=_DAY):
        return False
    form.add_error(None, _("きょうは何度も変えたので、ここからは送れません。電話してください。"))
    return True


def said(request: HttpRequest, form: ElsewhereForm) -> dict[str, Any]:
    """What the actions take, of a valid form."""
    return {
        "wishes": form.wishes, "venue": form.venue, "booked": form.has_it,
        "seen": seen_by(request), "by": GROUP, "at": clock.now(),
    }  # fmt: skip


def to_page(row: BookingRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("requests:page", args=[row.public_id]))


def shown(
    request: HttpRequest, row: BookingRequest, *, page: Page, template: str, **context: Any
) -> HttpResponse:
    """The page around the days, with the version that stands now."""
    row.refresh_from_db(fields=["version"])
    context |= {
        "row": row,
        "lecture": row.lecture,
        "lost": bool(row.kit_there or row.usable_from or row.usable_until),
        **page.context,
        "office": OfficeSettings.objects.get(site_id=row.site_id),
    }
    return render(request, template, context, status=422 if page.links else 200)


def is_done(form: ElsewhereForm, act: Callable[[], object]) -> bool:
    """Whether the act was done; if not, why stands in the form."""
    try:
        act()
    except RulesBroken as broken:
        for field, problem in broken.problems:  # what somebody else took meanwhile, at its day
            rank = field.partition("-")[2]
            form.add_error(f"wish{rank}_day" if rank else "place", problem.sentence)
    except Refused as reason:
        form.add_error(None, str(reason))
    return not form.errors


def _page(
    form: Any,
    typed: dict[str, str],
    *,
    add: AddDayForm,
    shown: str,
    terms: Terms,
    spelled: tuple[SpelledClass, ...],
    decided: bool = False,
    pressed: str = "",
) -> Page:
    month = month_table(terms, shown_month(shown, terms=terms), chosen=wishlist.days_of(typed))
    places = wishlist.places(form, typed)
    return Page(form, add, month, places, decided, span_of(spelled), pressed)


def _month_of(place: BookingRequest | LectureSession) -> str:
    """That of the day which stands, or stood; of a request that of its first wish."""
    if isinstance(place, LectureSession):
        return f"{local(place.starts_at):%Y-%m}"
    first = place.wishes.order_by("rank").first()
    return f"{first.day:%Y-%m}" if first else ""


def _terms(row: BookingRequest) -> Terms:
    terms = terms_for(row.lecture, at=clock.now(), but=row)
    return replace(terms, minutes=lasting(row))


def _spelled(row: BookingRequest) -> tuple[SpelledClass, ...]:
    """A school's classes fix the hours of every wish."""
    return tuple(
        SpelledClass(one.name, one.lesson, one.children, one.starts, one.ends)
        for one in periods_of(row)
    )
