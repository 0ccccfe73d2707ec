"""Constraints that PostgreSQL and SQLite both keep, declared once in `Meta.constraints`.

On SQLite they are triggers, handed to `schema_editor.deferred_sql` so that Django's table remakes
bring them back (a trigger made by RunSQL vanishes at the next AlterField).
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import F, Func, Q
from django.db.models.constraints import BaseConstraint
from django.utils.functional import Promise


class _TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class NoOverlap(ExclusionConstraint):
    """No two rows of one `key`, both in one of `states`, share a moment of [start, end).

    PostgreSQL: EXCLUDE USING gist (needs btree_gist). SQLite: two triggers.
    """

    def __init__(
        self,
        *,
        name: str,
        key: str,
        start: str,
        end: str,
        states: Sequence[str],
        violation_error_message: str | Promise | None = None,
    ) -> None:
        self.key, self.start, self.end, self.states = key, start, end, tuple(states)
        super().__init__(
            name=name,
            expressions=[
                (_TsTzRange(start, end, RangeBoundary()), RangeOperators.OVERLAPS),
                (F(key), RangeOperators.EQUAL),
            ],
            condition=Q(state__in=self.states),
            violation_error_message=violation_error_message,  # type: ignore[arg-type]
        )

    def deconstruct(self) -> tuple[str, tuple, dict[str, Any]]:
        kwargs: dict[str, Any] = {
            "name": self.name,
            "key": self.key,
            "start": self.start,
            "end": self.end,
            "states": self.states,
        }
        if self.violation_error_message != self.default_violation_error_message:
            kwargs["violation_error_message"] = self.violation_error_message
        return "accounts.constraints.NoOverlap", (), kwargs

    def check(self, model: type[models.Model], connection: Any) -> list:
        return []

    def constraint_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return super().constraint_sql(model, schema_editor)
        defer_triggers(self._triggers(model, schema_editor), model, schema_editor)
        return None

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return super().create_sql(model, schema_editor)
        # SQLite adds a constraint by remaking the table, which calls constraint_sql.
        return None

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return super().remove_sql(model, schema_editor)
        return None

    def _triggers(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> list[str]:
        quote = schema_editor.quote_name
        column = {
            name: quote(str(model._meta.get_field(name).column))
            for name in (self.key, self.start, self.end, "state")
        }
        states = ", ".join(schema_editor.quote_value(state) for state in self.states)
        overlap = (
            f"SELECT RAISE(ABORT, '{self.name}') WHERE NEW.{column['state']} IN ({states}) "
            f"AND EXISTS (SELECT 1 FROM {quote(model._meta.db_table)} AS other "
            f"WHERE other.rowid <> NEW.rowid "
            f"AND other.{column['state']} IN ({states}) "
            f"AND other.{column[self.key]} = NEW.{column[self.key]} "
            f"AND other.{column[self.start]} < NEW.{column[self.end]} "
            f"AND NEW.{column[self.start]} < other.{column[self.end]})"
        )
        # AFTER, because only then does an inserted row know its rowid.
        return [
            f"CREATE TRIGGER {quote(f'{self.name}_{event.lower()}')} AFTER {event} "
            f"ON {quote(model._meta.db_table)} FOR EACH ROW BEGIN {overlap}; END"
            for event in ("INSERT", "UPDATE")
        ]

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = "default",
    ) -> None:
        """The same question through the ORM, so that a form can answer on both engines."""
        state = getattr(instance, "state", None)
        starts, ends = getattr(instance, self.start), getattr(instance, self.end)
        if state not in self.states or starts is None or ends is None:
            return
        others = model._base_manager.using(using).filter(
            Q(state__in=self.states)
            & Q(**{self.key: getattr(instance, model._meta.get_field(self.key).attname)})
            & Q(**{f"{self.start}__lt": ends, f"{self.end}__gt": starts})
        )
        if others.exclude(pk=instance.pk).exists():
            raise ValidationError(self.get_violation_error_message())


class AppendOnly(BaseConstraint):
    """Rows are written once: the database refuses every UPDATE."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AppendOnly) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def constraint_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Any:
        defer_triggers(self._triggers(model, schema_editor), model, schema_editor)
        return None

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return ";\n".join(self._triggers(model, schema_editor))
        return None

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            table = schema_editor.quote_name(model._meta.db_table)
            return f"DROP TRIGGER IF EXISTS {schema_editor.quote_name(self.name)} ON {table}"
        return None

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "x") -> None:
        """A form cannot break this one."""

    def _triggers(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> list[str]:
        table, name = (
            schema_editor.quote_name(model._meta.db_table),
            schema_editor.quote_name(self.name),
        )
        if schema_editor.connection.vendor == "sqlite":
            return [
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW "
                f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
            ]
        return [
            "CREATE OR REPLACE FUNCTION okigaru_append_only() RETURNS trigger LANGUAGE plpgsql "
            "AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''23514'', MESSAGE = TG_NAME; END'",
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW "
            "EXECUTE FUNCTION okigaru_append_only()",
        ]


def defer_triggers(
    statements: list[str], model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
) -> None:
    """Run after the table stands; renamed with it when SQLite remakes it."""
    for sql in statements:
        schema_editor.deferred_sql.append(
            sql
            if schema_editor.connection.vendor == "postgresql"
            else _trigger(sql, model, schema_editor)
        )


def _trigger(
    sql: str, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
) -> Statement:
    table = Table(model._meta.db_table, schema_editor.quote_name)
    quoted = schema_editor.quote_name(model._meta.db_table)
    return Statement(sql.replace("%", "%%").replace(quoted, "%(table)s"), table=table)
