"""One step of the office: its words, its form, when it is open, and the action behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from bookings.actions.moves import Actor, By
from bookings.desk.forms.base import About, DeskForm
from bookings.desk.steps.letters import LETTERS
from bookings.status import Way


@dataclass(frozen=True)
class Heard:
    """Who presses the button and when; by whose word is said by the step."""

    user: User
    at: datetime
    why: str = ""  # a closed year is changed

    @property
    def office(self) -> By:
        return By(Actor.OFFICE, Way.DESK, self.user, self.why)

    def from_group(self, form: DeskForm) -> By:
        return self._from(Actor.GROUP, form)

    def from_department(self, form: DeskForm) -> By:
        return self._from(Actor.DEPARTMENT, form)

    def from_lecturer(self, form: DeskForm) -> By:
        return self._from(Actor.LECTURER, form)

    def _from(self, actor: Actor, form: DeskForm) -> By:
        return By(actor, Way(form.cleaned_data["way"]), self.user, self.why)


@dataclass(frozen=True)
class Step:
    """`explains` says what pressing the button does and who is told."""

    name: str
    title: Promise
    explains: Promise
    button: Promise
    done: Promise
    act: Callable[[Any, Any, Heard], object]  # row, valid form, who and when
    why_not: Callable[..., Promise | str]  # row, at=; "": it may be taken now
    form: type[DeskForm] = DeskForm
    stops: bool = False  # ends something: the button looks like it
    tells: bool = True  # somebody may hear of it: the page shows beforehand who
    concerns: Callable[[Any], bool] = lambda about: True  # else it is not even named

    @property
    def letter(self) -> str:
        """Of the keyboard; "": none."""
        return LETTERS.get(self.name, "")

    def is_open(self, about: About, *, at: datetime) -> bool:
        return not self.why_not(about, at=at)


def find(steps: Sequence[Step], name: str) -> Step | None:
    return next((step for step in steps if step.name == name), None)


@dataclass(frozen=True)
class Shut:
    """A step that the present state forbids, and why."""

    title: Promise
    why: Promise | str


def shut_steps(steps: Sequence[Step], about: About, *, at: datetime) -> list[Shut]:
    """The others, each with the sentence of what forbids it."""
    concerned = ((step, step.why_not(about, at=at)) for step in steps if step.concerns(about))
    return [Shut(step.title, why) for step, why in concerned if why]


def open_steps(steps: Sequence[Step], about: About, *, at: datetime) -> list[Step]:
    """The steps that the present state allows."""
    return [step for step in steps if step.is_open(about, at=at)]
