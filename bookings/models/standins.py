"""代理: who else gets a department's mail, and which lecturers are away. Reads only."""

from collections.abc import Iterable
from datetime import date

from lectures.models import Absence, Department, DepartmentMember, Lecturer


def stand_ins(department: Department, *, on: date) -> list[str]:
    """Addresses that get the department's mail too while it is absent."""
    absent = Absence.objects.on(on).filter(department=department).exclude(deputy_email="")
    return list(absent.order_by("pk").values_list("deputy_email", flat=True))


def deputies(department: Department, *, on: date) -> list[str]:
    """Superiors and deputies of that day: they hear when the department stays silent."""
    members = DepartmentMember.objects.on(on).filter(
        department=department, role=DepartmentMember.Role.DEPUTY
    )
    return list(members.order_by("pk").values_list("email", flat=True))


def absent_lecturers(lecturers: Iterable[int], *, on: date) -> list[Lecturer]:
    """Those of the named lecturers who go nowhere on that day."""
    away = Absence.objects.on(on).filter(lecturer__in=list(lecturers)).values("lecturer")
    return list(Lecturer.objects.filter(pk__in=away).order_by("pk"))
