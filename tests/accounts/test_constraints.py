"""NoOverlap and AppendOnly on the engine of this run; each with its twin."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from bookings.models import Allocation, RequestEvent, Resource
from lectures.models import Equipment
from tests.factories.town import NOW, at, make_town, submitted

START = at("2026-12-17 10:00")


@pytest.fixture
def resource(site) -> Resource:
    town = make_town(site)
    return Resource.objects.create(site=site, lecturer=town.lecturers[0])


def place(resource: Resource, *, minutes: int = 0, length: int = 60, state: str = "hold", **more):
    starts = START + timedelta(minutes=minutes)
    return Allocation(
        site=resource.site, resource=resource, state=state, starts_at=starts,
        ends_at=starts + timedelta(minutes=length), expires_at=NOW, **more,
    )  # fmt: skip


def refused(row: Allocation) -> bool:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as problem:
        return "allocation_no_overlap" in str(problem)
    return False


@pytest.mark.parametrize(
    ("minutes", "length", "clashes"),
    [(0, 60, True), (30, 60, True), (-30, 60, True), (10, 20, True), (-60, 60, False), (60, 60, False)],
)  # fmt: skip
def test_two_places_of_one_resource_may_touch_but_not_overlap(resource, minutes, length, clashes):
    place(resource).save()

    assert refused(place(resource, minutes=minutes, length=length)) is clashes


def test_a_released_place_is_free_and_taking_it_back_asks_again(resource):
    place(resource, state="released").save()
    place(resource).save()
    released = Allocation.objects.get(state="released")

    released.state = "hold"

    assert refused(released)


def test_another_resource_is_free_at_the_same_time(resource, site):
    other = Resource.objects.create(site=site, lecturer=None, room=None, equipment=_kit(site))
    place(resource).save()

    assert not refused(place(other))


def test_moving_into_a_taken_time_is_refused(resource):
    place(resource).save()
    later = place(resource, minutes=120)
    later.save()

    later.starts_at, later.ends_at = START, START + timedelta(minutes=30)

    assert refused(later)


def test_several_rows_at_once_may_not_overlap_each_other(resource):
    with pytest.raises(IntegrityError, match="allocation_no_overlap"), transaction.atomic():
        Allocation.objects.bulk_create([place(resource), place(resource, minutes=30)])


def test_a_form_hears_of_the_clash_before_the_database(resource):
    place(resource).save()

    with pytest.raises(ValidationError, match="もうほかの予定が入っています"):
        place(resource, minutes=30).validate_constraints()


@pytest.mark.django_db(transaction=True)
def test_the_guard_survives_a_change_of_the_table(resource):
    """SQLite remakes a table to alter it; a trigger that nobody declared would be gone."""
    old = models.DateTimeField(null=True)
    new = models.DateTimeField(null=True, default=NOW)
    for field in (old, new):
        field.set_attributes_from_name("expires_at")
        field.model = Allocation
    with connection.schema_editor() as editor:
        editor.alter_field(Allocation, old, new, strict=False)
        if connection.vendor == "sqlite":
            editor._remake_table(Allocation)
    place(resource).save()

    assert refused(place(resource, minutes=30))


def _kit(site):
    return Equipment.objects.create(site=site, name="プロジェクター")


def test_an_event_is_never_changed(site):
    event = submitted(make_town(site)).events.get()

    with pytest.raises(DatabaseError, match="request_event_append_only"), transaction.atomic():
        RequestEvent.objects.filter(pk=event.pk).update(verb="message")


def test_twin_without_the_trigger_an_event_could_be_rewritten(site):
    event = submitted(make_town(site)).events.get()
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else " ON bookings_requestevent"
        cursor.execute(f"DROP TRIGGER request_event_append_only{table}")

    RequestEvent.objects.filter(pk=event.pk).update(verb="message")

    event.refresh_from_db()
    assert event.verb == "message"
