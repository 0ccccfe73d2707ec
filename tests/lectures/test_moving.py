"""異動: a lecturer leaves one department for another; the past and later plans stay."""

from datetime import date

import pytest

from lectures import reorganising
from lectures.models import LecturerMembership
from lectures.reorganising import Change, Fate, Move, NotApplied
from tests.factories.town import make_lecturer
from tests.lectures.turning import DAY, EVE, TODAY, apply, stays


def test_a_lecturer_is_moved_and_the_past_stays(three):
    lecturer = make_lecturer(three[0], name="佐藤 一郎")

    for _again in range(2):
        reorganising.move_lecturers([Move(lecturer, three[1])], day=DAY, today=TODAY)

    rows = LecturerMembership.objects.order_by("since").values_list("department__code", "until")
    assert list(rows) == [("01", EVE), ("02", None)]


def test_a_move_of_a_day_that_has_come_is_refused_and_keeps_history(three):
    lecturer = make_lecturer(three[0], name="佐藤 一郎")
    before = stays(lecturer)

    for day in (TODAY, date(2020, 4, 1)):
        with pytest.raises(NotApplied):
            reorganising.move_lecturers([Move(lecturer, three[1])], day=day, today=TODAY)

    assert stays(lecturer) == before


def test_only_the_department_named_is_left_and_a_later_plan_stays(three):
    lecturer, later = make_lecturer(three[0], name="佐藤 一郎"), date(2027, 7, 1)
    for department, since in ((three[1], date(2021, 4, 1)), (three[1], later)):
        LecturerMembership.objects.create(
            site=lecturer.site, lecturer=lecturer, department=department, since=since,
            until=date(2027, 5, 31) if since < DAY else None,
        )  # fmt: skip

    reorganising.move_lecturers(
        [Move(lecturer, three[2], frozenset({three[0].pk}))], day=DAY, today=TODAY
    )

    assert stays(lecturer) == [
        ("01", date(2020, 4, 1), EVE), ("02", date(2021, 4, 1), date(2027, 5, 31)),
        ("03", DAY, None), ("02", later, None),
    ]  # fmt: skip


def test_a_move_said_otherwise_replaces_what_was_to_begin_that_day(three):
    lecturer = make_lecturer(three[0], name="佐藤 一郎")
    left = frozenset({three[0].pk})

    for goal in three[1:]:
        reorganising.move_lecturers([Move(lecturer, goal, left)], day=DAY, today=TODAY)

    assert stays(lecturer) == [("01", date(2020, 4, 1), EVE), ("03", DAY, None)]


def test_a_transfer_of_somebody_who_is_gone_from_the_register_is_not_shown(three):
    lecturer = make_lecturer(three[0], name="佐藤 一郎")
    reorganising.move_lecturers([Move(lecturer, three[1])], day=DAY, today=TODAY)

    LecturerMembership.objects.filter(lecturer=lecturer).delete()
    lecturer.delete()

    assert reorganising.planned_transfers(today=TODAY) == []


def test_a_transfer_and_then_a_table_of_the_same_day_are_taken_back_exactly(three):
    lecturer = make_lecturer(three[0], name="佐藤 一郎")
    apply(Change(Fate.RENAME, "01", name="危機管理課"))
    reorganising.move_lecturers([Move(lecturer, three[1])], day=DAY, today=TODAY)

    reorganising.undo_transfer(lecturer, day=DAY, today=TODAY)
    reorganising.undo(day=DAY, today=TODAY)

    assert stays(lecturer) == [("01", date(2020, 4, 1), None)]


def test_a_transfer_has_no_way_back_to_a_department_that_was_taken_back(three):
    lecturer = make_lecturer(three[0], name="佐藤 一郎")
    apply(Change(Fate.RENAME, "01", name="危機管理課"))
    reorganising.move_lecturers([Move(lecturer, three[1])], day=DAY, today=TODAY)
    reorganising.undo(day=DAY, today=TODAY)
    before = stays(lecturer)

    with pytest.raises(NotApplied, match="もとの「危機管理課」は、その日にはありません。"):
        reorganising.undo_transfer(lecturer, day=DAY, today=TODAY)

    assert stays(lecturer) == before
    reorganising.move_lecturers([Move(lecturer, three[0])], day=DAY, today=TODAY)  # as it advises
    assert stays(lecturer) == [("01", date(2020, 4, 1), EVE), ("01", DAY, None)]


def test_a_transfer_to_a_department_that_was_renamed_since_is_taken_back(three):
    lecturer = make_lecturer(three[0], name="佐藤 一郎")
    reorganising.move_lecturers([Move(lecturer, three[1])], day=DAY, today=TODAY)
    apply(Change(Fate.RENAME, "02", name="地域福祉課"))

    reorganising.undo_transfer(lecturer, day=DAY, today=TODAY)

    assert stays(lecturer) == [("01", date(2020, 4, 1), None)]
