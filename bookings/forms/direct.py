"""課で直接受けた講座: up to ten rows on one page; empty rows are ignored."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions.direct import Given
from bookings.actions.reporting import Numbers
from bookings.forms.fields import ClockField, DayField, WordsField
from bookings.forms.report import MinutesField, PeopleField
from bookings.models import ApplicantGroup
from bookings.spelling import SpellingError, folding, parse_day
from lectures.eras import fiscal_year_label, fiscal_year_of
from lectures.forms import ErrorLink, PlainForm
from lectures.models import Category, Centre, Department, Lecture

FEW, MOST = 3, 10
_NUMBER = re.compile(r"([0-9A-Za-z]+(?:-[0-9A-Za-z]+)+)(?:\s+(.*))?")
_NO_YEAR = re.compile(
    r"[0-9]{1,2}\s*[月/.-]\s*[0-9]{1,2}\s*日?\s*(?:\(?\s*[月火水木金土日].*)?[.。]?"
)
_FIELDS = ("day", "starts", "lecture", "category", "kind", "group", "place", "adults", "children",
           "minutes")  # fmt: skip


class PastDayField(DayField):
    """Without a year: the last such day, not the next. In a fiscal year that is over it is asked
    for: a day that is still to come would silently count for the year before."""

    def read(self, text: str) -> date:
        if not _NO_YEAR.fullmatch(folding.dashes(folding.figures(folding.width(text)))):
            return super().read(text)
        day = parse_day(text, _a_year_before(self.today))
        over = fiscal_year_of(day) < fiscal_year_of(self.today)
        if day > self.today or (over and day.year < self.today.year):
            words = {"day": f"{day.month}/{day.day}", "year": self.today.year - 1}
            raise SpellingError(
                _now("%(day)sは、これからの日です。前の年のことなら、%(year)d/%(day)sのように、年も入れてください")
                % words
            )  # fmt: skip
        return day


def _a_year_before(today: date) -> date:
    """The first of the days of which each month and day stands once until today."""
    after = today + timedelta(days=1)
    try:
        return after.replace(year=after.year - 1)
    except ValueError:  # 29 February
        return date(after.year - 1, 3, 1)


class RowForm(PlainForm):
    """One lecture; `given` of a valid row that is not empty."""

    day = PastDayField(label=_("日にち"), help_text=_("例：6/12"))
    starts = ClockField(label=_("はじまりの時刻（分かれば）"), help_text=_("例：14:00"))
    lecture = WordsField(
        label=_("講座の番号か題"),
        help_text=_("例：3-07。メニューにない話は、その題"),
        max_length=120,
    )
    category = forms.ChoiceField(label=_("分野（メニューにない話のとき）"), required=False)
    kind = forms.ChoiceField(
        label=_("団体の種類"),
        required=False,
        choices=[("", _("えらんでください")), *ApplicantGroup.Kind.choices],
    )
    group = WordsField(label=_("団体の名前（なくてもかまいません）"), max_length=80)
    place = WordsField(label=_("会場"), help_text=_("例：北川地域交流センター"), max_length=80)
    adults = PeopleField(label=_("大人の人数"), help_text=_("いないときは0"))
    children = PeopleField(label=_("子どもの人数"), help_text=_("いないときは0"))
    minutes = MinutesField(label=_("かかった時間"), help_text=_("例：60分"))
    again = forms.BooleanField(label=_("別の回です（同じものではありません）"), required=False)

    def __init__(self, *args: Any, known: "Known", today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.today = known, today
        self.fields["day"].today = today  # type: ignore[attr-defined]
        for name, offers in (("lecture", "lectures"), ("place", "centres")):
            self.fields[name].widget.attrs["list"] = offers
        self.fields["category"].choices = known.categories  # type: ignore[attr-defined]
        self.twin = bool(self.data.get(self.add_prefix("again"))) if self.is_bound else False

    @property
    def is_empty(self) -> bool:
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in _FIELDS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, sentence in _WANTED.items():
            if data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, sentence)
        if data.get("adults") == 0 and data.get("children") == 0:
            self.add_error("adults", _("来た人の数を入れてください"))
        day = data.get("day")
        if day is not None and day > self.today:
            self.add_error("day", _("これからの日です。終わってから報告してください"))
        elif day is not None and fiscal_year_of(day) < fiscal_year_of(self.today) - 1:
            self.add_error("day", _("報告できるのは、今年度と前の年度の講座です"))
        elif day is not None and data.get("lecture"):
            self._find_lecture(data["lecture"], fiscal_year_of(day))
        return data

    def _find_lecture(self, typed: str, year: int) -> None:
        """Of the menu of that year, by number or title; else a talk off the menu."""
        said = folding.spaces(folding.dashes(folding.width(typed))).strip()
        match = _NUMBER.fullmatch(said)
        by_title = self.known.titles.get((year, _key(typed)))
        by_number = self.known.numbers.get((year, match[1].upper())) if match else None
        words = {"year": fiscal_year_label(year), "typed": typed}
        if by_number is not None:
            if match and match[2] and _key(match[2]) != _key(by_number.title):
                words |= {"number": by_number.number, "title": by_number.title}
                self.add_error(
                    "lecture",
                    _now("%(year)sの%(number)sは「%(title)s」です。番号か題だけを入れてください")
                    % words,
                )
            self.cleaned_data["found"] = by_number
        elif by_title is not None:
            self.cleaned_data["found"] = by_title
        elif match and not match[2]:
            self.add_error(
                "lecture", _now("%(year)sのメニューに、%(typed)sという番号はありません") % words
            )
        elif not self.cleaned_data.get("category"):
            self.add_error(
                "category",
                _now("「%(typed)s」は%(year)sのメニューにありません。メニューにない話なら、分野をえらんでください") % words,
            )  # fmt: skip

    @property
    def given(self) -> Given:
        """Of a valid row."""
        data = self.cleaned_data
        lecture, centre = data.get("found"), self.known.centres.get(_key(data["place"]))
        return Given(
            day=data["day"],
            numbers=Numbers(data["adults"], data["children"], data["minutes"]),
            kind=data["kind"],
            lecture_id=lecture.pk if lecture else None,
            title="" if lecture else data["lecture"],
            category_id=None if lecture else int(data["category"]),
            starts=data["starts"],
            group_name=data["group"],
            centre_id=centre.pk if centre else None,
            venue_name="" if centre else data["place"],
            again=data["again"],
        )


_WANTED = {
    "day": _("日にちを入れてください"),
    "lecture": _("講座の番号か題を入れてください"),
    "kind": _("団体の種類をえらんでください"),
    "place": _("会場を入れてください"),
    "adults": _("大人の人数を入れてください。いないときは0"),
    "children": _("子どもの人数を入れてください。いないときは0"),
    "minutes": _("かかった時間を入れてください。例：60分"),
}


class Known:
    """What rows may name: read once for all of them. `lectures`: own departments' first."""

    def __init__(self, department: Department, *, today: date) -> None:
        this_year = fiscal_year_of(today)
        rows = Lecture.objects.filter(
            fiscal_year__year__in=[this_year, this_year - 1], off_menu=False
        ).select_related("fiscal_year")
        ordered = rows.order_by("-fiscal_year__year", "number", "pk")
        self.lectures = sorted(
            ordered, key=lambda row: (row.department_id != department.pk, -row.fiscal_year.year)
        )
        self.numbers = {
            (row.fiscal_year.year, folding.dashes(folding.width(row.number)).upper()): row
            for row in self.lectures
        }
        self.titles = {
            (row.fiscal_year.year, _key(row.title)): row
            for row in reversed(self.lectures)  # of two titles alike, the department's own
        }
        self.centres = {_key(row.name): row for row in Centre.objects.order_by("code")}
        rows_of = Category.objects.order_by("order", "pk").values_list("pk", "name")
        self.categories = [("", _("えらんでください")), *((str(pk), name) for pk, name in rows_of)]


class AmendForm(PlainForm):
    """Why the office changes a closed year; the page shows it once it was refused for that."""

    amends = WordsField(
        label=_("締めた年度を直す理由"),
        help_text=_("経過と、締めたあとの訂正の一覧に残ります。"),
        empty=_("締めた年度を直す理由を書いてください"),
        lines=3,
        max_length=1000,
    )


class RowsForm:
    """All rows of one page. `form_id`: the same page sent twice is one report."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, known: Known, today: date, more: bool = False,
        may_amend: bool = False,
    ) -> None:  # fmt: skip
        asked = str((data or {}).get("rows", ""))
        count = int(asked) if asked in (str(FEW), str(MOST)) else FEW
        self.count = MOST if more else count
        self.form_id = _uuid(str((data or {}).get("form_id", "")))
        bound = data if data is not None and not more else None
        self.rows = [
            RowForm(
                bound, prefix=f"row{number}", known=known, today=today,
                initial=_typed(data, number) if data is not None and more else None,
            )
            for number in range(1, self.count + 1)
        ]  # fmt: skip
        self.problem = ""
        self.may_amend = may_amend
        asked_why = may_amend and data is not None and "amends" in data
        self.amend = AmendForm(data) if asked_why else None

    @property
    def why(self) -> str:
        """Of a valid form; "": no closed year is touched."""
        return str(self.amend.cleaned_data["amends"]) if self.amend else ""

    def refuse_closed(self, sentence: str) -> None:
        """The year was closed: the office is asked why, everybody else calls it."""
        if not self.may_amend:
            self.problem = sentence
            return
        self.amend = AmendForm({"amends": ""})
        self.amend.errors.pop("amends")
        self.amend.add_error("amends", sentence)

    @property
    def filled(self) -> list[RowForm]:
        return [row for row in self.rows if not row.is_empty]

    def is_valid(self) -> bool:
        if not self.filled:
            self.problem = _now("講座を、一つは入れてください")
            return False
        asked = [*self.filled, *([self.amend] if self.amend else [])]
        wrong = [form for form in asked if not form.is_valid()]  # each says what is wrong
        return not wrong

    @property
    def error_links(self) -> list[ErrorLink]:
        links = [ErrorLink("", self.problem)] if self.problem else []
        for number, row in enumerate(self.rows, start=1):
            if row.is_bound and not row.is_empty:
                words = _now("%(number)dつめ：") % {"number": number}
                links += [
                    ErrorLink(one.target, f"{words}{one.sentence}") for one in row.error_links
                ]
        return links + (self.amend.error_links if self.amend else [])


def _typed(data: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {name: data.get(f"row{number}-{name}", "") for name in (*_FIELDS, "again")}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _key(text: str) -> str:
    return "".join(folding.dashes(folding.width(text)).lower().split())
