"""だれが: the group and how many come."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.base import StepForm
from bookings.forms.fields import CountField, WordsField
from bookings.models import ApplicantGroup
from bookings.rules import people_problem


class WhoForm(StepForm):
    group_name = WordsField(
        label=_("団体の名前"),
        empty=_("団体の名前を入れてください"),
        max_length=80,
        help_text=_("例：桜が丘自治会"),
        autocomplete="organization",
    )
    people = CountField(
        label=_("来る人の人数"),
        empty=_("人数を入れてください"),
        help_text=_("だいたいの数でかまいません。例：25"),
    )
    ages = WordsField(
        label=_("おもな年代（なくてもかまいません）"),
        max_length=60,
        help_text=_("例：60代から80代"),
    )
    kind = forms.ChoiceField(
        label=_("団体の種類（なくてもかまいません）"),
        choices=[("", _("えらばない")), *ApplicantGroup.Kind.choices],
        required=False,
        error_messages={"invalid_choice": _("団体の種類を、もう一度えらんでください")},
    )

    def clean_people(self) -> int:
        people = self.cleaned_data["people"]
        problem = people_problem(self.terms.rules, people, phone=self.terms.phone)
        if problem is not None:
            raise forms.ValidationError(problem.sentence, code=problem.code)
        return people

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or ApplicantGroup.Kind.OTHER
