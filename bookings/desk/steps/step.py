"""One step of the office: its words, its form, when it is open, and the action behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from bookings.actions.moves import Actor, By
from bookings.desk.forms.base import About, DeskForm
from bookings.status import Way


@dataclass(frozen=True)
class Heard:
    """Who presses the button and when; by whose word is said by the step."""

    user: User
    at: datetime

    @property
    def office(self) -> By:
        return By(Actor.OFFICE, Way.DESK, self.user)

    def from_group(self, form: DeskForm) -> By:
        return By(Actor.GROUP, Way(form.cleaned_data["way"]), self.user)

    def from_department(self, form: DeskForm) -> By:
        return By(Actor.DEPARTMENT, Way(form.cleaned_data["way"]), self.user)


@dataclass(frozen=True)
class Step:
    """`explains` says what pressing the button does and who is told."""

    name: str
    title: Promise
    explains: Promise
    button: Promise
    done: Promise
    act: Callable[[Any, Any, Heard], object]  # row, valid form, who and when
    is_open: Callable[..., bool]  # row, at=
    form: type[DeskForm] = DeskForm
    stops: bool = False  # ends something: the button looks like it


def find(steps: Sequence[Step], name: str) -> Step | None:
    return next((step for step in steps if step.name == name), None)


def open_steps(steps: Sequence[Step], about: About, *, at: datetime) -> list[Step]:
    """The steps that the present state allows."""
    return [step for step in steps if step.is_open(about, at=at)]
