"""A thousand wrong inputs for いつ: never an exception, always a sentence at the field, nothing lost."""

from datetime import date
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.forms.terms import Terms
from bookings.forms.when import RANKS, WhenForm
from bookings.models import BookingRequest
from bookings.rules import Availability
from tests.bookings.spellings import KEPT, REFUSED
from tests.bookings.test_rules import RULES

TERMS = Terms(RULES, 60, "0000-00-0000", date(2026, 11, 22), Availability())
SPELT = [
    typed
    for table in (KEPT, REFUSED)
    for kind in ("day", "time", "times", "phone", "count")
    for typed, _meant in table.get(kind, [])
]
TEXTS = st.one_of(
    st.just(""),
    st.sampled_from(SPELT),
    st.text(max_size=30),
    st.text("0123456789０１２３-ー/.:年月日時半分午前後からまで〜一二十令和R", max_size=20),
    st.sampled_from(["x" * 200, "\x00", "<b>", "'; --", "2026-12-17", "morning", "yes", "no"]),
)
NAMES = ["agreed", "agreed_day", "agreed_times", "agreed_with"] + [
    f"wish{rank}_{part}" for rank in RANKS for part in ("day", "part", "times")
]
INPUTS = st.fixed_dictionaries(dict.fromkeys(NAMES, TEXTS))


@settings(max_examples=1000, deadline=None)
@given(INPUTS)
def test_every_input_is_understood_or_told_at_its_field(typed):
    form = WhenForm(typed, terms=TERMS)

    valid = form.is_valid()

    assert valid == (not form.errors)
    assert form.wishes or not valid
    assert form.typed() == typed
    for name, sentences in form.errors.items():
        assert name in form.fields
        assert all(str(sentence).strip() and "%(" not in str(sentence) for sentence in sentences)
    assert len(form.error_links) == sum(len(found) for found in form.errors.values())
    assert all(link.target for link in form.error_links)


@pytest.mark.slow
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    INPUTS, st.sampled_from(["next", "add", "up", "remove", "month", "day", "save", "enter"]), TEXTS
)
def test_every_button_keeps_the_page_and_never_fails(citizen, typed, button, value):
    if not citizen.draft_id:
        citizen.start()
        citizen.fill("who")

    response = citizen.client.post(citizen.url("when"), {**typed, button: value})

    assert response.status_code in (200, 302, 303)
    page = citizen.client.get(citizen.url("when") + "?first=1")
    assert page.status_code == 200
    kept = BookingRequest.objects.get(public_id=citizen.draft_id).typed["when"]
    shown = unescape(page.content.decode())
    for name in ("agreed_day", "agreed_times", "agreed_with"):
        assert kept[name] == typed[name].replace("\x00", "")
        assert kept[name].strip() in shown
