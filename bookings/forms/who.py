"""だれが: the group, what it has to do with the town, and how many come."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.base import StepForm
from bookings.forms.fields import CountField, WordsField
from bookings.models import ApplicantGroup


class WhoForm(StepForm):
    """`online`: the group answers for itself; the office may leave open what it was not told."""

    group_name = WordsField(
        label=_("団体の名前"),
        empty=_("団体の名前を入れてください"),
        max_length=80,
        help_text=_("例：桜が丘自治会"),
        autocomplete="organization",
    )
    kind = forms.ChoiceField(
        label=_("団体の種類（なくてもかまいません）"),
        choices=[("", _("えらばない")), *ApplicantGroup.Kind.choices],
        required=False,
        help_text=_("学校は、クラスごとの時間を次のページで入れられます。"),
        error_messages={"invalid_choice": _("団体の種類を、もう一度えらんでください")},
    )
    connection = forms.ChoiceField(
        label=_("来る人は、市とどんなつながりがありますか"),
        choices=ApplicantGroup.Connection.choices,
        widget=forms.RadioSelect,
        help_text=_("いちばん多い人のものを、ひとつえらんでください。"),
        error_messages={
            "required": _("来る人の、市とのつながりをえらんでください"),
            "invalid_choice": _("来る人の、市とのつながりを、もう一度えらんでください"),
        },
    )
    people = CountField(
        label=_("来る人の人数"),
        empty=_("人数を入れてください"),
        help_text=_("だいたいの数でかまいません。例：25"),
    )
    members = CountField(
        label=_("団体ぜんぶの人数（なくてもかまいません）"), help_text=_("例：120")
    )
    ages = WordsField(
        label=_("おもな年代（なくてもかまいません）"),
        max_length=60,
        help_text=_("例：60代から80代"),
    )

    def __init__(self, data: Any = None, *, online: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["connection"].required = online

    def clean_people(self) -> int:
        people = self.cleaned_data["people"]
        problem = self.terms.people_problem(people)
        if problem is not None:
            raise forms.ValidationError(problem.sentence, code=problem.code)
        return people

    @property
    def too_few(self) -> bool:
        """Below the minimum: not a mistake to put right, but something to talk about."""
        return self.has_error("people", "too_few")
