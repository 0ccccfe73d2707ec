"""A citizen's browser in a small town, on the morning of 22 November 2026."""

import pytest
from django.test import Client

from tests.factories.bookings import group_grant
from tests.factories.town import NOW, Town, make_town


@pytest.fixture
def town(site, clock_at) -> Town:
    clock_at(NOW)
    return make_town(site)


WHO = {
    "group_name": "桜が丘自治会",
    "connection": "living",
    "people": "25",
    "ages": "60代から80代",
    "kind": "",
}
WHEN = {"wish1_day": "2026-12-17", "wish1_part": "morning", "wish1_from": "", "wish1_until": ""}
WHERE = {
    "place": "01",
    "other_name": "",
    "other_address": "",
    "booked": "yes",
    "usable_from": "9時",
    "usable_until": "17時",
}
CONTACT = {
    "representative": "佐藤 花子",
    "same_person": "on",
    "contact_kana": "サトウ　ハナコ",
    "phone": "０９０－００００－０００１",
    "notify_by": "email",
    "email": "sato@mail.example",
    "remarks": "耳の遠い人が3人います",
}
PROMISE = {"pledged": "1"}
PAGES = {"who": WHO, "when": WHEN, "where": WHERE, "contact": CONTACT}


class Citizen:
    """Walks through the pages with one browser."""

    def __init__(self, town: Town) -> None:
        self.town, self.client, self.draft_id = town, Client(), ""

    def start(self):
        response = self.client.post(f"/apply/{self.town.lecture.public_id}/")
        self.draft_id = response["Location"].split("/")[2]
        return response

    def url(self, step: str) -> str:
        return f"/apply/{self.draft_id}/{step}/"

    def get(self, step: str, query: str = ""):
        return self.client.get(self.url(step) + query)

    def post(self, step: str, data=None, *, button: str = "next", **changes: str):
        data = {**PAGES, "check": PROMISE}.get(step, {}) if data is None else data
        return self.landed(self.client.post(self.url(step), {**data, **changes, button: "1"}))

    def landed(self, response):
        """Where the browser stands: a refused page is shown by its own address."""
        return self.client.get(response["Location"]) if response.status_code == 303 else response

    def fill(self, *steps: str):
        for step in steps or PAGES:
            response = self.post(step)
            assert response.status_code == 302, response.content.decode()
        return response

    def open_page(self, request, path: str = ""):
        """With the link of the mail, then on the clean page."""
        self.client.get(f"/k/{group_grant(request).token}/")
        return self.client.get(f"/requests/{request.public_id}/{path}")


@pytest.fixture
def citizen(town) -> Citizen:
    return Citizen(town)
