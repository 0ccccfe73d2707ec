"""A thousand wrong inputs for each question page: no exception, a sentence at the field, nothing lost."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.forms.classes import ClassesForm
from bookings.forms.contact import ContactForm
from bookings.forms.terms import Terms
from bookings.forms.where import WhereForm
from bookings.forms.who import WhoForm
from bookings.models import ApplicantGroup
from bookings.public.centres import FinderForm
from bookings.rules import Availability
from bookings.status import Care, CareBy
from lectures.models import Kit
from tests.bookings.spellings import KEPT, REFUSED
from tests.bookings.test_rules import RULES

TERMS = Terms(RULES, 60, "0000-00-0000", date(2026, 11, 22), Availability())
SPELT = [typed for table in (KEPT, REFUSED) for kind in table for typed, _meant in table[kind]]
CODES = [
    *ApplicantGroup.Kind.values, *ApplicantGroup.Connection.values,
    *ApplicantGroup.NotifyBy.values, *Kit.values, *Care.values, *CareBy.values,
    "yes", "no", "on", "other", "01", "projector,screen", "projector,,x", ",",
]  # fmt: skip
LINES = st.text("5年1組2校時 9:35〜１０：２０-人、()\n午前後半から", max_size=60)
TEXTS = st.one_of(
    st.just(""),
    st.sampled_from(SPELT),
    st.sampled_from(CODES),
    st.text(max_size=30),
    LINES,
    st.sampled_from(["x" * 1200, "\x00", "<b>", "'; --", "１" * 40, "0", "-3", "a@b", "🎌" * 90]),
)
MANY = settings(max_examples=1000, deadline=None)


def judged(form, typed) -> None:
    form.is_valid()

    assert form.typed() == typed
    for name, sentences in form.errors.items():
        assert name in form.fields
        assert all(map(str.strip, map(str, sentences)))
        if "%" not in "".join(typed.values()):  # a sentence may quote what was typed
            assert not any("%(" in str(sentence) for sentence in sentences)
    assert all(link.target for link in form.error_links)


def inputs(form):
    return st.fixed_dictionaries(dict.fromkeys(form.declared_fields, TEXTS))


@MANY
@given(inputs(WhoForm), st.booleans())
def test_who(typed, online):
    judged(WhoForm(typed, terms=TERMS, online=online), typed)


@MANY
@given(inputs(ContactForm))
def test_contact(typed):
    judged(ContactForm(typed, terms=TERMS), typed)


@MANY
@given(st.one_of(LINES, TEXTS))
def test_classes(text):
    form = ClassesForm({"classes": text}, terms=TERMS)
    judged(form, {"classes": text})
    for row in form.understood:
        assert row.name
        assert len(row.name) <= 40
        assert row.starts < row.ends


@settings(
    max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=inputs(WhereForm))
def test_where(town, typed):
    form = WhereForm(typed, terms=TERMS)
    ticks = {"kit_there", "kit_wanted", "care"}
    # Of several ticks, empty ones between commas are the same as none.
    kept = {
        name: ",".join(filter(None, text.split(","))) if name in ticks else text
        for name, text in typed.items()
    }
    judged(form, kept)


@MANY
@given(people=TEXTS, kit=TEXTS, access=TEXTS)
def test_the_finder_only_leaves_out(people, kit, access):
    form = FinderForm({"people": people, "kit": kit, "access": access})
    form.is_valid()
    assert all(str(sentence) for found in form.errors.values() for sentence in found)


@pytest.mark.parametrize("step", ["who", "classes", "where", "contact"])
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_page_breaks_and_every_letter_comes_back(citizen, step, data):
    form = {"who": WhoForm, "classes": ClassesForm, "where": WhereForm, "contact": ContactForm}
    typed = data.draw(inputs(form[step]))
    citizen.start()
    citizen.post("who", kind="school")
    if step != "who":
        citizen.fill("when")

    answer = citizen.client.post(citizen.url(step), {**typed, "next": "1"}, follow=True)

    assert answer.status_code == 200
