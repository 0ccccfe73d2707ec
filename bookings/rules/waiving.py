"""決まりの外: the conditions as they would be without those that the office lets go this once.

Everything else is judged by the same functions, so a waived rule hides no other one.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import time

from bookings.rules.availability import Availability, Host
from bookings.rules.days import BEFORE_MENU, HOUSE_SHUT, NEXT_MENU
from bookings.rules.terms import Rules
from lectures.seasons import Season

_CENTURY = 36_500
_WITHOUT: Mapping[str, Callable[[Rules], Rules]] = {
    "too_few": lambda rules: replace(rules, min_people=0),
    "too_many": lambda rules: replace(rules, max_people=None),
    "too_early": lambda rules: replace(rules, lead_days=0),
    "too_late": lambda rules: replace(rules, earliest_days=_CENTURY),
    "closed": lambda rules: replace(rules, closed=()),
    "weekend": lambda rules: replace(rules, weekends=True),
    "holiday": lambda rules: replace(rules, holidays=True),
    HOUSE_SHUT: lambda rules: replace(rules, house=None),
    BEFORE_MENU: lambda rules: replace(
        rules, menu=rules.menu and replace(rules.menu, earlier_too=True)
    ),
    NEXT_MENU: lambda rules: replace(
        rules, menu=rules.menu and replace(rules.menu, next_from=None)
    ),
    "season": lambda rules: replace(rules, season=Season()),
    "quota": lambda rules: replace(rules, quota=None),
    "hours": lambda rules: replace(rules, day_from=time.min, day_until=time(23, 59)),
}
_FREED: Mapping[str, Callable[[Host], Host]] = {
    "away": lambda host: replace(host, away=()),
    "taken": lambda host: replace(host, diaries=()),
}
# What no office can let go, a day that is past or an end before its start, is not among them.
WAIVABLE = frozenset({*_WITHOUT, *_FREED})


def waived(
    rules: Rules, availability: Availability, codes: Collection[str]
) -> tuple[Rules, Availability]:
    """Without the rules of these codes; a code that cannot be waived changes nothing."""
    for code in sorted(codes):
        if without := _WITHOUT.get(code):
            rules = without(rules)
        if freed := _FREED.get(code):
            hosts = tuple(freed(host) for host in availability.hosts)
            availability = replace(availability, hosts=hosts)
    return rules, availability
