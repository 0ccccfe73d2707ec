"""The four question pages of a draft, read together."""

from functools import cached_property

from bookings.actions.submitting import Particulars
from bookings.forms.base import StepForm
from bookings.forms.contact import ContactForm
from bookings.forms.particulars import particulars_of
from bookings.forms.terms import Terms
from bookings.forms.when import WhenForm
from bookings.forms.where import WhereForm
from bookings.forms.who import WhoForm
from bookings.models import BookingRequest

STEPS = ("who", "when", "where", "contact")
CHECK = "check"


class Answers:
    """What was typed so far, each page judged by today's terms."""

    def __init__(self, draft: BookingRequest, terms: Terms) -> None:
        self.draft, self.terms = draft, terms

    @cached_property
    def who(self) -> WhoForm:
        return WhoForm(self.typed("who"), terms=self.terms)

    @cached_property
    def when(self) -> WhenForm:
        return WhenForm(self.typed("when"), terms=self.terms)

    @cached_property
    def where(self) -> WhereForm:
        return WhereForm(self.typed("where"), terms=self.terms, wishes=self.understood_wishes)

    @cached_property
    def contact(self) -> ContactForm:
        return ContactForm(self.typed("contact"), terms=self.terms)

    @property
    def understood_wishes(self) -> tuple:
        self.when.is_valid()
        return self.when.wishes

    def typed(self, step: str) -> dict[str, str]:
        return self.draft.typed.get(step, {})

    def form(self, step: str) -> StepForm:
        return getattr(self, step)

    def blank(self, step: str) -> StepForm:
        """The page as it is first shown: what was typed, without a word about mistakes."""
        kind = type(self.form(step))
        initial = {"initial": self.typed(step)} if self.typed(step) else {}
        return kind(terms=self.terms, **initial)

    def missing(self, *, before: str = CHECK) -> str | None:
        """The first page before `before` that is not answered rightly yet."""
        for step in STEPS:
            if step == before:
                return None
            if not self.form(step).is_valid():
                return step
        return None

    def particulars(self) -> Particulars:
        """All four pages are valid."""
        return particulars_of(who=self.who, when=self.when, where=self.where, contact=self.contact)


def after(step: str) -> str:
    """The page that follows."""
    return (*STEPS, CHECK)[STEPS.index(step) + 1]
