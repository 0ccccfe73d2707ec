"""担当と代理: who has a department's work today, who answers for it, which lecturers are away.

The one place that is asked: mails go to whoever is in charge on the day they are sent, and answers
count from whoever may speak for the department on the day they are read. Reads only.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from lectures.models import Absence, Department, DepartmentMember, Lecturer


def in_charge(department: Department, *, on: date) -> Department:
    """Who does its work that day; itself where nobody does, for mails that name it all the same."""
    return department.in_charge(on=on) or department


def address_of(department: Department, *, on: date, otherwise: str) -> str:
    """Where its mail goes that day. `otherwise`: where nobody is in charge any more."""
    there = department.in_charge(on=on)
    return there.email if there else otherwise


def may_answer(department: Department, address: str, *, on: date) -> bool:
    """Whether the address speaks for the department that day.

    Its own, that of who took over from it, of anybody on their lists (also an address they had
    before, until its day), and the deputy's while they are away.
    """
    if not address:
        return False
    line = department.line(on=on)
    if any(row.email.lower() == address.lower() for row in line):
        return True
    if _members(line, address, on=on).exists():
        return True
    return _absences(line, on=on).filter(deputy_email__iexact=address).exists()


def name_of(department: Department, address: str, *, on: date) -> str:
    """The name beside the address on their lists, if there is one."""
    member = _members(department.line(on=on), address, on=on).order_by("pk").first()
    return member.name if member else ""


def is_gone(department: Department, address: str, *, on: date) -> bool:
    """Whether a mailbox that was written to before ended with its department."""
    line = department.line(on=on)
    there = [row for row in line if row.is_there(on=on)]
    ended = {row.email.lower() for row in line} - {row.email.lower() for row in there}
    # An address of before may still answer, but nothing is sent to it any more.
    kept = _members(there, address, on=on).exclude(role=DepartmentMember.Role.FORMER)
    return address.lower() in ended and not (there and kept.exists())


def stand_ins(department: Department, *, on: date) -> list[str]:
    """Addresses that get the department's mail too while it is absent.

    An absence does not end with the department's name: whoever took over is away as well.
    """
    absent = _absences(department.line(on=on), on=on)
    named = absent.exclude(deputy_email="").order_by("pk")
    return list(dict.fromkeys(named.values_list("deputy_email", flat=True)))


def deputies(department: Department, *, on: date) -> list[str]:
    """Superiors and deputies of that day: they hear when the department stays silent."""
    members = DepartmentMember.objects.on(on).filter(
        department=in_charge(department, on=on), role=DepartmentMember.Role.DEPUTY
    )
    return list(members.order_by("pk").values_list("email", flat=True))


def absent_lecturers(lecturers: Iterable[int], *, on: date) -> list[Lecturer]:
    """Those of the named lecturers who go nowhere on that day."""
    away = Absence.objects.on(on).filter(lecturer__in=list(lecturers)).values("lecturer")
    return list(Lecturer.objects.filter(pk__in=away).order_by("pk"))


def last_day_with(lecturer: Lecturer, department: Department, *, on: date) -> date | None:
    """The last day, up to that one, on which they belonged to the department or its line.

    `on` itself: they are there that day. None: never.
    """
    line = {row.pk for row in department.line(on=on)}
    days = [
        min(row.until or on, on) if row.since <= on else date.min
        for row in lecturer.memberships.all()
        if row.department_id in line
    ]
    return max(days, default=None)


def _absences(line: list[Department], *, on: date) -> QuerySet[Absence]:
    """Those of the line; and of departments that went on that very day under the last one's name.

    Not of one that an older department absorbed: that one has its own people there.
    """
    theirs, begun = Q(department__in=line), line[-1].starts_on
    if begun is not None:
        eve = begun - timedelta(days=1)
        theirs |= Q(department__successor=line[-1], department__ends_on=eve)
    return Absence.objects.on(on).filter(theirs)


def _members(
    departments: Iterable[Department], address: str, *, on: date
) -> QuerySet[DepartmentMember]:
    return DepartmentMember.objects.on(on).filter(
        department__in=list(departments), email__iexact=address
    )
