"""Who closes days, and who puts a session or an ask onto one, wait for each other; nobody else does.

PostgreSQL only: SQLite lets one write at a time. Held until the end of the transaction. Taken after
the request's own lock; whoever closes days holds no request.
"""

from django.db import connection
from django_scopes import get_scope

_DAYS = 0x646179  # of the two numbers of the lock: which lock; the other one is the town


def use_days() -> None:
    """Many may at once. What is read after this stays true until the transaction ends."""
    _hold("pg_advisory_xact_lock_shared")


def close_days() -> None:
    """One alone, once everybody who uses days has written what they do."""
    _hold("pg_advisory_xact_lock")


def _hold(function: str) -> None:
    if connection.vendor != "postgresql":
        return
    site = get_scope()["site"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_DAYS, getattr(site, "pk", site)])
