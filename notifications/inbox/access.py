"""Whether the mailbox lets us in, and whose turn it is to look. Opens nothing itself.

Looks are noted and told to whoever asks.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q

from notifications.models import Heartbeat

PATIENCE = timedelta(minutes=15)
_READ = "inbox"
_TURN = "inbox: being read"
# How long the one who looks may be silent before another looks as well. Two at once do no harm.
TURN = timedelta(seconds=3)


class Trouble(StrEnum):
    """Why new mail does not come in."""

    REFUSED = "inbox: login refused"
    AWAY = "inbox: not reachable"


def take_turn(*, at: datetime) -> bool:
    """False: somebody else is fetching just now, and would only fetch the same mails."""
    free = at - TURN
    turns = Heartbeat.objects.filter(name=_TURN)
    if turns.filter(Q(at__lte=free) | Q(at__gt=at + TURN)).update(at=at):
        return True
    return Heartbeat.objects.get_or_create(name=_TURN, defaults={"at": at})[1]


def keep_turn(*, at: datetime) -> None:
    """Still fetching."""
    Heartbeat.objects.filter(name=_TURN).update(at=at)


def end_turn(*, at: datetime) -> None:
    """The next one need not wait."""
    Heartbeat.objects.filter(name=_TURN).update(at=at - TURN)


def note_read(*, at: datetime) -> None:
    """The mailbox was open just now."""
    Heartbeat.objects.update_or_create(name=_READ, defaults={"at": at})


def note_trouble(trouble: Trouble, *, at: datetime) -> None:
    """It was not; the first such moment since it last was is kept."""
    last = Heartbeat.objects.filter(name=_READ).values_list("at", flat=True).first()
    known = Heartbeat.objects.filter(name=trouble).values_list("at", flat=True).first()
    if known is None or (last is not None and known <= last):
        Heartbeat.objects.update_or_create(name=trouble, defaults={"at": at})


def trouble(*, at: datetime) -> tuple[Trouble, datetime] | None:
    """What is wrong and since when. A refusal is told at once, an absence after a while."""
    noted = dict(Heartbeat.objects.filter(name__in=[_READ, *Trouble]).values_list("name", "at"))
    read = noted.get(_READ)
    for kind, patience in ((Trouble.REFUSED, timedelta(0)), (Trouble.AWAY, PATIENCE)):
        since = noted.get(kind)
        if since is not None and (read is None or since > read) and at - since >= patience:
            return kind, since
    return None
