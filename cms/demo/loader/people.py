"""The departments with their lecturers, and the groups that ask."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wagtail.models import Site

from bookings.actions.submitting import GroupFacts
from cms.demo.loader.reading import Facts, read
from cms.demo.loader.town import DOMAIN
from lectures.models import Department, DepartmentMember, Lecturer, LecturerMembership
from lectures.zones import local


@dataclass(frozen=True)
class Staff:
    """Departments by code, lecturers by department code."""

    departments: dict[str, Department]
    lecturers: dict[str, list[Lecturer]]

    def of(self, department: Department) -> list[Lecturer]:
        return self.lecturers[department.code]


def load(site: Site, *, at: datetime) -> Staff:
    since = local(at).date() - timedelta(days=365 * 5)
    staff = Staff({}, {})
    for row in read("departments")["department"]:
        department = _department(site, row)
        staff.departments[department.code] = department
        staff.lecturers[department.code] = [
            _lecturer(department, lecturer, since=since) for lecturer in row["lecturers"]
        ]
    return staff


def _department(site: Site, row: Facts) -> Department:
    department = Department.objects.create(
        site=site,
        code=row["code"],
        name=row["name"],
        email=f"{row['mail']}@{DOMAIN}",
        extension=f"2{int(row['code']):03d}",
        phone="0000-00-0000",
    )
    DepartmentMember.objects.create(
        site=site,
        department=department,
        name=f"{row['name']} 係長",
        email=f"{row['mail']}-kakari@{DOMAIN}",
    )
    return department


def _lecturer(department: Department, row: list[str], *, since: date) -> Lecturer:
    name, kana, mailbox = row
    lecturer = Lecturer.objects.create(
        site=department.site, name=name, kana=kana, email=f"{mailbox}@{DOMAIN}"
    )
    LecturerMembership.objects.create(
        site=department.site, lecturer=lecturer, department=department, since=since
    )
    return lecturer


def group(number: int) -> GroupFacts:
    """One of the invented groups; the list goes round."""
    groups = read("groups")["groups"]
    place = number % len(groups)
    name, kind, contact, kana, mailbox = groups[place]
    return GroupFacts(
        name=name,
        kind=kind,
        representative=contact,
        contact_name=contact,
        contact_kana=kana,
        phone=f"0000000{place:03d}",
        notify_by="email" if mailbox else "phone",
        email=f"{mailbox}@mail.example" if mailbox else "",
    )
