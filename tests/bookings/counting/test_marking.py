"""Nothing that a fact is made of changes without a mark: neither a column nor a way was forgotten."""

import random

import pytest
from django.db import connection, models

from bookings import counting, marking
from bookings.counting import Dimension, facts
from bookings.counting.folding import fold_all
from bookings.models import (
    Area,
    CountingUnit,
    LectureSession,
    SessionFact,
    SessionReport,
    StaleSession,
)
from bookings.status import SessionState
from lectures.models import Lecture, Room
from tests.factories.figures import Random
from tests.factories.town import NOW, at, make_town

# Read beside `facts._READ`: where a session's place comes from, and what else a fact asks.
PLACES = ("centre", "room__centre", "centre__area", "room__centre__area")
ASKED = {
    Area: ("name", "towns"),
    CountingUnit: ("from_year", "unit"),
    SessionReport: ("session_id", "version", "adults", "children"),
}
NEVER_UPDATED = {"bookings_sessionreport"}  # the database refuses it


@pytest.fixture
def town(site):
    return make_town(site)


def columns_read() -> set[tuple[str, str]]:
    """(table, column) of every step of every path."""
    found = set()
    for path in (*facts._READ, *PLACES):
        model: type[models.Model] = LectureSession
        for step in path.split("__"):
            if step in ("pk", "place", "place_area"):
                continue
            column = model._meta.get_field(step)
            found.add((model._meta.db_table, column.column))
            model = column.related_model or model
    for model, names in ASKED.items():
        found |= {(model._meta.db_table, name) for name in names}
    return found


def columns_marked() -> set[tuple[str, str]]:
    return {(mark.table, column) for mark in marking.MARKS for column in mark.columns}


def test_every_column_that_a_fact_is_made_of_marks():
    read = {one for one in columns_read() if one[0] not in NEVER_UPDATED}
    assert read - columns_marked() == set()


def test_no_mark_is_made_for_what_no_fact_reads():
    assert columns_marked() - columns_read() == set()


def test_twin_a_forgotten_column_would_be_found(monkeypatch):
    monkeypatch.setattr(facts, "_READ", (*facts._READ, "order"))
    assert columns_read() - columns_marked() >= {("bookings_lecturesession", "order")}


def held(town, **where) -> LectureSession:
    some = Random(town, random.Random(1))
    session = some.session(some.request(), starts=at("2026-06-01 10:00"))
    values = {"centre": None, "room": None, "venue_address": "", "venue_name": "", **where}
    LectureSession.objects.filter(pk=session.pk).update(
        state=SessionState.DELIVERED, reason="", **values
    )
    return session


def by(dimension):
    fold_all(at=NOW)
    return {row.label: row.delivered for row in counting.breakdown(2026, dimension, at=NOW)}


def test_a_room_that_belongs_to_another_centre_takes_its_sessions_there(town):
    room = Room.objects.create(site=town.site, centre=town.centre, name="会議室")
    held(town, room=room)
    assert by(Dimension.CENTRE) == {town.centre.name: 1}

    other = room.centre.__class__.objects.exclude(pk=town.centre.pk).get()
    Room.objects.filter(pk=room.pk).update(centre=other)

    assert by(Dimension.CENTRE) == {other.name: 1}


def test_an_area_that_is_deleted_by_hand_leaves_its_sessions_without_one(town):
    held(town, venue_address="東町3番地")
    assert by(Dimension.AREA) == {"東地区": 1}

    Area.objects.filter(name="東地区").delete()

    assert by(Dimension.AREA) == {"地区が分からない会場": 1}


@pytest.mark.parametrize(
    "act", [lambda rows: rows.delete(), lambda rows: rows.update(from_year=2027)]
)
def test_a_unit_that_is_taken_away_or_comes_later_counts_the_years_before_as_they_were(town, act):
    CountingUnit.objects.create(
        site=town.site, from_year=2026, unit="day", reason="要綱の改正", at=NOW
    )
    first = held(town)
    some = LectureSession.objects.get(pk=first.pk)
    some.pk, some.public_id, some.order = None, None, 2
    some.public_id = LectureSession._meta.get_field("public_id").get_default()
    some.save(force_insert=True)
    fold_all(at=NOW)
    assert counting.delivered(2026) == 1

    act(CountingUnit.objects.filter(from_year=2026))

    fold_all(at=NOW)
    assert counting.delivered(2026) == 2


def test_what_is_saved_unchanged_marks_nothing(town):
    """One page saves all areas, one form a lecture with all its sessions."""
    held(town)
    fold_all(at=NOW)

    for row in [*Area.objects.all(), *Lecture.objects.all(), *LectureSession.objects.all()]:
        row.save()

    assert not StaleSession.objects.exists()


def test_triggers_stand_while_there_is_nothing_to_migrate(town):
    """`migrate` runs at every start, beside a town that works."""
    marking.take_away(plan=[])
    assert marking.missing() == []


def test_between_an_old_trigger_and_the_new_one_nobody_writes(town):
    depths, outside = [], len(connection.savepoint_ids)

    def watch(execute, sql, params, many, context):
        if sql.startswith(("DROP TRIGGER", "CREATE TRIGGER")):
            depths.append(len(connection.savepoint_ids) - outside)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        marking.install()

    assert set(depths) == {1}


def test_the_facts_of_a_town_that_moved_here_are_made(town):
    held(town)
    fold_all(at=NOW)
    SessionFact.objects.all().delete()

    marking.install()

    assert StaleSession.objects.exists()
