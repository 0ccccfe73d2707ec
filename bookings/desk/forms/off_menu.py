"""メニューにない話: what is to be told, and whom to ask for it. Stands on the page of a request."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions.off_menu import Talk
from bookings.forms.fields import SpelledField, WordsField
from bookings.spelling import SpellingError
from bookings.spelling.durations import parse_minutes
from lectures.forms import PlainForm
from lectures.models import Category, Department

_SHORTEST, _LONGEST = 15, 240


class MinutesField(SpelledField):
    nothing = None

    def read(self, text: str) -> int:
        try:
            minutes = parse_minutes(text)
        except SpellingError:
            minutes = 0
        if not _SHORTEST <= minutes <= _LONGEST:
            raise forms.ValidationError(
                _now(
                    "講座の長さは、%(shortest)d分から%(longest)d分までで、60 のように入れてください"
                )
                % {"shortest": _SHORTEST, "longest": _LONGEST}
            )
        return minutes


class OffMenuForm(PlainForm):
    """All of it or nothing: with a title it stands for the lecture of the menu."""

    off_title = WordsField(
        label=_("どんな話か（講座名になります）"),
        max_length=120,
        help_text=_("例：空き家のかたづけ方"),
    )
    off_department = forms.ChoiceField(
        label=_("依頼する課"),
        required=False,
        error_messages={"invalid_choice": _("依頼する課を、もう一度えらんでください")},
    )
    off_category = forms.ChoiceField(
        label=_("分野（集計に使います）"),
        required=False,
        error_messages={"invalid_choice": _("分野を、もう一度えらんでください")},
    )
    off_minutes = MinutesField(label=_("長さ（分）"), initial="60", help_text=_("例：60"))

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        pick = [("", _now("えらんでください"))]
        there = Department.objects.on(on).order_by("code", "pk").values_list("pk", "name")
        kinds = Category.objects.order_by("order", "name").values_list("pk", "name")
        self.fields["off_department"].choices = [*pick, *((str(pk), name) for pk, name in there)]  # type: ignore[attr-defined]
        self.fields["off_category"].choices = [*pick, *((str(pk), name) for pk, name in kinds)]  # type: ignore[attr-defined]

    @property
    def is_used(self) -> bool:
        """Something was said here, if only whom to ask."""
        names = ("off_title", "off_department", "off_category")
        return any(str(self[name].value() or "").strip() for name in names)

    def clean(self) -> dict[str, Any]:
        if self.is_used:
            self.want("off_title", _("どんな話かを入れてください"))
            self.want("off_department", _("依頼する課をえらんでください"))
            self.want("off_category", _("分野をえらんでください"))
            self.want("off_minutes", _("長さを、60 のように分で入れてください"))
        return self.cleaned_data

    @property
    def talk(self) -> Talk | None:
        """None: it is a lecture of the menu, or what was typed is not enough yet."""
        if not (self.is_bound and self.is_used and self.is_valid()):
            return None
        data = self.cleaned_data
        return Talk(
            data["off_title"], int(data["off_department"]), int(data["off_category"]),
            data["off_minutes"],
        )  # fmt: skip
