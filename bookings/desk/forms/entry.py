"""One page for a request that came by phone: the group's forms, in the order in which a caller tells.

Judged as the group's own pages are; the office may let single rules go, by name.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions.submitting import Particulars, RulesBroken, minutes_of
from bookings.desk.forms.days import DaysForm, typed_wishes
from bookings.desk.forms.lecture_box import LectureField, OptionalLecture, in_list
from bookings.desk.forms.quick import QuickContactForm, QuickWhereForm, QuickWhoForm, came_by
from bookings.forms.classes import ClassesForm, with_hours
from bookings.forms.particulars import particulars_of, typed_of
from bookings.forms.terms import terms_for
from bookings.forms.when import YES, WhenForm
from bookings.models import ApplicantGroup, BookingRequest
from bookings.status import Way
from lectures.forms import ErrorLink, PlainForm
from lectures.models import Lecture

Typed = Mapping[str, Any]


_AT_THE_HEAD = (
    "phone way lecture off_title off_department off_category off_minutes group_name people wishes"
)
_FIRST = tuple(f"id_{name}" for name in _AT_THE_HEAD.split())


class EntryForm(PlainForm):
    """Which lecture, and how the request reached the office."""

    lecture = LectureField(
        label=_("講座（番号か、名前の一部）"),
        empty=_("講座をえらんでください"),
        max_length=200,
        help_text=_("例：1-01、防災"),
    )
    way = forms.ChoiceField(
        label=_("どうやって届きましたか"),
        initial=Way.PHONE.value,
        error_messages={
            "required": _("届いた方法をえらんでください"),
            "invalid_choice": _("届いた方法を、もう一度えらんでください"),
        },
    )

    def __init__(
        self, *args: Any, lectures: Sequence[Lecture], off_menu: bool = False, **kwargs: Any
    ) -> None:
        """`off_menu`: another form says what is to be told; a lecture beside it is one too many."""
        super().__init__(*args, **kwargs)
        self.off_menu = off_menu
        if off_menu:
            self.fields["lecture"] = OptionalLecture(
                label=self.fields["lecture"].label, max_length=200,
                help_text=self.fields["lecture"].help_text,
            )  # fmt: skip
        self.fields["way"].choices = came_by()  # type: ignore[attr-defined]
        self.fields["lecture"].lectures = lectures  # type: ignore[attr-defined]
        self.fields["lecture"].widget.attrs |= {"list": "lectures", "accesskey": "k"}
        self.offered = [in_list(row, lectures) for row in lectures]

    def clean(self) -> dict[str, Any]:
        if self.off_menu and self.cleaned_data.get("lecture"):
            self.add_error(
                "lecture",
                _now("メニューの講座か、メニューにない話か、どちらか一つにしてください"),
            )
        return self.cleaned_data


def _place(target: str) -> int:
    """What stands at the head of the page comes first; the rest is in order already."""
    return _FIRST.index(target) if target in _FIRST else len(_FIRST) if target else -1


@dataclass(frozen=True)
class ErrorsOf:
    """One summary of several forms."""

    forms: tuple[PlainForm, ...]

    @property
    def error_links(self) -> list[ErrorLink]:
        """In the order of the page."""
        links = [link for form in self.forms for link in form.error_links]
        return sorted(links, key=lambda link: _place(link.target))


@dataclass(frozen=True)
class Sheet:
    """The forms of one request, read together. `days` stands on the page for the wishes of `when`."""

    who: QuickWhoForm
    classes: ClassesForm
    days: DaysForm
    when: WhenForm
    where: QuickWhereForm
    contact: QuickContactForm

    @property
    def forms(self) -> tuple[PlainForm, ...]:
        """In the order of the page."""
        return (self.who, self.classes, self.days, self.when, self.where, self.contact)

    @property
    def agreed(self) -> dict[str, Any]:
        """A time that a department has promised the group; folded where nothing is typed."""
        fields = [self.when["agreed"], *self.when.agreed_fields]
        typed = any(field.value() for field in fields[1:])
        return {"fields": fields, "open": typed or self.when["agreed"].value() == YES}

    @property
    def more_open(self) -> bool:
        """Whether something is in the fields of a fold, or to be put right: then it stands open."""
        group = ("kind", "connection", "members", "ages")
        person = self.contact["same_person"].value()
        return (
            _filled(self.who, *group)
            or not person
            or _filled(self.contact, "contact_name", "reachable")
        )

    @property
    def said_open(self) -> bool:
        return _filled(self.contact, "questions", "remarks")

    @property
    def where_open(self) -> bool:
        return self.where.kit_open or _filled(self.where, "usable_from", "usable_until")

    def is_valid(self) -> bool:
        valid = all([self.who.is_valid(), self._classes_are_valid(), self.days.is_valid()])
        self.when.is_valid()
        self.days.take_over(self.when)
        self.where.wishes, self.where.agreed = self.when.wishes, self.when.is_agreed
        valid = valid and not self.when.errors and not self.days.errors
        return all([self.where.is_valid(), self.contact.is_valid(), valid])

    def _classes_are_valid(self) -> bool:
        """Only a school comes class by class: its own pages would not show them to another group."""
        kind = self.who.cleaned_data.get("kind")
        if self.classes.understood and kind != ApplicantGroup.Kind.SCHOOL:
            self.classes.add_error(
                "classes", _now("クラスごとに行うのは、団体の種類が「学校」のときだけです")
            )
        return self.classes.is_valid()

    @property
    def particulars(self) -> Particulars:
        return particulars_of(
            who=self.who,
            when=self.when,
            where=self.where,
            contact=self.contact,
            classes=self.classes,
        )

    def show(self, broken: RulesBroken) -> None:
        """Each broken rule beside its field."""
        for field, problem in broken.problems:
            error = forms.ValidationError(problem.sentence, code=problem.code)
            if field == "people":
                self.who.add_error("people", error)
            elif field.startswith("wish-") and self.when.is_agreed:
                self.when.add_error("agreed_day", error)
            elif field.startswith("wish-"):
                self.days.add_error("wishes", error)
            else:
                self.where.add_error("place", error)


def _filled(form: PlainForm, *names: str) -> bool:
    return any(form[name].value() or form[name].errors for name in names)


def sheet(
    lecture: Lecture,
    *,
    at: datetime,
    data: Typed | None = None,
    initial: Typed | None = None,
    but: BookingRequest | None = None,
    waive: Collection[str] = (),
) -> Sheet:
    """As typed, or unbound with `initial`. `but`: the request that is corrected, in nobody's way."""
    terms = terms_for(lecture, at=at, but=but).without(waive)
    first = dict(initial or {})
    classes = ClassesForm(data, terms=terms, initial=first)
    spelled = classes.understood if classes.is_valid() else ()
    lasting = replace(terms, minutes=minutes_of(spelled) or terms.minutes)
    days = DaysForm(data, today=terms.today, initial=first)
    days.is_valid()
    wished = None if data is None else with_hours(days.spread(data), spelled)
    return Sheet(
        QuickWhoForm(data, terms=terms, initial=first),
        classes,
        days,
        WhenForm(wished, terms=lasting, initial=first),
        QuickWhereForm(data, terms=lasting, initial=first),
        QuickContactForm(data, terms=terms, initial=first),
    )


def typed_again(request: BookingRequest) -> dict[str, str]:
    """What the request says now, as somebody might type it on this page."""
    pages = typed_of(request)
    flat = {name: text for page in pages.values() for name, text in page.items()}
    return {**flat, "wishes": typed_wishes(pages["when"])}


def sheet_of(request: BookingRequest, *, at: datetime) -> Sheet:
    """Filled in with what the request says now."""
    return sheet(request.lecture, at=at, initial=typed_again(request), but=request)
