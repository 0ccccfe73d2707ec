"""地区 and 数え方: what the office types about areas and about what counts as one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions.areas import Wanted
from bookings.forms.fields import SpelledField, WordsField
from bookings.models import Area, CountingUnit
from bookings.spelling import SpellingError, folding
from lectures.forms import PlainForm

_NEW = 2  # empty lines for more areas


class NumberField(SpelledField):
    """１２,０００ → 12000; nothing typed: None. `most`: the largest that is taken."""

    nothing = None

    def __init__(self, *, most: int, least: int = 0, wrong: Any, **options: Any):
        self.most, self.least, self.wrong = most, least, wrong
        super().__init__(inputmode="numeric", **options)

    def read(self, text: str) -> int:
        plain = folding.width(text).replace(",", "").removesuffix("人").removesuffix("年度").strip()
        if not (plain.isascii() and plain.isdigit() and len(plain) <= 9):
            raise SpellingError(str(self.wrong))
        if not self.least <= int(plain) <= self.most:
            raise SpellingError(str(self.wrong))
        return int(plain)


class AreasForm(PlainForm):
    """One line for each area, and some empty ones."""

    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.areas = [*areas, *([None] * _NEW)]
        for n, area in enumerate(self.areas):
            self._add(n, area)

    def _add(self, n: int, area: Area | None) -> None:
        place = _("地図の場所は、1から30の数字で入れてください。")
        people = _("住んでいる人の数は、数字で入れてください。例：12000")
        known = area or Area()
        self.fields |= {
            f"pk-{n}": forms.CharField(required=False, widget=forms.HiddenInput, initial=known.pk),
            f"name-{n}": WordsField(label=_("地区の名前"), max_length=40, initial=known.name),
            f"towns-{n}": WordsField(
                label=_("町の名前（1行に一つ）"), lines=2, max_length=4000, initial=known.towns
            ),
            f"row-{n}": NumberField(
                label=_("上から"), least=1, most=30, wrong=place, initial=known.row
            ),
            f"column-{n}": NumberField(
                label=_("左から"), least=1, most=30, wrong=place, initial=known.column
            ),
            f"residents-{n}": NumberField(
                label=_("住んでいる人"), most=99_999_999, wrong=people, initial=known.residents
            ),
        }

    def clean(self) -> None:
        super().clean()
        for n in range(len(self.areas)):
            row, column = self.cleaned_data.get(f"row-{n}"), self.cleaned_data.get(f"column-{n}")
            name = f"{'row' if row is None else 'column'}-{n}"
            if (row is None) != (column is None) and name not in self.errors:
                self.add_error(name, _("地図の場所は、上からと左からを両方入れてください。"))
            if not self.cleaned_data.get(f"name-{n}") and self._is_new_and_filled(n):
                self.add_error(f"name-{n}", _("地区の名前を入れてください。"))

    def _is_new_and_filled(self, n: int) -> bool:
        parts = (self.cleaned_data.get(f"{part}-{n}") for part in ("towns", "row", "residents"))
        return not self.cleaned_data.get(f"pk-{n}") and any(parts)

    @property
    def wanted(self) -> list[Wanted]:
        """Lines that hold or held something."""
        given = self.cleaned_data
        found = []
        for n in range(len(self.areas)):
            shown = str(given.get(f"pk-{n}") or "")
            pk = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else None
            if pk or given.get(f"name-{n}"):
                found.append(
                    Wanted(
                        pk=pk,
                        name=given.get(f"name-{n}") or "",
                        towns=given.get(f"towns-{n}") or "",
                        row=given.get(f"row-{n}"),
                        column=given.get(f"column-{n}"),
                        residents=given.get(f"residents-{n}"),
                    )
                )
        return found

    @property
    def lines(self) -> list[list[Any]]:
        """The boxes of each line, the hidden one first."""
        parts = ("pk", "name", "towns", "row", "column", "residents")
        return [[self[f"{part}-{n}"] for part in parts] for n in range(len(self.areas))]


class UnitForm(PlainForm):
    from_year = NumberField(
        label=_("どの年度から（西暦）"), least=2000, most=2100, help_text=_("例：2027"),
        wrong=_("年度は、西暦4けたで入れてください。例：2027"),
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("数え方"), choices=CountingUnit.Unit.choices, widget=forms.RadioSelect,
        error_messages={"required": _("数え方をえらんでください。")},
    )  # fmt: skip
    reason = WordsField(
        label=_("変える理由"), max_length=200, empty=_("変える理由を書いてください。")
    )

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("from_year") is None and "from_year" not in self.errors:
            self.add_error("from_year", _("どの年度からかを入れてください。"))
