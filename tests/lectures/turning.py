"""Three departments before a turn of the year, and what stands in their rows."""

from datetime import date

from lectures import reorganising
from lectures.models import Department, DepartmentMember, Lecturer, LecturerMembership
from lectures.reorganising import Change

TODAY, EVE, DAY = date(2027, 2, 1), date(2027, 3, 31), date(2027, 4, 1)


def apply(*changes: Change) -> int:
    return reorganising.reorganise(changes, day=DAY, today=TODAY)


def stays(lecturer: Lecturer) -> list[tuple]:
    rows = LecturerMembership.objects.filter(lecturer=lecturer).order_by("since", "pk")
    return list(rows.values_list("department__code", "since", "until"))


def person(department: Department, email: str, **fields: object) -> None:
    DepartmentMember.objects.create(
        site=department.site, department=department, email=email, **fields
    )


def people() -> set[tuple]:
    rows = DepartmentMember.objects.values_list(
        "department__code", "email", "role", "since", "until"
    )
    return set(rows)
