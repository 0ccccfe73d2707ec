"""内容を変える: people, contact and words of a request that was sent. Date and place are another form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.contact import ContactForm, NotifyBy
from bookings.forms.fields import CountField, WordsField, number_as_typed
from bookings.forms.particulars import typed_of
from bookings.forms.where import CareFields
from bookings.models import BookingRequest
from bookings.rules import people_problem

NO, YES = "no", "yes"
_FIRST = ("people", "ages", "new_contact")
_LAST = ("care", "care_words", "care_by", "talk_language", "questions", "remarks")


class DetailsForm(CareFields, ContactForm):
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
    new_contact = forms.ChoiceField(
        label=_("連絡する人は、ほかの人にかわりますか"),
        choices=[(NO, _("かわりません")), (YES, _("かわります"))],
        widget=forms.RadioSelect,
        help_text=_("「かわります」のときは、前の人が持っているリンクは使えなくなります。"),
        error_messages={
            "required": _("連絡する人がかわるか、かわらないかをえらんでください"),
            "invalid_choice": _("連絡する人がかわるか、もう一度えらんでください"),
        },
    )

    def __init__(self, *args: Any, row: BookingRequest, **options: Any) -> None:
        self.row = row
        super().__init__(*args, **options)
        self.fields["contact_kana"].required = False  # whoever telephoned may never have said it
        between = [name for name in self.fields if name not in (*_FIRST, *_LAST)]
        self.order_fields([*_FIRST, *between, *_LAST])

    def clean_people(self) -> int:
        people = self.cleaned_data["people"]
        if people == self.row.people:
            return people
        problem = people_problem(self.terms.rules, people, phone=self.terms.phone)
        if problem is not None:
            raise forms.ValidationError(problem.sentence, code=problem.code)
        return people

    def clean(self) -> dict[str, Any]:
        """A number that stands, however it came here, is not the group's mistake."""
        group, typed = self.row.group, number_as_typed(self.data.get("phone"))
        assert group is not None
        if "phone" in self.errors and typed and typed in (group.phone, group.phone_as_typed):
            del self.errors["phone"]
            self.cleaned_data["phone"] = group.phone
        return super().clean()

    @property
    def is_new_contact(self) -> bool:
        return self.cleaned_data["new_contact"] == YES

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes, of a valid form."""
        said, group = self.cleaned_data, self.row.group
        assert group is not None
        wanted, name = said["notify_by"], said["representative"]
        by_post = wanted == NotifyBy.POST
        contact = name if said["same_person"] else said["contact_name"]
        unsaid = not group.representative and name == group.contact_name == contact
        as_typed = number_as_typed(self.data.get("phone"))
        return {
            **{key: said[key] for key in ("people", "ages", "questions", "remarks")},
            "care": said["care"],
            "care_words": said["care_words"] if said["care"] else "",
            "care_by": said["care_by"] if said["care"] else "",
            "talk_language": said["talk_language"],
            **{key: said[key] for key in ("contact_kana", "phone", "reachable", "notify_by")},
            "representative": "" if unsaid else name,
            "contact_name": contact,
            "phone_as_typed": group.phone_as_typed if said["phone"] == group.phone else as_typed,
            # Only what the chosen way needs is kept.
            "email": said["email"] if wanted == NotifyBy.EMAIL else "",
            "fax": said["fax"] if wanted == NotifyBy.FAX else "",
            "postcode": said["postcode"] if by_post else "",
            "address": said["address"] if by_post else "",
        }


def details_of(row: BookingRequest) -> dict[str, str]:
    """The request as it stands, as its group might have typed it."""
    typed = typed_of(row)
    who = {name: typed["who"][name] for name in ("people", "ages")}
    names = ("care", "care_words", "care_by", "talk_language")
    care = {name: typed["where"][name] for name in names}
    return {**who, **care, **typed["contact"], "new_contact": NO}
