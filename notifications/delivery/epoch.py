"""A database restored from a backup must not send its old mail again.

The database knows its epoch and how many hand-offs it has seen; Redis keeps a copy. Where Redis
remembers another epoch or more hand-offs, mail was sent that this database has forgotten:
nothing is delivered until a person runs `manage.py new_epoch`, which sends every doubtful mail
through the look-up first.
"""

import logging
from datetime import datetime

import redis
from django.conf import settings
from django.db import transaction
from django_scopes import scopes_disabled
from redis.exceptions import RedisError

from notifications.models import Installation, OutgoingEmail
from notifications.status import State, check_move

logger = logging.getLogger(__name__)

_OLD_WORK = (State.READY, State.LEASED, State.HANDOFF)
_TIMEOUT_SECONDS = 3


def refusal() -> str:
    """Why nothing may be delivered now, in one sentence; empty: all is well.

    Redis is asked first: another worker counts a hand-off in the database before it tells Redis,
    so that a count read from the database afterwards is never behind by a hand-off of this moment.
    """
    if not settings.REDIS_URL:
        return ""
    try:
        remembered = _remembered(Installation.present())
        installation = Installation.present()
        if not remembered:
            _remember(installation)
    except RedisError as problem:
        return f"redis is away ({type(problem).__name__}): the epoch cannot be checked"
    if remembered.get("epoch", installation.epoch) != installation.epoch:
        return _restored(f"epoch {remembered['epoch']}, not {installation.epoch}")
    if remembered.get("handoffs", 0) > installation.handoffs:
        return _restored(f"{remembered['handoffs']} hand-offs, not {installation.handoffs}")
    return ""


def note_handoff(number: int) -> None:
    """Remember outside the database that one more mail was handed over."""
    if not settings.REDIS_URL:
        return
    try:
        with _redis() as server:
            server.zadd(_key(Installation.present()), {"handoffs": number}, gt=True)
    except RedisError as problem:
        logger.warning("hand-off not noted in redis: %s", type(problem).__name__)


def begin_new(*, at: datetime) -> tuple[int, int]:
    """After a restore: (the new epoch, how many mails went to the look-up)."""
    for state in _OLD_WORK:
        check_move(sources=(state,), target=State.UNKNOWN)
    remembered = _remembered(Installation.present()) if settings.REDIS_URL else {}
    with transaction.atomic(durable=True), scopes_disabled():
        installation = Installation.objects.select_for_update().get(pk=1)
        installation.epoch = max(installation.epoch, remembered.get("epoch", 0)) + 1
        installation.handoffs = max(installation.handoffs, remembered.get("handoffs", 0))
        installation.save(update_fields=["epoch", "handoffs"])
        doubtful = OutgoingEmail.objects.filter(
            state__in=_OLD_WORK, epoch__lt=installation.epoch
        ).update(state=State.UNKNOWN, changed_at=at, lease_token=None, lease_until=None)
    if settings.REDIS_URL:
        _remember(installation)
    return installation.epoch, doubtful


def _restored(difference: str) -> str:
    return (
        f"this database is older than the mail already sent (redis remembers {difference}); "
        "run manage.py new_epoch"
    )


def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=_TIMEOUT_SECONDS,
        socket_connect_timeout=_TIMEOUT_SECONDS,
    )


def _key(installation: Installation) -> str:
    return f"okigaru:{installation.install_id}:delivery"


def _remembered(installation: Installation) -> dict[str, int]:
    with _redis() as server:
        pairs = server.zrange(_key(installation), 0, -1, withscores=True)
    return {name.decode(): int(score) for name, score in pairs}


def _remember(installation: Installation) -> None:
    with _redis() as server:
        server.zadd(
            _key(installation),
            {"epoch": installation.epoch, "handoffs": installation.handoffs},
            gt=True,
        )
