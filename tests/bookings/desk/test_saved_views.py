"""自分の見かた: kept per person, by name, as links whose counts are what they show."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from bookings.actions.saving_views import MOST, keep_view
from bookings.models import SavedView
from bookings.status import RequestStatus
from lectures.roles import give_role
from tests.bookings.desk.test_inbox import queries
from tests.factories.bookings import make_request
from tests.factories.town import submitted

R = RequestStatus
KEEP = "/desk/requests/views/"


def saved(office) -> dict[str, object]:
    return {view.name: view for view in office.get("/desk/requests/").context["saved"]}


def test_what_is_shown_is_kept_under_a_name(office, town):
    make_request(town, status=R.ASKING)
    submitted(town)

    answer = office.post(
        f"{KEEP}?status=asking&department=0305&sort=-group", {"name": "防災・照会"}
    )

    assert answer["Location"] == "/desk/requests/?status=asking&department=0305&sort=-group"
    page = office.get(answer["Location"])
    view = page.context["saved"][0]
    assert (view.name, view.count, view.current) == ("防災・照会", 1, True)
    assert len(page.context["rows"]) == 1


@pytest.mark.parametrize(
    "query",
    [
        "status=open", "status=all", "status=asking&department=0305", "status=all&month=2026-12",
        "status=all&due=late", "status=all&matter=new", "status=open&way=web&centre=01",
    ],
)  # fmt: skip
def test_its_count_is_what_it_shows(office, town, query):
    for status in (R.SUBMITTED, R.ASKING, R.PROPOSING, R.CONFIRMED):
        make_request(town, status=status, lecturers=False)
    office.post(f"{KEEP}?{query}", {"name": "見る"})

    view = saved(office)["見る"]

    assert office.get(f"/desk/requests/{view.href}").context["page"].paginator.count == view.count


def test_the_same_name_means_the_newer_one(office, town):
    office.post(f"{KEEP}?status=asking", {"name": "いつもの"})
    office.post(f"{KEEP}?status=all", {"name": "いつもの"})

    assert [view.href for view in saved(office).values()] == ["?status=all"]


def test_what_was_searched_for_is_never_kept(office, town):
    office.post("/desk/requests/search/", {"words": "佐藤"})

    office.post(f"{KEEP}?found=1&status=all&words=佐藤", {"name": "佐藤さん"})

    assert SavedView.objects.get().query == "status=all"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "見かたの名前を入れてください"),
        ("　 ", "見かたの名前を入れてください"),
        ("あ" * 31, "30字までにしてください（いまは31字です）"),
    ],
)
def test_a_name_that_cannot_be_is_asked_for_again(office, town, name, sentence):
    answer = office.post(f"{KEEP}?status=asking", {"name": name})

    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert sentence in page.select_one(".field-error").get_text()
    assert page.select_one("#id_name")["value"] == name if name else True
    assert page.title.string.startswith("エラー：")
    assert SavedView.objects.count() == 0


def test_there_is_an_end_to_them(office, town):
    for number in range(MOST):
        office.post(f"{KEEP}?status=open", {"name": f"{number}"})

    answer = office.post(f"{KEEP}?status=open", {"name": "もう一つ"})

    assert answer.status_code == 422
    assert f"見かたは{MOST}まで残せます" in answer.content.decode()
    assert office.post(f"{KEEP}?status=all", {"name": "0"}).status_code == 302


def test_nobody_sees_or_drops_those_of_others(office, town, clerk):
    row = keep_view(user=clerk, name="山田の", query="status=asking")
    other = User.objects.create_user("suzuki@city.mikagami.example", "a-long-password")
    give_role(other, site=town.site, role=Role.OFFICE)
    client = Client()
    client.force_login(other)

    client.post(f"/desk/requests/views/{row.pk}/drop/")

    assert saved(client) == {}
    assert list(saved(office)) == ["山田の"]


def test_dropped_once_and_again(office, town):
    office.post(f"{KEEP}?status=asking", {"name": "いらない"})
    pk = SavedView.objects.get().pk

    for _press in range(2):
        assert office.post(f"/desk/requests/views/{pk}/drop/").status_code == 302

    assert saved(office) == {}


def test_many_cost_no_more_queries_than_one(office, town, clerk):
    keep_view(user=clerk, name="0", query="status=asking&department=0305")
    few = queries(office, "/desk/requests/")
    for number in range(1, MOST):
        keep_view(user=clerk, name=f"{number}", query=f"status=all&due=late&month=2026-{number:02}")

    with CaptureQueriesContext(connection) as seen:
        office.get("/desk/requests/")

    assert len(seen) == few


def test_an_auditor_sees_no_form_to_keep_one(office, town, clerk):
    reader = User.objects.create_user("kansa@city.mikagami.example", "a-long-password")
    give_role(reader, site=town.site, role=Role.AUDITOR)
    submitted(town)
    client = Client()
    client.force_login(reader)

    page = BeautifulSoup(client.get("/desk/requests/").content, "html.parser")

    sent_to = {form.get("action") for form in page.select("main form[method=post]")}
    assert sent_to == {"/desk/requests/search/", "/sign-in/out/"}
    assert page.select("input[name=pick]") == []
    assert len(page.select(".rows tbody tr")) == 1
