"""機構改革: lecturers and people go along, and until its day a table is taken back exactly."""

from datetime import date

import pytest

from lectures import reorganising
from lectures.models import Department, DepartmentMember, Lecturer, LecturerMembership
from lectures.reorganising import Change, Fate, Move, NotApplied, undoing
from tests.factories.town import make_lecturer
from tests.lectures.turning import DAY, EVE, TODAY, apply, people, person, stays


def test_until_its_day_the_table_can_be_taken_back_and_made_anew(three):
    lecturer = make_lecturer(three[0], name="佐藤 一郎")
    table = Change(Fate.RENAME, "01", name="危機管理課")
    apply(table)

    assert reorganising.undo(day=DAY, today=TODAY) == 1

    old = Department.objects.get(code="01")
    assert (old.ends_on, old.successor, old.in_charge(on=DAY)) == (None, None, old)
    assert list(lecturer.memberships.values_list("department", "until")) == [(old.pk, None)]
    assert [row.name for row in Department.objects.on(DAY).order_by("code")] == [
        "防災課", "福祉課", "文化課",
    ]  # fmt: skip
    apply(table)
    assert Department.objects.get(code="01").in_charge(on=DAY).name == "危機管理課"


def test_on_its_day_it_can_not_be_taken_back(three):
    apply(Change(Fate.END, "01"))

    with pytest.raises(NotApplied):
        reorganising.undo(day=DAY, today=DAY)

    assert Department.objects.get(code="01").ends_on == EVE


def test_who_was_to_come_to_it_goes_to_the_successor_and_back_at_undo(three):
    lecturer = make_lecturer(three[2], name="佐藤 一郎")
    reorganising.move_lecturers([Move(lecturer, three[0])], day=DAY, today=TODAY)
    before = stays(lecturer)

    apply(Change(Fate.MERGE, "01", successor="02"))
    assert list(Lecturer.objects.of(three[1], on=DAY)) == [lecturer]
    reorganising.undo(day=DAY, today=TODAY)

    assert stays(lecturer) == before


def test_taking_back_leaves_what_others_did_by_hand(three):
    Department.objects.filter(code="02").update(starts_on=DAY)
    Department.objects.filter(code="03").update(ends_on=EVE)
    apply(Change(Fate.RENAME, "01", name="危機管理課"))

    reorganising.undo(day=DAY, today=TODAY)

    rows = Department.objects.filter(code__in=["01", "02", "03"]).order_by("code")
    assert list(rows.values_list("starts_on", "ends_on")) == [
        (None, None), (DAY, None), (None, EVE),
    ]  # fmt: skip


def test_a_second_press_takes_nothing_back_and_says_so(three):
    apply(Change(Fate.RENAME, "01", name="危機管理課"))
    reorganising.undo(day=DAY, today=TODAY)

    with pytest.raises(NotApplied, match="この日の機構改革は、ありません"):
        reorganising.undo(day=DAY, today=TODAY)


def test_two_departments_of_one_lecturer_come_back_both(three):
    lecturer = make_lecturer(three[0], name="佐藤 一郎")
    LecturerMembership.objects.create(
        site=lecturer.site, lecturer=lecturer, department=three[1], since=date(2020, 4, 1)
    )
    before = stays(lecturer)
    apply(
        Change(Fate.NEW, new_code="90", name="新課", email="n@city.example"),
        Change(Fate.MERGE, "01", successor="90"),
        Change(Fate.MERGE, "02", successor="90"),
    )

    reorganising.undo(day=DAY, today=TODAY)

    assert stays(lecturer) == before


def test_it_is_not_taken_back_while_others_point_to_what_it_made(three):
    lecturer = make_lecturer(three[0], name="佐藤 一郎")
    apply(Change(Fate.NEW, new_code="90", name="新課", email="n@city.example"))
    reorganising.move_lecturers(
        [Move(lecturer, Department.objects.get(code="90"))], day=DAY, today=TODAY
    )
    before = stays(lecturer)

    with pytest.raises(NotApplied, match="佐藤 一郎"):
        reorganising.undo(day=DAY, today=TODAY)

    assert stays(lecturer) == before
    assert Department.objects.get(code="90").is_there(on=DAY)


def test_without_that_guard_a_lecturer_would_belong_to_nothing(three, monkeypatch):
    lecturer = make_lecturer(three[0], name="佐藤 一郎")
    apply(Change(Fate.NEW, new_code="90", name="新課", email="n@city.example"))
    goal = Department.objects.get(code="90")
    reorganising.move_lecturers([Move(lecturer, goal)], day=DAY, today=TODAY)
    monkeypatch.setattr(undoing, "_still_used", lambda row: iter(()))

    reorganising.undo(day=DAY, today=TODAY)

    there = lecturer.departments.on(DAY).filter(memberships__until__isnull=True)
    assert list(there) == []


def test_what_was_said_of_a_lecturer_since_outlives_the_table(three):
    lecturer, later = make_lecturer(three[0], name="佐藤 一郎"), date(2027, 7, 1)
    apply(Change(Fate.MERGE, "01", successor="02"))
    reorganising.move_lecturers([Move(lecturer, three[2])], day=later, today=TODAY)

    reorganising.undo(day=DAY, today=TODAY)

    assert stays(lecturer) == [("01", date(2020, 4, 1), date(2027, 6, 30)), ("03", later, None)]


def test_a_renamed_mailbox_speaks_for_its_department_for_half_a_year(three):
    apply(Change(Fate.RENAME, "01", name="危機管理課", email="kiki@city.example"))

    new = Department.objects.get(name="危機管理課")
    assert list(new.members.values_list("email", "role", "until")) == [
        ("01@city.example", "former", date(2027, 9, 28))
    ]
    reorganising.undo(day=DAY, today=TODAY)
    assert not DepartmentMember.objects.exists()


def test_a_merged_list_brings_who_is_open_and_no_address_of_before(three):
    one, two, _three = three
    person(one, "kakari@city.example")
    person(one, "mae@city.example", role="former", until=date(2027, 6, 1))
    person(one, "dairi@city.example", role="deputy")
    person(two, "dairi@city.example", until=date(2025, 3, 31))
    before = people()

    apply(Change(Fate.MERGE, "01", successor="02"))

    assert people() == {
        ("01", "kakari@city.example", "member", None, EVE),
        ("01", "mae@city.example", "former", None, date(2027, 6, 1)),
        ("01", "dairi@city.example", "deputy", None, EVE),
        ("02", "dairi@city.example", "member", None, date(2025, 3, 31)),
        ("02", "kakari@city.example", "member", DAY, None),
        ("02", "dairi@city.example", "deputy", DAY, None),
    }
    reorganising.undo(day=DAY, today=TODAY)
    assert people() == before
