"""What every form of the desk knows: the row that the step is about, and the lecture."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bookings.desk.matters import events_to_tell
from bookings.forms.fields import DayField, WordsField
from bookings.models import Assignment, BookingRequest, LectureSession, RequestEvent
from bookings.rules import Slot
from bookings.status import REASONS_OF_OFFICE, Reason, Way
from config import clock
from lectures.forms import PlainForm
from lectures.models import Lecture
from lectures.zones import venue_zone

About = BookingRequest | Assignment | LectureSession

HEARD_BY = [(way.value, way.label) for way in (Way.PHONE, Way.FAX, Way.POST, Way.COUNTER)]
AMENDS = "amends"
MOST_WORDS = 1000
_SHORT_REASONS = [row for row in Reason.choices if row[0] not in REASONS_OF_OFFICE]


def way_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=HEARD_BY,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("電話・ファックス・郵便・窓口のどれかをえらんでください"),
            "invalid_choice": _("電話・ファックス・郵便・窓口のどれかをえらんでください"),
        },
    )


def reason_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("理由"),
        choices=[("", _("えらんでください")), *_SHORT_REASONS],
        error_messages={
            "required": _("理由をえらんでください"),
            "invalid_choice": _("理由を、もう一度えらんでください"),
        },
    )


def words_field(label: Any, *, hint: Any = "", empty: Any = "") -> WordsField:
    return WordsField(label=label, empty=empty, help_text=hint, lines=3, max_length=MOST_WORDS)


def radio_field(label: Any, *, empty: Any) -> forms.ChoiceField:
    """Choices come from rows; nothing is chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        widget=forms.RadioSelect,
        error_messages={"required": empty, "invalid_choice": empty},
    )


def responder_field() -> WordsField:
    return WordsField(label=_("答えた人の名前"), max_length=60)


class DeskForm(PlainForm):
    """A step without questions: reading it and pressing the button is all."""

    about: Any  # About; None only where a mail names no ask

    def __init__(self, *args: Any, about: Any, **kwargs: Any) -> None:
        self.about = about
        super().__init__(*args, **kwargs)
        if self.add_prefix(AMENDS) in self.data:
            self.ask_why()
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = clock.today(venue_zone())

    def ask_why(self) -> None:
        """The year was closed: what is changed there all the same needs a reason."""
        if AMENDS not in self.fields:
            self.fields[AMENDS] = words_field(
                _("締めた年度を直す理由"),
                hint=_("経過と、締めたあとの訂正の一覧に残ります。"),
                empty=_("締めた年度を直す理由を書いてください"),
            )

    @property
    def why(self) -> str:
        """That reason; "": nothing of a closed year is touched."""
        return str(self.cleaned_data.get(AMENDS, "") if self.is_bound else "")

    @property
    def request(self) -> BookingRequest:
        return self.about if isinstance(self.about, BookingRequest) else self.about.request

    @property
    def lecture(self) -> Lecture:
        return self.request.lecture

    def leave_out(self, *names: str) -> None:
        """Fields of a choice that was not made: what stands in them neither counts nor is wrong."""
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = None

    def slot(self, *, day: str, starts: str, ends: str) -> Slot | None:
        """The exact slot of three fields; without an end, the lecture's length decides."""
        data = self.cleaned_data
        if not (data.get(day) and data.get(starts)):
            return None
        begins = datetime.combine(data[day], data[starts], venue_zone())
        over = begins + timedelta(minutes=self.lecture.minutes)
        if data.get(ends):
            over = datetime.combine(data[day], data[ends], venue_zone())
        if over <= begins:
            self.add_error(ends, _("おわりの時刻は、はじまりの時刻より後にしてください。"))
            return None
        return Slot(begins.astimezone(UTC), over.astimezone(UTC))


class ReasonForm(DeskForm):
    reason = reason_field()


class WordsForm(DeskForm):
    words = words_field(
        _("直してほしいこと"),
        hint=_("知らせるメールにそのまま入ります。"),
        empty=_("何を直してほしいか、書いてください"),
    )


class NoteForm(DeskForm):
    words = words_field(
        _("書いておくこと"), hint=_("事務局の人だけが見ます。"), empty=_("ことばを入れてください")
    )


class GroupSaidForm(DeskForm):
    """Something that a group said, not on its own page."""

    way = way_field(_("どうやって聞きましたか"))
    words = words_field(_("聞いたことば"))


class ToldForm(DeskForm):
    """The group without mail has been told."""

    way = way_field(_("どうやって知らせましたか"))
    words = words_field(_("だれに何を話したか"), hint=_("事務局の人だけが見ます。"))

    @property
    def untold(self) -> QuerySet[RequestEvent]:
        return events_to_tell().filter(request=self.request).order_by("pk")
