"""Periodic work is claimed by a row, so that any number of schedulers is harmless."""

from datetime import UTC, datetime

from django.db import connection, transaction

from notifications.models import PeriodicRun


def claim(task: str, due_at: datetime) -> bool:
    """True for exactly one caller per task and due moment. The caller then does the work."""
    table = connection.ops.quote_name(PeriodicRun._meta.db_table)
    # ON CONFLICT, because a refused INSERT would break the caller's transaction on PostgreSQL.
    sql = f"INSERT INTO {table} (task, due_at) VALUES (%s, %s) ON CONFLICT DO NOTHING"
    moment = connection.ops.adapt_datetimefield_value(due_at.astimezone(UTC))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [task, moment])
        return cursor.rowcount == 1


def forget(*, before: datetime) -> int:
    """Runs that nobody will claim again."""
    return PeriodicRun.objects.filter(due_at__lt=before).delete()[0]
