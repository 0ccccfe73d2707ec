"""The question pages of a draft, read together; a school has one more."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from bookings.actions.submitting import Particulars, minutes_of
from bookings.forms.base import StepForm
from bookings.forms.classes import ClassesForm, with_hours
from bookings.forms.contact import ContactForm
from bookings.forms.particulars import particulars_of
from bookings.forms.terms import Terms
from bookings.forms.when import WhenForm
from bookings.forms.where import WhereForm
from bookings.forms.who import WhoForm
from bookings.models import ApplicantGroup, BookingRequest
from bookings.spelling.classes import SpelledClass
from bookings.status import RequestStatus
from lectures.models import Centre

STEPS = ("who", "when", "where", "contact")
FOR_SCHOOLS = ("who", "classes", "when", "where", "contact")
CHECK = "check"
KINDS: Mapping[str, type[StepForm]] = {
    "who": WhoForm, "classes": ClassesForm, "when": WhenForm, "where": WhereForm,
    "contact": ContactForm,
}  # fmt: skip


class Answers:
    """What was typed so far, each page judged by today's terms."""

    def __init__(self, draft: BookingRequest, terms: Terms) -> None:
        self.draft, self.terms = draft, terms

    @cached_property
    def who(self) -> WhoForm:
        return WhoForm(
            self.typed("who"), terms=self.terms, online=self.draft.status == RequestStatus.DRAFT
        )

    @cached_property
    def classes(self) -> ClassesForm:
        return ClassesForm(self.typed("classes"), terms=self.terms)

    @cached_property
    def when(self) -> WhenForm:
        return WhenForm(self._wished, terms=self.terms_of_wishes)

    @cached_property
    def where(self) -> WhereForm:
        return WhereForm(
            self.typed("where"),
            terms=self.terms_of_wishes,
            wishes=self.understood_wishes,
            agreed=self.when.is_agreed,
        )

    @cached_property
    def terms_at_place(self) -> Terms:
        """For the month of days, once one of the town's places is chosen."""
        place = self.typed("where").get("place", "")
        centre = Centre.objects.filter(code=place).first() if place else None
        return self.terms_of_wishes.at(centre)

    @cached_property
    def contact(self) -> ContactForm:
        return ContactForm(self.typed("contact"), terms=self.terms)

    @property
    def understood_wishes(self) -> tuple:
        self.when.is_valid()
        return self.when.wishes

    @property
    def is_school(self) -> bool:
        return self.typed("who").get("kind") == ApplicantGroup.Kind.SCHOOL

    @property
    def steps(self) -> tuple[str, ...]:
        return FOR_SCHOOLS if self.is_school else STEPS

    @cached_property
    def spelled_classes(self) -> tuple[SpelledClass, ...]:
        """A school's classes, once they can be read; they fix the hours of every wish."""
        return self.classes.understood if self.is_school and self.classes.is_valid() else ()

    @cached_property
    def terms_of_wishes(self) -> Terms:
        """The lecture may be given to several classes: then it takes as long as all of them."""
        minutes = minutes_of(self.spelled_classes)
        return replace(self.terms, minutes=minutes) if minutes else self.terms

    @property
    def _wished(self) -> Mapping[str, Any]:
        return with_hours(self.typed("when"), self.spelled_classes)

    @property
    def soonest(self) -> date | None:
        """The earliest day wished for, as far as it is understood."""
        return min((wish.day for wish in self.understood_wishes), default=None)

    @property
    def latest(self) -> date | None:
        return max((wish.day for wish in self.understood_wishes), default=None)

    def typed(self, step: str) -> dict[str, str]:
        return self.draft.typed.get(step, {})

    def form(self, step: str) -> StepForm:
        return getattr(self, step)

    def blank(self, step: str) -> StepForm:
        """The page as it is first shown: what was typed, without a word about mistakes."""
        known: dict[str, Any] = {"initial": self.typed(step)} if self.typed(step) else {}
        if step == "where":
            known["wishes"] = self.understood_wishes
        return KINDS[step](terms=self.terms, **known)

    def missing(self, *, before: str = CHECK) -> str | None:
        """The first page before `before` that is not answered rightly yet."""
        for step in self.steps:
            if step == before:
                return None
            if not self.form(step).is_valid():
                return step
        return None

    def particulars(self) -> Particulars:
        """All the pages are valid."""
        return particulars_of(
            who=self.who,
            when=self.when,
            where=self.where,
            contact=self.contact,
            classes=self.classes if self.spelled_classes else None,
        )

    def after(self, step: str) -> str:
        """The page that follows."""
        return (*self.steps, CHECK)[self.steps.index(step) + 1]
