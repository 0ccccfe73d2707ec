"""What holds for one lecture today, read once per page and handed to its forms."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from bookings.models import BookingRequest
from bookings.models.openings import availability_for
from bookings.models.rulebook import house_of, of_taken, rules_for
from bookings.rules import (
    Availability,
    Days,
    Problem,
    Rules,
    Usable,
    Wish,
    first_day,
    house_problem,
    last_day,
    opening_problem,
    people_problem,
    waived,
    wish_problem,
)
from lectures.models import Centre, Lecture, OfficeSettings
from lectures.zones import local

_ANY_HOUR = Usable()


@dataclass(frozen=True)
class Terms:
    """The conditions, the lecture's length, the office's phone, the day it is, and who is free."""

    rules: Rules
    minutes: int
    phone: str
    today: date
    availability: Availability
    let_go: frozenset[str] = frozenset()

    def without(self, codes: Collection[str]) -> "Terms":
        """The same where the office lets the rules of these codes go."""
        rules, availability = waived(self.rules, self.availability, codes)
        return replace(self, rules=rules, availability=availability, let_go=frozenset(codes))

    def at(self, centre: Centre | None) -> "Terms":
        """The same where the place is known; None: another place than the town's centres."""
        rules = replace(self.rules, house=house_of(centre))
        return replace(self, rules=rules).without(self.let_go)

    def house_problem(self, day: date) -> Problem | None:
        """Whether the place is shut on that day."""
        return house_problem(self.rules.house, day)

    def people_problem(self, people: int) -> Problem | None:
        return people_problem(self.rules, people, phone=self.phone)

    def day_problem(self, day: date) -> Problem | None:
        """Why that day cannot be asked for, at whatever hour."""
        return opening_problem(
            self.rules,
            day,
            today=self.today,
            minutes=self.minutes,
            availability=self.availability,
        )

    def wish_problem(
        self, wish: Wish, *, usable: Usable = _ANY_HOUR, agreed: bool = False
    ) -> Problem | None:
        return wish_problem(
            self.rules,
            wish,
            minutes=self.minutes,
            usable=usable,
            today=self.today,
            availability=self.availability,
            agreed=agreed,
        )


def terms_for(lecture: Lecture, *, at: datetime, but: BookingRequest | None = None) -> Terms:
    """BookingRules.DoesNotExist, OfficeSettings.DoesNotExist: the town is not set up yet.

    `but`: the request that is written, which stands in nobody's way.
    """
    phone = OfficeSettings.objects.values_list("phone", flat=True).get(site_id=lecture.site_id)
    rules, today = of_taken(rules_for(lecture), but), local(at).date()
    days = Days(first_day(rules, today=today), last_day(rules, today=today))
    availability = availability_for(lecture, days=days, at=at, but=but)
    return Terms(rules, lecture.minutes, phone, today, availability)
