"""Lecturers and people of a department that ends go to whoever takes over. Leaves its traces."""

from datetime import date, timedelta

from django.db.models import Q

from lectures.models import Department, DepartmentMember, LecturerMembership
from lectures.reorganising.traces import Traces

_DAY = timedelta(days=1)


def bring_lecturers(old: Department, new: Department, *, day: date, traces: Traces) -> None:
    """They belong to the new one from that day on, also who was to come to the old one later."""
    for row in old.memberships.filter(Q(until__isnull=True) | Q(until__gte=day)).order_by("pk"):
        if row.since < day:
            _continue(row, new, day=day, traces=traces)
            continue
        if not new.memberships.filter(lecturer=row.lecturer, since=row.since).exists():
            traces.memberships_moved.append((row.pk, old.pk, new.pk))
            row.department = new
            row.save(update_fields=["department"])


def _continue(row: LecturerMembership, new: Department, *, day: date, traces: Traces) -> None:
    following, created = LecturerMembership.objects.get_or_create(
        lecturer=row.lecturer, department=new, since=day,
        defaults={"site_id": row.site_id, "until": row.until},
    )  # fmt: skip
    traces.memberships_ended.append((row.pk, row.until, following.pk, following.until))
    if created:
        traces.memberships_made.append(following.pk)
    row.until = day - _DAY
    row.save(update_fields=["until"])


def bring_people(
    old: Department, new: Department, *, day: date, formers: bool, traces: Traces
) -> None:
    """Who stands on the list then. `formers`: addresses of before too, where it is the same office;
    in another's list they would speak for more than they ever did."""
    open_then = Q(until__isnull=True) | Q(until__gte=day)
    listed = {row.email.lower() for row in new.members.filter(open_then)} | {new.email.lower()}
    for person in old.members.filter(open_then).order_by("pk"):
        if person.role == DepartmentMember.Role.FORMER and not formers:
            continue
        known = person.email.lower() in listed
        listed.add(person.email.lower())
        if person.since is not None and person.since >= day:
            if not known:
                traces.members_moved.append((person.pk, old.pk, new.pk))
                person.department = new
                person.save(update_fields=["department"])
            continue
        if not known:
            traces.members_made.append(_copy(person, new, since=day).pk)
        traces.members_ended.append((person.pk, person.until))
        person.until = day - _DAY
        person.save(update_fields=["until"])


def _copy(person: DepartmentMember, new: Department, *, since: date) -> DepartmentMember:
    return DepartmentMember.objects.create(
        site_id=person.site_id, department=new, name=person.name, email=person.email,
        role=person.role, since=since, until=person.until,
    )  # fmt: skip
