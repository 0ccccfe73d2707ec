"""配慮 that nobody gives: whether the group knows, and has wished for it once more since. Reads only."""

from django.db.models import Exists, OuterRef

from bookings.models.event import RequestEvent
from bookings.status import Verb


def knows_of_none() -> Exists:
    """Of an ask: the office has told the group that nobody comes, and that was the last word."""
    again = RequestEvent.objects.filter(
        assignment=OuterRef("assignment"), verb=Verb.HELP_WISHED, pk__gt=OuterRef("pk")
    )
    told = RequestEvent.objects.filter(assignment=OuterRef("pk"), verb=Verb.MESSAGE)
    return Exists(told.filter(~Exists(again)))


def wished_again() -> Exists:
    """Of an ask: the group took the wish back and has it again, so another one is to be asked."""
    return Exists(RequestEvent.objects.filter(assignment=OuterRef("pk"), verb=Verb.HELP_WISHED))
