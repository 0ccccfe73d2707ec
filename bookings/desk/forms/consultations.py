"""Forms of the desk's consultations: taking one by phone, answering, noting, closing."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.desk.forms.lecture_box import OptionalLecture, in_list
from bookings.desk.forms.quick import came_by
from bookings.forms.consult import ConsultForm
from bookings.forms.fields import WordsField
from bookings.models import Consultation
from bookings.status import ConsultationEnd, Way
from lectures.forms import PlainForm
from lectures.models import Lecture

_MOST = 1000
_TOLD_BY = (Way.PHONE, Way.FAX, Way.POST, Way.COUNTER)


class TakenForm(ConsultForm):
    """By phone, fax or at the counter: the same questions, and how it came."""

    lecture = OptionalLecture(
        label=_("講座（なくてもかまいません）"), max_length=200, help_text=_("例：1-01、防災")
    )
    way = forms.ChoiceField(
        label=_("どうやって届きましたか"),
        initial=Way.PHONE.value,
        error_messages={
            "required": _("届いた方法をえらんでください"),
            "invalid_choice": _("届いた方法を、もう一度えらんでください"),
        },
    )
    field_order = (
        "way",
        "phone",
        "contact_name",
        "group_name",
        "about",
        "wish",
        "words",
        "lecture",
    )

    def __init__(self, *args: Any, lectures: Sequence[Lecture], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["way"].choices = came_by()  # type: ignore[attr-defined]
        self.fields["lecture"].lectures = lectures  # type: ignore[attr-defined]
        self.fields["lecture"].widget.attrs["list"] = "lectures"
        self.fields["contact_name"].label = _("相談した人の名前")
        self.fields["notify_by"].initial = "phone"
        self.offered = [in_list(row, lectures) for row in lectures]


class TellForm(PlainForm):
    """What the group is told. By mail it is sent; by another way it has been said already."""

    way = forms.ChoiceField(
        label=_("どうやって伝えますか"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("伝える方法をえらんでください"),
            "invalid_choice": _("伝える方法を、もう一度えらんでください"),
        },
    )
    words = WordsField(
        label=_("団体に伝えること"),
        empty=_("団体に伝えることを書いてください"),
        lines=5,
        max_length=_MOST,
        help_text=_("メールには、このまま入ります。"),
    )
    settled = forms.BooleanField(label=_("これで答えたことにする"), required=False)

    def __init__(self, *args: Any, row: Consultation, **options: Any) -> None:
        super().__init__(*args, **options)
        said = [(way.value, _("%(way)sで伝えた") % {"way": way.label}) for way in _TOLD_BY]
        mail = [(Way.EMAIL.value, _("メールを送る（%(to)s）") % {"to": row.group.email})]
        self.fields["way"].choices = [*(mail if row.group.email else []), *said]  # type: ignore[attr-defined]


class NoteForm(PlainForm):
    """Heard from the group, or a line for colleagues."""

    heard = forms.ChoiceField(
        label=_("だれのことばですか"),
        choices=[("group", _("団体から聞いたこと")), ("office", _("事務局のメモ"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("だれのことばかをえらんでください"),
            "invalid_choice": _("だれのことばかを、もう一度えらんでください"),
        },
    )
    words = WordsField(
        label=_("書いておくこと"), empty=_("ことばを入れてください"), lines=3, max_length=_MOST
    )


class CloseForm(PlainForm):
    reason = forms.ChoiceField(
        label=_("終えるわけ"),
        choices=[("", _("えらんでください")), *ConsultationEnd.choices],
        help_text=_(
            "「話せる課・講師がない」と「申込条件に合わない」は、かなわなかった希望として数えます。"
        ),
        error_messages={
            "required": _("終えるわけをえらんでください"),
            "invalid_choice": _("終えるわけを、もう一度えらんでください"),
        },
    )
    words = WordsField(
        label=_("メモ（なくてもかまいません）"),
        lines=2,
        max_length=_MOST,
        help_text=_("事務局の人だけが見ます。団体には、先に上の「答える」で伝えます。"),
    )


class ReopenForm(PlainForm):
    """Reading and pressing is all."""
