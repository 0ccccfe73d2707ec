"""A closing day that is typed in later: in any spelling, once, and whom it touches is named."""

from datetime import date

import pytest
from django.test import Client

from bookings.actions import asking
from bookings.desk.shut_houses import on_shut_days
from bookings.models import Assignment, BookingRequest
from bookings.rules import Wish
from bookings.status import RequestStatus
from lectures.models import Centre, CentreClosure
from lectures.roles import give_role
from tests.bookings.desk.pressing import done, errors, press
from tests.factories.bookings import make_request
from tests.factories.town import NOW, OFFICE

THURSDAY = date(2026, 12, 17)  # the day of the first wish


def here(town, **changes: object) -> BookingRequest:
    place = {"centre_id": town.centre.pk, "venue_name": "", "venue_address": ""}
    return make_request(town, **{**place, **changes})


def closed(client: Client, town, *, follow: bool = False, **typed: str):
    """Sends one new closing day on the centre's own page."""
    rows = {
        "form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0", "closures-TOTAL_FORMS": "1",
        "closures-INITIAL_FORMS": "0", "closures-0-id": "",
        **{f"closures-0-{name}": words for name, words in typed.items()},
    }  # fmt: skip
    return client.post(f"/desk/own/centres/{town.centre.public_id}/", rows, follow=follow)


@pytest.fixture
def keeper(town, clerk, office) -> Client:
    """The office's clerk keeps the centre too."""
    give_role(clerk, site=town.site, role="centre", centre=town.centre)
    return office


@pytest.mark.parametrize(
    "typed", ["2026/12/16", "R8.12.16", "令和8年12月16日", "12月16日", "１２／１６", "2026-12-16"]
)
def test_a_closing_day_is_taken_in_every_usual_spelling(keeper, town, typed):
    assert closed(keeper, town, starts_on=typed).status_code == 302

    assert [row.starts_on for row in CentreClosure.objects.all()] == [date(2026, 12, 16)]


def test_without_a_year_the_last_day_follows_the_first(keeper, town):
    closed(keeper, town, starts_on="12月28日", ends_on="1月4日")

    row = CentreClosure.objects.get()
    assert (row.starts_on, row.ends_on) == (date(2026, 12, 28), date(2027, 1, 4))


@pytest.mark.parametrize("typed", ["あした", "13月40日", ""])
def test_what_is_no_day_is_said_and_kept(keeper, town, typed):
    page = closed(keeper, town, starts_on=typed, reason="点検")

    assert page.status_code == 422
    assert "点検" in page.content.decode()
    assert not CentreClosure.objects.exists()


def test_pressing_twice_closes_once(keeper, town):
    for _press in range(2):
        closed(keeper, town, starts_on="12月16日", reason="点検")

    assert CentreClosure.objects.count() == 1


def test_what_stands_unchanged_is_kept_and_can_be_taken_away(keeper, town):
    row = CentreClosure.objects.create(site=town.site, centre=town.centre, starts_on=THURSDAY)
    page = keeper.get(f"/desk/own/centres/{town.centre.public_id}/").content.decode()
    assert 'value="2026-12-17"' in page

    keeper.post(
        f"/desk/own/centres/{town.centre.public_id}/",
        {
            "form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0", "closures-TOTAL_FORMS": "1",
            "closures-INITIAL_FORMS": "1", "closures-0-id": row.pk,
            "closures-0-starts_on": "2026-12-17", "closures-0-DELETE": "on",
        },
    )  # fmt: skip

    assert not CentreClosure.objects.exists()


@pytest.mark.parametrize("status", [RequestStatus.ASKING, RequestStatus.CONFIRMED])
def test_saving_names_what_lies_on_such_a_day_and_the_dashboard_too(keeper, town, status):
    request = here(town, status=status)

    page = closed(keeper, town, follow=True, starts_on="12月17日", reason="工事").content.decode()

    assert "休館日にかかる講座と依頼" in page
    assert request.reference in page
    assert f"/desk/requests/{request.public_id}/" in page
    assert "会場の休館日にかかる依頼・講座" in keeper.get("/desk/").content.decode()


def test_a_day_on_which_nothing_lies_leads_back_as_before(keeper, town):
    here(town, status=RequestStatus.CONFIRMED)

    answer = closed(keeper, town, starts_on="12月16日")

    assert answer["Location"] == "/desk/own/"
    assert "会場の休館日にかかる依頼・講座" not in keeper.get("/desk/").content.decode()


def test_a_wish_on_a_shut_day_is_asked_for_only_with_a_tick(office, town):
    request = here(town)
    CentreClosure.objects.create(site=town.site, centre=town.centre, starts_on=THURSDAY)

    page = press(office, "request", request, "ask", which="1")

    assert "北川地域交流センターが休みです" in errors(page)[0]
    assert not Assignment.objects.exists()
    done(press(office, "request", request, "ask", which="1", house_shut="on"), request)
    assert Assignment.objects.count() == 1
    assert "会場の休館日にかかる依頼・講座" not in office.get("/desk/").content.decode()


def test_another_wish_is_asked_for_as_ever(office, town):
    request = here(
        town, wishes=(Wish(THURSDAY, "morning"), Wish(date(2026, 12, 18), "morning"))
    )  # fmt: skip
    CentreClosure.objects.create(site=town.site, centre=town.centre, starts_on=THURSDAY)

    done(press(office, "request", request, "ask", which="2"), request)


def test_asking_for_many_leaves_out_who_wishes_for_a_shut_day(office, town):
    request = here(town)
    CentreClosure.objects.create(site=town.site, centre=town.centre, starts_on=THURSDAY)

    page = office.post("/desk/requests/bulk/", {"deed": "ask", "pick": [str(request.public_id)]})

    assert "北川地域交流センターが休みです" in page.content.decode()


def test_as_many_queries_for_many(office, town, django_assert_num_queries):
    here(town, status=RequestStatus.CONFIRMED)
    request = here(town)
    CentreClosure.objects.create(site=town.site, centre=town.centre, starts_on=THURSDAY)
    asking.ask(request_id=request.pk, by=OFFICE, at=NOW)

    with django_assert_num_queries(5):
        assert len(on_shut_days(at=NOW)) == 2


def test_words_alone_close_nothing_and_the_dashboard_says_so(office, town):
    words = "休みがことばだけで書いてあり、カレンダーに出ない地域交流センター"
    Centre.objects.update(closed_days="月曜日、12月28日〜1月4日", closed_weekdays="")
    assert words in office.get("/desk/").content.decode()

    Centre.objects.update(closed_weekdays="0")

    assert words not in office.get("/desk/").content.decode()
