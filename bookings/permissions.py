"""Who may do what in the open town, asked of rows. No HTTP, no templates.

Which page is for whom stands in `bookings.doors`; whose rows a page shows is asked here.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django_scopes import get_scope

from accounts.models import Role, SiteRole, User
from bookings.models import Assignment, BookingRequest, LectureSession, RequestEvent
from bookings.status import AssignmentRole, AssignmentState
from lectures.models import Department


@dataclass(frozen=True)
class Standing:
    """What somebody is in the open town; the numbers are keys of departments and centres."""

    roles: frozenset[str] = frozenset()
    departments: frozenset[int] = frozenset()
    centres: frozenset[int] = frozenset()

    @property
    def acts(self) -> bool:
        """Has every button of the desk."""
        return Role.OFFICE in self.roles

    @property
    def has_a_part(self) -> bool:
        """Besides what they see of the whole, a department or a centre of their own."""
        return bool(self.departments or self.centres)

    @property
    def sees_all(self) -> bool:
        return bool(self.roles & {Role.OFFICE, Role.AUDITOR})


NOBODY = Standing()


def standing_of(user: User | AnonymousUser) -> Standing:
    """A superuser acts as the office. Asked many times a page, so remembered on its user."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    site = get_scope().get("site")
    known: dict[int, Standing] = user.__dict__.setdefault("_standings", {})
    if site is not None and site.pk not in known:
        known[site.pk] = _standing(user)
    return known[site.pk] if site is not None else NOBODY


def is_office(user: User | AnonymousUser) -> bool:
    """The office of the town whose scope is open, or a superuser."""
    return standing_of(user).acts


def entering_as(user: User | AnonymousUser) -> RequestEvent.Actor:
    """Whose word a request at the counter is: the group's, or the centre's where the centre wrote it."""
    actor = RequestEvent.Actor
    return actor.GROUP if standing_of(user).acts else actor.CENTRE


def own_departments(standing: Standing, *, on: date) -> frozenset[int]:
    """The departments whose work theirs does on that day: their own and what it took over."""
    charges = Department.objects.charges(on=on)
    theirs = {charges.get(pk) for pk in standing.departments} - {None}
    return standing.departments | {pk for pk, charge in charges.items() if charge in theirs}


def own_asks(standing: Standing, *, on: date) -> QuerySet[Assignment]:
    if not standing.departments:
        return Assignment.objects.none()
    return Assignment.objects.filter(department__in=own_departments(standing, on=on))


def own_sessions(standing: Standing, *, on: date) -> QuerySet[LectureSession]:
    """Those a department gives or helps with, and those at a centre."""
    return LectureSession.objects.filter(
        Exists(taken_by(standing, on=on).filter(pk=OuterRef("pk")))
        | Q(centre__in=standing.centres) | Q(room__centre__in=standing.centres)
    )  # fmt: skip


def given_by(standing: Standing, *, on: date) -> QuerySet[LectureSession]:
    """Those whose lecture their departments accepted; else, those that were agreed with them."""
    if not standing.departments:
        return LectureSession.objects.none()
    theirs = own_departments(standing, on=on)
    accepted = _accepted().filter(role=AssignmentRole.LECTURE)
    return LectureSession.objects.filter(
        Exists(accepted.filter(department__in=theirs)) | Q(~Exists(accepted), department__in=theirs)
    )


def taken_by(standing: Standing, *, on: date) -> QuerySet[LectureSession]:
    """What they give, and what they only help with, such as by sign language."""
    helped = _accepted().filter(department__in=own_departments(standing, on=on))
    given = given_by(standing, on=on).filter(pk=OuterRef("pk"))
    return LectureSession.objects.filter(Exists(given) | Exists(helped))


def _accepted() -> QuerySet[Assignment]:
    return Assignment.objects.filter(request=OuterRef("request"), state=AssignmentState.ACCEPTED)


def requests_at(standing: Standing) -> QuerySet[BookingRequest]:
    """What a centre may read whole: requests for its rooms, by wish or by the fixed date."""
    sessions = LectureSession.objects.filter(
        Q(centre__in=standing.centres) | Q(room__centre__in=standing.centres),
        request=OuterRef("pk"),
    )
    return BookingRequest.objects.submitted().filter(
        Q(centre__in=standing.centres) | Q(room__centre__in=standing.centres) | Exists(sessions)
    )


def _standing(user: User) -> Standing:
    rows = list(SiteRole.objects.filter(user=user).values_list("role", "department", "centre"))
    roles = {role for role, _department, _centre in rows}
    return Standing(
        frozenset(roles | {Role.OFFICE} if user.is_superuser else roles),
        frozenset(department for _role, department, _centre in rows if department),
        frozenset(centre for _role, _department, centre in rows if centre),
    )
