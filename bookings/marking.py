"""Marks a session as stale in the very statement that changes what its fact is made of.

Triggers, because nothing may be forgotten: neither an editor's lecture nor a row mended by hand.
They are taken away before every `migrate` and made again after it (SQLite loses them when it remakes
a table), so they name tables and columns of today only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction

STALE = "bookings_stalesession"
_ALL = "SELECT site_id, id FROM bookings_lecturesession WHERE"


@dataclass(frozen=True)
class Mark:
    """`columns`: an UPDATE that changes one of them marks; `rows`: which sessions, of the new row.

    `on_delete`: a row that goes marks too, and an UPDATE marks what the row named before.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    rows: str
    on_insert: bool = False
    on_delete: bool = False


MARKS = (
    Mark(
        "stale_by_session",
        "bookings_lecturesession",
        (
            "state", "starts_at", "lecture_id", "department_id", "centre_id", "room_id", "request_id",
            "venue_address", "venue_name", "reason",
        ),
        "SELECT NEW.site_id, NEW.id",
        on_insert=True,
    ),
    Mark(
        "stale_by_report",
        "bookings_sessionreport",
        (),
        "SELECT NEW.site_id, NEW.session_id",
        on_insert=True,
    ),
    Mark(
        "stale_by_request",
        "bookings_bookingrequest",
        ("way", "ages", "group_id"),
        f"{_ALL} request_id = NEW.id",
    ),
    Mark(
        "stale_by_group",
        "bookings_applicantgroup",
        ("kind",),
        "SELECT s.site_id, s.id FROM bookings_lecturesession s JOIN bookings_bookingrequest r"
        " ON r.id = s.request_id WHERE r.group_id = NEW.id",
    ),
    Mark(
        "stale_by_lecture",
        "lectures_lecture",
        ("category_id", "need_kind", "led_by", "format", "off_menu"),
        f"{_ALL} lecture_id = NEW.id",
    ),
    Mark(
        "stale_by_centre",
        "lectures_centre",
        ("area",),
        f"{_ALL} centre_id = NEW.id OR room_id IN (SELECT id FROM lectures_room WHERE centre_id = NEW.id)",
    ),
    Mark("stale_by_room", "lectures_room", ("centre_id",), f"{_ALL} room_id = NEW.id"),
    Mark(
        "stale_by_unit",
        "bookings_countingunit",
        ("unit", "from_year"),
        "SELECT s.site_id, s.id FROM bookings_lecturesession s JOIN lectures_fiscalyear y"
        " ON y.id = s.fiscal_year_id WHERE s.site_id = NEW.site_id AND y.year >= NEW.from_year",
        on_insert=True,
        on_delete=True,
    ),
    Mark(
        "stale_by_area",
        "bookings_area",
        ("name", "towns"),
        f"{_ALL} site_id = NEW.site_id AND centre_id IS NULL AND room_id IS NULL",
        on_insert=True,
        on_delete=True,
    ),
)  # fmt: skip
_WITHOUT_FACT = (
    f"INSERT INTO {STALE} (site_id, session_id) SELECT s.site_id, s.id FROM bookings_lecturesession s"
    " LEFT JOIN bookings_sessionfact f ON f.session_id = s.id WHERE f.session_id IS NULL"
)


def take_away(*, using: str = "default", plan: Any = None, **_facts: Any) -> None:
    """Before tables are remade: SQLite refuses to rename a table that a trigger speaks of.

    Not where `plan` has nothing to do: `migrate` runs at every start, beside whoever works.
    """
    if plan == []:
        return
    connection = connections[using]
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for mark in MARKS:
            if mark.table in there:
                _drop(cursor, mark, vendor=connection.vendor)


def install(*, using: str = "default", **_facts: Any) -> None:
    """After `migrate`; what has no fact yet is marked, so a town that moves here is counted."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    if not {STALE, "bookings_sessionfact", *(mark.table for mark in MARKS)} <= there:
        return  # an old state of the tables, as tests of upgrades make it
    with connection.cursor() as cursor:
        for mark in MARKS:
            with transaction.atomic(using=using):  # nobody writes between the old and the new one
                _drop(cursor, mark, vendor=connection.vendor)
                for sql in _statements(mark, vendor=connection.vendor):
                    cursor.execute(sql)
        cursor.execute(_WITHOUT_FACT)


def missing(*, using: str = "default") -> list[str]:
    """The triggers that do not stand, for the doctor."""
    connection = connections[using]
    known = "sqlite_master" if connection.vendor == "sqlite" else "pg_trigger"
    column, where = ("name", "type = 'trigger'") if known == "sqlite_master" else ("tgname", "true")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {known} WHERE {where}")
        found = {row[0] for row in cursor.fetchall()}
    return [name for mark in MARKS for name in _names(mark) if name not in found]


def _drop(cursor: Any, mark: Mark, *, vendor: str) -> None:
    on = f" ON {mark.table}" if vendor == "postgresql" else ""
    for name in _names(mark):
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _names(mark: Mark) -> list[str]:
    return [f"{mark.name}_{event}" for event in _events(mark)]


def _events(mark: Mark) -> list[str]:
    wanted = {"insert": mark.on_insert, "update": bool(mark.columns), "delete": mark.on_delete}
    return [event for event, there in wanted.items() if there]


def _statements(mark: Mark, *, vendor: str) -> Iterator[str]:
    for event in _events(mark):
        name, when = f"{mark.name}_{event}", _when(mark, event, vendor=vendor)
        body = " ".join(f"INSERT INTO {STALE} (site_id, session_id) {rows};" for rows in _rows(mark, event))  # fmt: skip
        on = f"CREATE TRIGGER {name} AFTER {when[0]} ON {mark.table} FOR EACH ROW{when[1]}"
        if vendor == "sqlite":
            yield f"{on} BEGIN {body} END"
            continue
        yield (
            f"CREATE OR REPLACE FUNCTION okigaru_{name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$BEGIN {body} RETURN NULL; END$$"
        )
        yield f"{on} EXECUTE FUNCTION okigaru_{name}()"


def _rows(mark: Mark, event: str) -> list[str]:
    old = [mark.rows.replace("NEW.", "OLD.")] if mark.on_delete and event != "insert" else []
    return old if event == "delete" else [mark.rows, *old]


def _when(mark: Mark, event: str, *, vendor: str) -> tuple[str, str]:
    """A row that is saved as it was marks nothing: one page saves all areas, one form a lecture."""
    if event != "update":
        return event.upper(), ""
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in mark.columns)
    return "UPDATE OF " + ", ".join(mark.columns), f" WHEN ({changed})"
