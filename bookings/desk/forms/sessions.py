"""Forms about a session: its lecturers, its date, its report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions.allocating import lecturers_on
from bookings.actions.reporting import Numbers
from bookings.actions.surveying import Marks
from bookings.desk.forms.base import DeskForm, way_field, words_field
from bookings.desk.forms.slots import SlotForm
from bookings.desk.lecturers import lecturer_choices
from bookings.desk.reported import lines_of
from bookings.forms.report import MinutesField, PeopleField
from bookings.forms.survey import understood_field, useful_field
from bookings.models import BookingRequest, LectureSession, SurveyResponse
from bookings.rules import Slot
from config import clock

_NUMBERS = ("adults", "children", "minutes")


def _lecturers_field(hint: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("講師"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=hint,
        error_messages={"invalid_choice": _("講師を、もう一度えらんでください")},
    )


class LecturersForm(DeskForm):
    lecturers = _lecturers_field(
        _("ここでえらんだ人だけになります。外れた人には取消しの知らせが届きます。")
    )

    def __init__(self, *args: Any, about: LectureSession, **kwargs: Any) -> None:
        initial = {"lecturers": [str(row.pk) for row in lecturers_on(about)]}
        super().__init__(*args, about=about, initial=initial, **kwargs)
        self.fields["lecturers"].choices = lecturer_choices(
            about.department, slot=Slot(about.starts_at, about.ends_at), session=about
        )


class AgreedForm(SlotForm):
    """A date that is already agreed with the department, and who goes."""

    lecturers = _lecturers_field(_("まだ決まっていないときは、空けておきます。"))

    def __init__(self, *args: Any, about: BookingRequest, **kwargs: Any) -> None:
        kwargs.setdefault("initial", agreed_slot(about))
        super().__init__(*args, about=about, **kwargs)
        at = clock.now()  # the time is not known yet: nobody is marked as taken
        self.fields["lecturers"].choices = lecturer_choices(
            about.lecture.department, slot=Slot(at, at)
        )


def agreed_slot(about: BookingRequest) -> dict[str, str]:
    """What the group says it has agreed with the department, as the form takes it."""
    wish = about.wishes.filter(rank=1).first() if about.agreed_with else None
    if wish is None or wish.starts is None or wish.ends is None:
        return {}
    return {
        "day": f"{wish.day:%Y/%m/%d}",
        "starts": f"{wish.starts:%H:%M}",
        "ends": f"{wish.ends:%H:%M}",
    }


class FiguresForm(DeskForm):
    """The numbers of a report."""

    adults = PeopleField(
        label=_("大人の人数"), help_text=_("いないときは0"), empty=_("大人の人数を入れてください")
    )
    children = PeopleField(
        label=_("子どもの人数"),
        help_text=_("いないときは0"),
        empty=_("子どもの人数を入れてください"),
    )
    minutes = MinutesField(
        label=_("かかった時間"),
        help_text=_("例：60分、1時間半"),
        empty=_("かかった時間を入れてください"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("adults") == 0 and data.get("children") == 0:
            self.add_error(
                "adults", _("だれも来なかったときは、この回を中止として記録してください。")
            )
        return data

    @property
    def numbers(self) -> Numbers:
        return Numbers(*(self.cleaned_data[name] for name in _NUMBERS))


class ReportForm(FiguresForm):
    """A report that came on paper or by phone."""

    way = way_field(_("どうやって聞きましたか"))
    words = words_field(_("気づいたこと"))

    def __init__(self, *args: Any, about: LectureSession, **kwargs: Any) -> None:
        newest = about.reports.order_by("-version").first()
        initial: dict[str, Any] = {"minutes": about.request.lecture.minutes}
        if newest:
            initial = {name: getattr(newest, name) for name in _NUMBERS}
        super().__init__(*args, about=about, initial=initial, **kwargs)


class SettleForm(DeskForm):
    """Which of the differing reports counts."""

    counts = forms.TypedChoiceField(
        label=_("数える報告"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("どの報告で数えるかをえらんでください"),
            "invalid_choice": _("どの報告で数えるかを、えらび直してください"),
        },
    )
    words = words_field(_("決めたわけ"))

    def __init__(self, *args: Any, about: LectureSession, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.fields["counts"].choices = [
            (line.row.version, str(line)) for line in lines_of(about) if line.differs
        ]


class SurveyForm(DeskForm):
    """A group's three answers that came on paper or by phone."""

    understood = understood_field()
    useful = useful_field()
    words = words_field(_("ことば"))
    way = way_field(_("どうやって聞きましたか"))

    def __init__(self, *args: Any, about: LectureSession, **kwargs: Any) -> None:
        given = SurveyResponse.objects.filter(session=about).first()
        names = ("understood", "useful", "words")
        initial = {name: getattr(given, name) for name in names} if given else {}
        super().__init__(*args, about=about, initial=initial, **kwargs)

    @property
    def marks(self) -> Marks:
        """Of a valid form."""
        return Marks(self.cleaned_data["understood"], self.cleaned_data["useful"])
