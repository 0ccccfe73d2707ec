"""Whether the mailbox lets us in: noted at every look, told to whoever asks. Opens nothing itself."""

from datetime import datetime, timedelta
from enum import StrEnum

from notifications.models import Heartbeat

PATIENCE = timedelta(minutes=15)
_READ = "inbox"


class Trouble(StrEnum):
    """Why new mail does not come in."""

    REFUSED = "inbox: login refused"
    AWAY = "inbox: not reachable"


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
