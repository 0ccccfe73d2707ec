"""当日のこと: one form; each of the three who fill it sees the fields that they know."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from bookings.actions import day_plans
from bookings.actions.day_plans import MapPicture
from bookings.actions.moves import By, Refused, Shut
from bookings.forms.fields import ClockField, CountField, DayField, PhoneField, WordsField
from bookings.forms.pictures import MapField
from bookings.models import DayPlan, Grant, LectureSession
from lectures.forms import PlainForm

_SHARED = ("people", "set_up_at", "parking", "key", "access", "kit")
GROUP = (*_SHARED, "group_phone")
DEPARTMENT = ("met_on", "met_by", *_SHARED, "department_phone", "map_link")
OFFICE = ("met_on", "met_by", *_SHARED, "group_phone", "department_phone", "map_link", "map_file")


class LinkField(WordsField):
    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if typed:
            try:
                URLValidator(schemes=["https", "http"])(typed)
            except ValidationError as wrong:
                raise ValidationError(
                    _("地図のページのアドレスを、https:// から入れてください")
                ) from wrong
        return typed


class DayPlanForm(PlainForm):
    """`names`: the fields that this person fills in."""

    met_on = DayField(
        label=_("打合せをした日"), help_text=_("例：12月3日。まだのときは空けておきます。")
    )
    met_by = WordsField(
        label=_("打合せをした人"), max_length=60, help_text=_("例：防災課 田中と、団体の佐藤さん")
    )
    people = CountField(label=_("参加する人数（いまの見こみ）"), help_text=_("例：25人"))
    set_up_at = ClockField(label=_("準備をはじめられる時刻"), help_text=_("例：9時半"))
    parking = WordsField(
        label=_("公用車をとめる場所"), max_length=200, help_text=_("例：公民館の裏に1台")
    )
    key = WordsField(label=_("鍵"), max_length=200, help_text=_("例：会長が9時に開ける"))
    access = WordsField(
        label=_("入口・行き方"), max_length=200, help_text=_("例：南側の入口。2階の会議室")
    )
    kit = WordsField(
        label=_("機材・備品"), max_length=300, help_text=_("例：マイクは会場、パソコンは市が持参")
    )
    group_phone = PhoneField(label=_("団体の、当日つながる電話"), help_text=_("例：090-0000-0000"))
    department_phone = PhoneField(
        label=_("うかがう人の、当日つながる電話"), help_text=_("団体にも知らせます。")
    )
    map_link = LinkField(
        label=_("地図のページのアドレス"),
        max_length=500,
        help_text=_("当日票に、QRコードで入ります。"),
    )
    map_file = MapField(
        label=_("地図の画像"), help_text=_("PNGかJPEG。前の画像とかわります。当日票に入ります。")
    )

    def __init__(
        self, *args: Any, names: tuple[str, ...], plan: DayPlan, today: date, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", typed_of(plan))
        super().__init__(*args, **kwargs)
        self.fields = {name: self.fields[name] for name in names}
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = today

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes, of a valid form."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "map_file"}

    @property
    def picture(self) -> bytes | None:
        return self.cleaned_data.get("map_file")


def write(
    form: DayPlanForm,
    session: LectureSession,
    *,
    seen: str,
    by: By,
    at: datetime,
    key: Grant | None = None,
) -> bool:
    """Of a valid form; the action's refusal stands on it. `seen`: the version that the page showed.

    Shut: the `key` that opened it was taken back meanwhile.
    """
    try:
        day_plans.change(
            session_id=session.pk,
            facts=form.facts,
            picture=MapPicture("jpeg", form.picture) if form.picture else None,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1,
            by=by,
            at=at,
            key=key,
        )
    except Shut:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def typed_of(plan: DayPlan) -> dict[str, Any]:
    """The plan as somebody might have typed it."""
    return {
        "met_on": plan.met_on.isoformat() if plan.met_on else "",
        "met_by": plan.met_by,
        "people": plan.people or "",
        "set_up_at": f"{plan.set_up_at:%H:%M}" if plan.set_up_at else "",
        "parking": plan.parking,
        "key": plan.key,
        "access": plan.access,
        "kit": plan.kit,
        "group_phone": plan.group_phone,
        "department_phone": plan.department_phone,
        "map_link": plan.map_link,
    }
