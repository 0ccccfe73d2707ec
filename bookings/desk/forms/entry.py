"""One page for a request that came by phone: the group's four forms, and how it came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions.submitting import Particulars, RulesBroken
from bookings.forms.contact import ContactForm
from bookings.forms.particulars import particulars_of, typed_of
from bookings.forms.terms import Terms, terms_for
from bookings.forms.when import RANKS, WhenForm
from bookings.forms.where import WhereForm
from bookings.forms.who import WhoForm
from bookings.models import BookingRequest
from bookings.status import Way
from lectures.forms import ErrorLink, PlainForm
from lectures.models import Lecture

CAME_BY = [
    (way.value, way.label)
    for way in (Way.PHONE, Way.FAX, Way.COUNTER, Way.POST, Way.EMAIL, Way.DEPARTMENT)
]


class EntryForm(PlainForm):
    """Which lecture, and how the request reached the office."""

    lecture = forms.ChoiceField(
        label=_("講座"),
        error_messages={
            "required": _("講座をえらんでください"),
            "invalid_choice": _("講座を、もう一度えらんでください"),
        },
    )
    way = forms.ChoiceField(
        label=_("どうやって届きましたか"),
        choices=CAME_BY,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("届いた方法をえらんでください"),
            "invalid_choice": _("届いた方法を、もう一度えらんでください"),
        },
    )

    def __init__(self, *args: Any, lectures: Mapping[str, Lecture], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lecture"].choices = [
            ("", _("えらんでください")),
            *((key, f"{row.number} {row.title}") for key, row in lectures.items()),
        ]


@dataclass(frozen=True)
class ErrorsOf:
    """One summary of several forms."""

    forms: tuple[PlainForm, ...]

    @property
    def error_links(self) -> list[ErrorLink]:
        return [link for form in self.forms for link in form.error_links]


@dataclass(frozen=True)
class Sheet:
    """The four forms of one request, read together."""

    who: WhoForm
    when: WhenForm
    where: WhereForm
    contact: ContactForm

    @property
    def forms(self) -> tuple[PlainForm, ...]:
        return (self.who, self.when, self.where, self.contact)

    @property
    def wishes(self) -> list[dict[str, Any]]:
        """The fields of each wish; one without anything in it may stay folded."""
        return [self._wish(rank) for rank in RANKS]

    def _wish(self, rank: int) -> dict[str, Any]:
        names = [name for name in self.when.fields if name.startswith(f"wish{rank}_")]
        fields = [self.when[name] for name in names]
        return {
            "rank": rank,
            "fields": fields,
            "open": any(field.value() or field.errors for field in fields),
        }

    def is_valid(self) -> bool:
        valid = all([self.who.is_valid(), self.when.is_valid()])
        self.where.wishes = self.when.wishes
        return all([self.where.is_valid(), self.contact.is_valid(), valid])

    @property
    def particulars(self) -> Particulars:
        return particulars_of(who=self.who, when=self.when, where=self.where, contact=self.contact)

    def show(self, broken: RulesBroken) -> None:
        """Each broken rule beside its field."""
        for field, problem in broken.problems:
            if field == "people":
                self.who.add_error("people", problem.sentence)
            elif field.startswith("wish-"):
                self.when.add_error(f"wish{field.removeprefix('wish-')}_day", problem.sentence)
            else:
                self.where.add_error("place", problem.sentence)


def sheet(lecture: Lecture, *, at: datetime, data: Mapping[str, Any] | None = None) -> Sheet:
    """Empty, or as typed."""
    terms = terms_for(lecture, at=at)
    return Sheet(
        WhoForm(data, terms=terms),
        WhenForm(data, terms=terms),
        WhereForm(data, terms=terms),
        ContactForm(data, terms=terms),
    )


def sheet_of(request: BookingRequest, *, at: datetime) -> Sheet:
    """Filled in with what the request says now."""
    terms: Terms = terms_for(request.lecture, at=at)
    typed = typed_of(request)
    return Sheet(
        WhoForm(terms=terms, initial=typed["who"]),
        WhenForm(terms=terms, initial=typed["when"]),
        WhereForm(terms=terms, initial=typed["where"]),
        ContactForm(terms=terms, initial=typed["contact"]),
    )
