"""A lecturer's own yes or no, heard by phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions import consenting
from bookings.actions.allocating import lecturers_on
from bookings.desk.forms.base import DeskForm, radio_field, way_field, words_field
from bookings.models import LecturerConsent, LectureSession

YES, NO = "yes", "no"
_EITHER = _("引き受けるか、都合がつかないかを、えらんでください")


class ConsentForm(DeskForm):
    lecturer = radio_field(_("だれの返事ですか"), empty=_("講師をえらんでください"))
    answer = forms.ChoiceField(
        label=_("返事"),
        choices=[(YES, _("引き受ける")), (NO, _("都合がつかない"))],
        widget=forms.RadioSelect,
        error_messages={"required": _EITHER, "invalid_choice": _EITHER},
    )
    way = way_field(_("どうやって聞きましたか"))
    words = words_field(_("聞いたことば"), hint=_("都合がつかないときは、課に伝わります。"))

    def __init__(self, *args: Any, about: LectureSession, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.fields["lecturer"].choices = [
            (str(row.lecturer.pk), f"{row.lecturer}（{row.get_state_display()}）")
            for row in asked_of(about)
        ]


def asked_of(session: LectureSession) -> list[LecturerConsent]:
    """Who goes and was asked for an own yes; the newest asking of each."""
    found = [consenting.newest(session, lecturer) for lecturer in lecturers_on(session)]
    return [row for row in found if row is not None]
