"""Several reads of one moment. Reads only: a write within is refused or lost."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """All statements within see the same rows. Within a transaction it is that one's own view."""
    if connection.in_atomic_block or _is_begun():
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # deferred: a reader keeps no writer waiting
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")


def _is_begun() -> bool:
    """Within another snapshot on SQLite, of which Django knows nothing."""
    if connection.vendor != "sqlite":
        return False
    connection.ensure_connection()
    return bool(connection.connection.in_transaction)
