"""The other language on the pages of a request that was sent: what was typed is still there."""

import pytest

from bookings.models import RequestEvent
from bookings.status import RequestStatus
from tests.bookings.public.test_new_days import put_off
from tests.factories.bookings import make_request

DAYS = {"wish1_day": "13月40日", "wish1_times": "25時", "typed_day": "あさって"}
PLACE = {"place": "other", "other_name": "北町ホール", "other_address": "", "booked": "yes"}
PAGES = {
    "move/": (RequestStatus.SUBMITTED, {**DAYS, **PLACE}),
    "move/1/": (RequestStatus.CONFIRMED, {**DAYS, **PLACE}),
    "postpone/1/": (RequestStatus.CONFIRMED, {**DAYS, "words": "工事のため"}),
    "details/": (RequestStatus.SUBMITTED, {"people": "たくさん", "remarks": "書きかけのことば"}),
    "withdraw/": (RequestStatus.SUBMITTED, {"words": "書きかけのことば"}),
    "messages/": (RequestStatus.SUBMITTED, {"words": "書きかけのことば"}),
    "day/1/": (RequestStatus.CONFIRMED, {"group_phone": "090のとちゅう"}),
}


def switched(citizen, request, path: str, **typed: str):
    """Presses English at the top of the page."""
    page = citizen.open_page(request, path)
    assert page.status_code == 200
    html = page.content.decode()
    assert '<form id="typed"' in html
    assert '<button class="link" form="typed" type="submit" name="language" value="en"' in html
    before = RequestEvent.objects.count()
    answer = citizen.client.post(
        f"/requests/{request.public_id}/{path}", {"version": "0", **typed, "language": "en"}
    )
    assert RequestEvent.objects.count() == before
    return answer


@pytest.mark.parametrize("path", sorted(PAGES))
def test_typed_text_survives_the_switch_and_nothing_is_decided(citizen, path) -> None:
    status, typed = PAGES[path]
    request = make_request(citizen.town, status=status)

    answer = switched(citizen, request, path, **typed)

    html = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="en"' in html
    assert "エラー" not in html
    form = answer.context["form"]
    kept = {name: str(form[name].value()) for name in typed if name in form.fields}
    assert kept == {name: words for name, words in typed.items() if name in form.fields}
    assert kept
    if "typed_day" in typed:
        assert "あさって" in html
    assert answer.client.cookies["django_language"].value == "en"


def test_new_days_too(citizen) -> None:
    request, _session = put_off(citizen.town)

    answer = switched(citizen, request, "days/1/", **DAYS)

    assert answer.context["form"]["wish1_day"].value() == "13月40日"
    assert '<html lang="en"' in answer.content.decode()


def test_right_answers_are_not_sent_by_the_switch_either(citizen) -> None:
    request = make_request(citizen.town)

    switched(citizen, request, "move/", wish1_day="2026-12-22", wish1_part="morning", place="same")

    assert {row.day.day for row in request.wishes.all()} == {17, 21}
