"""Forms of the decisions about a mail that speaks of a fixed date."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions.sessions import session_of_answer
from bookings.desk.forms.base import DeskForm, words_field
from bookings.desk.forms.replies import RegisterForm
from bookings.desk.lecturers import lecturer_choices
from bookings.models import Assignment, LectureSession
from bookings.rules import Slot

_AGAIN = _("講師を、もう一度えらんでください")


class ConsentYesForm(DeskForm):
    words = words_field(
        _("ほかに書かれていたこと（なくてもかまいません）"),
        hint=_("聞かれたことなどを、事務局の記録に残します。"),
    )


class ConsentNoForm(DeskForm):
    words = words_field(_("都合がつかないわけ"), hint=_("課に伝わります。団体には伝わりません。"))


class NameReplyForm(DeskForm):
    """Who of the department goes."""

    lecturers = forms.MultipleChoiceField(
        label=_("うかがう人"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("うかがう人をえらんでください"), "invalid_choice": _AGAIN},
    )

    def __init__(self, *args: Any, about: Assignment | LectureSession, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.fields["lecturers"].choices = _known(about)


class RegisterNameForm(RegisterForm):
    """Somebody who is on no list yet, and who goes with them."""

    together = forms.MultipleChoiceField(
        label=_("いっしょにうかがう人"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _AGAIN},
    )

    def __init__(self, *args: Any, about: Assignment | LectureSession, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.fields["together"].choices = _known(about)


def _known(about: Assignment | LectureSession) -> list[tuple[str, str]]:
    session = session_of_answer(about) if isinstance(about, Assignment) else about
    slot = Slot(about.starts_at, about.ends_at)
    return lecturer_choices(about.department, slot=slot, session=session)
