"""An exact date and time, and where it is held."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions.sessions import Venue
from bookings.desk.forms.base import DeskForm, radio_field
from bookings.forms.fields import ClockField, DayField, WordsField
from bookings.models import LectureSession
from bookings.models.rulebook import centre_of, house_of
from bookings.rules import HOUSE_SHUT, House, house_problem
from lectures.models import Centre, Room
from lectures.zones import local

SAME, CENTRE, OTHER = "same", "centre", "other"


class SlotForm(DeskForm):
    """`cleaned_data["slot"]`: an exact slot, in UTC. A day on which the place is shut needs a tick."""

    day = DayField(label=_("日にち"), help_text=_("例：12月17日、R8.12.17、2026/12/17"))
    starts = ClockField(label=_("はじまりの時刻"), help_text=_("例：14時、午後2時半、14:30"))
    ends = ClockField(
        label=_("おわりの時刻"), help_text=_("空けておくと、講座の長さから決まります。")
    )
    let_go = ""  # for the history: the rule that was waived

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.wants_slot(data):
            self.want("day", _("日にちを入れてください"))
            self.want("starts", _("はじまりの時刻を入れてください"))
        else:
            self.leave_out("day", "starts", "ends")
        data["slot"] = self.slot(day="day", starts="starts", ends="ends")
        if data["slot"]:
            self.refuse_shut(local(data["slot"].starts_at).date(), field="day")
        return data

    def refuse_shut(self, day: date, *, field: str) -> None:
        problem = house_problem(self.house, day)
        if problem is None:
            return
        self.fields[HOUSE_SHUT] = forms.BooleanField(
            label=_("会場の休館日でも、この日にする"),
            required=False,
            help_text=_("会場に確かめてから印をつけます。経過に残ります。"),
        )
        if HOUSE_SHUT in self.data:
            self.let_go = _now("決まりの外で受け付けました：%(rule)s") % {"rule": problem.sentence}
        else:
            self.add_error(field, problem.sentence)

    @property
    def house(self) -> House | None:
        """Where it is to be held, as far as that is a place of the town."""
        return house_of(centre_of(self.request))

    def wants_slot(self, data: dict[str, Any]) -> bool:
        return True


class RescheduleForm(SlotForm):
    """A session's new time, and a new place where it changes."""

    place = radio_field(_("会場"), empty=_("会場をえらんでください"))
    centre = forms.ChoiceField(
        label=_("地域交流センターと部屋"),
        required=False,
        error_messages={"invalid_choice": _("地域交流センターを、もう一度えらんでください")},
    )
    venue_name = WordsField(label=_("ほかの場所の名前"), max_length=80)
    venue_address = WordsField(label=_("ほかの場所の住所"), max_length=200)
    field_order = ["day", "starts", "ends", "place", "centre", "venue_name", "venue_address"]

    def __init__(self, *args: Any, about: LectureSession, **kwargs: Any) -> None:
        starts, ends = local(about.starts_at), local(about.ends_at)
        initial = {
            "day": f"{starts:%Y/%m/%d}",
            "starts": f"{starts:%H:%M}",
            "ends": "" if _lasts_as_usual(about) else f"{ends:%H:%M}",
            "place": SAME,
        }
        super().__init__(*args, about=about, initial=initial, **kwargs)
        self.fields["place"].choices = [
            (SAME, _("いままでと同じ（%(venue)s）") % {"venue": about.venue}),
            (CENTRE, _("地域交流センター")),
            (OTHER, _("ほかの場所")),
        ]
        self.fields["centre"].choices = [("", _("えらんでください")), *place_choices()]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("place") == CENTRE:
            self.want("centre", _("地域交流センターをえらんでください"))
        else:
            self.leave_out("centre")
        if data.get("place") == OTHER:
            self.want("venue_name", _("場所の名前を入れてください"))
        else:
            self.leave_out("venue_name", "venue_address")
        return data

    @property
    def house(self) -> None:
        """Its page shows what stands beside the new date, closing days too, before it is decided."""

    @property
    def venue(self) -> Venue | None:
        data = self.cleaned_data
        if data["place"] == CENTRE:
            centre_id, room_id = place_ids(data["centre"])
            return Venue(centre_id=centre_id, room_id=room_id)
        if data["place"] == OTHER:
            return Venue(name=data["venue_name"], address=data["venue_address"])
        return None


def _lasts_as_usual(about: LectureSession) -> bool:
    """Then only the start need be changed."""
    return about.ends_at - about.starts_at == timedelta(minutes=about.lecture.minutes)


def place_choices() -> list[tuple[str, str]]:
    """Every centre, and every room in it: `c3`, or `c3r5`."""
    rooms: dict[int, list[tuple[str, str]]] = {}
    for room in Room.objects.select_related("centre").order_by("name"):
        rooms.setdefault(room.centre_id, []).append((f"c{room.centre_id}r{room.pk}", str(room)))
    found = []
    for centre in Centre.objects.order_by("code"):
        found += [(f"c{centre.pk}", centre.name), *rooms.get(centre.pk, [])]
    return found


def place_ids(choice: str) -> tuple[int, int | None]:
    """The reverse, of a choice that the form has checked."""
    centre, _separator, room = choice.removeprefix("c").partition("r")
    return int(centre), int(room) if room else None
