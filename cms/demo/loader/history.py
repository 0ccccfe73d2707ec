"""One past year and this year so far: what the counts and curves are made of."""

import random
from datetime import date, datetime, timedelta

from bookings.status import Way
from cms.demo.loader import stories
from cms.demo.loader.menu import Lectures
from cms.demo.loader.people import Staff, group
from cms.demo.loader.stories import Wanted
from lectures.eras import fiscal_year_of
from lectures.models import Centre
from lectures.zones import local

# Sessions by month from April: peaks in June, July, October and November.
BY_MONTH = {4: 1, 5: 2, 6: 3, 7: 3, 8: 1, 9: 2, 10: 3, 11: 2, 12: 1, 1: 1, 2: 2, 3: 1}
WAYS = (Way.WEB,) * 8 + (Way.PHONE,) * 6 + (Way.FAX,) * 3 + (Way.COUNTER,) * 2 + (Way.EMAIL,)


def load(lectures: Lectures, *, staff: Staff, at: datetime) -> None:
    """The same town each time: the dice are fixed, only the calendar moves."""
    dice = random.Random(19)
    today = local(at).date()
    year = fiscal_year_of(today)
    centres = list(Centre.objects.order_by("code"))
    number = 0
    for shown in (year - 1, year):
        for month, sessions in BY_MONTH.items():
            for _each in range(sessions):
                day = date(shown + (month < 4), month, dice.randint(1, 28))
                number += 1
                if day < today - timedelta(days=10):
                    _one(lectures.of(shown), number, day, centres, staff=staff, dice=dice)


def _one(
    menu: list, number: int, day: date, centres: list[Centre], *, staff: Staff, dice: random.Random
) -> None:
    lecture = menu[min(dice.randrange(len(menu)), dice.randrange(len(menu)))]
    submitted = stories.at_hour(day - timedelta(days=dice.randint(28, 50)), 10)
    people = dice.randint(12, 60)
    wanted = Wanted(
        lecture=lecture,
        group=group(number),
        centre=centres[number % len(centres)],
        day=day,
        people=people,
        part=stories.PARTS[dice.choice((0, 0, 1, 1, 2))],
        way=dice.choice(WAYS),
    )
    booking_request = stories.request(wanted, at=submitted)
    asked = stories.ask(booking_request, at=submitted + timedelta(days=dice.randint(0, 2)))
    session = stories.accept(
        asked,
        staff=staff,
        at=submitted + timedelta(days=dice.randint(3, 8)),
        way=dice.choice((Way.WEB, Way.EMAIL, Way.PHONE)),
    )
    if session is not None:
        children = dice.choice((0, 0, 0, 5, 12))
        stories.deliver(session, adults=max(1, people - children), children=children)
