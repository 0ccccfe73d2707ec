"""A thousand wrong inputs for each form of the private page: a sentence, nothing lost, never a 500."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.departments.changing import ChangeForm
from bookings.forms.details import DetailsForm
from bookings.forms.move import MoveForm, NewDaysForm, PostponeForm
from bookings.forms.terms import Terms
from bookings.models import BookingRequest
from bookings.public.again import AgainForm
from bookings.public.messages import READY, MessageForm
from bookings.rules import Availability
from bookings.status import RequestStatus
from tests.bookings.public.test_wrong_input import MANY, TEXTS, judged
from tests.bookings.test_rules import RULES
from tests.factories.bookings import make_request

TERMS = Terms(RULES, 60, "0000-00-0000", date(2026, 11, 22), Availability())
DAYS = st.one_of(TEXTS, st.dates(date(2026, 11, 1), date(2027, 6, 1)).map(str))
WITH_ROWS = settings(
    max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def inputs(form):
    return st.fixed_dictionaries(
        {name: DAYS if name.endswith("_day") else TEXTS for name in form.fields}
    )


def sentences(form) -> None:
    form.is_valid()
    for name, found in form.errors.items():
        assert name in form.fields or name == "__all__"
        assert all(str(sentence).strip() for sentence in found)


@MANY
@given(st.lists(st.one_of(st.sampled_from(sorted(READY)), TEXTS), max_size=3), TEXTS)
def test_messages(asked, words):
    form = MessageForm({"asked": ",".join(asked), "words": words})
    sentences(form)
    if form.is_valid():
        assert form.whole.strip()


@MANY
@given(TEXTS)
def test_again(changed):
    sentences(AgainForm({"changed": changed}))


@MANY
@given(TEXTS, TEXTS)
def test_the_departments_answer(choice, words):
    sentences(ChangeForm({"choice": choice, "words": words}, slots=[(1, "12月24日")]))


@pytest.fixture
def row(town) -> BookingRequest:
    return make_request(town, status=RequestStatus.CONFIRMED)


@WITH_ROWS
@given(data=st.data())
def test_details(row, data):
    typed = data.draw(inputs(DetailsForm(row=row, terms=TERMS)))
    form = DetailsForm(typed, row=row, terms=TERMS)
    # Of several ticks, empty ones between commas are the same as none.
    judged(form, typed | {"care": ",".join(filter(None, typed["care"].split(",")))})
    if form.is_valid():
        assert form.facts["contact_name"]


@WITH_ROWS
@given(data=st.data())
def test_another_day_or_place(town, data):
    typed = data.draw(inputs(MoveForm(terms=TERMS, venue_now="公民館")))
    form = MoveForm(typed, terms=TERMS, venue_now="公民館")
    judged(form, typed)
    if form.is_valid():
        assert form.wishes or form.venue


@pytest.mark.parametrize("kind", [PostponeForm, NewDaysForm])
@WITH_ROWS
@given(data=st.data())
def test_postponing_and_proposing_days(town, kind, data):
    typed = data.draw(inputs(kind(terms=TERMS, venue_now="公民館")))
    judged(kind(typed, terms=TERMS, venue_now="公民館"), typed)


@pytest.mark.parametrize("path", ["messages/", "details/", "move/1/", "postpone/1/", "again/"])
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(typed=st.dictionaries(st.sampled_from([
    "words", "asked", "people", "phone", "wish1_day", "wish1_part", "wish1_times", "place", "day",
    "month", "shown", "add", "up", "remove", "typed_day", "version", "new_contact", "changed",
]), TEXTS, max_size=6))  # fmt: skip
def test_no_page_breaks_whatever_is_pressed(citizen, path, typed):
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED, lecturers=False)
    citizen.open_page(request)

    answer = citizen.client.post(f"/requests/{request.public_id}/{path}", typed)

    assert answer.status_code in (200, 302, 422)
