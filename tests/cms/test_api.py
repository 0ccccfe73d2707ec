"""The pages as JSON, for programs."""

import pytest

from cms.api import FIELDS, Pace
from lectures.models import LecturePage

PAGES = "/api/v2/pages/"


def found(client, query="", **headers):
    return client.get(f"{PAGES}{query}", headers=headers).json()["items"]


def test_a_lecture_is_told_with_its_public_facts(client, catalogue):
    page = catalogue.lecture(title="防災マップ", cost_note="100円")

    told = client.get(f"{PAGES}{page.pk}/").json()

    assert told["title"] == "防災マップ"
    assert (told["number"], told["fiscal_year"], told["cost_note"]) == (page.number, 2026, "100円")
    assert (told["department"], told["category"]) == ("防災課", "防災・安全")
    assert told["meta"]["html_url"] == page.full_url


def test_a_course_is_told_with_its_meetings(client, catalogue):
    page = catalogue.course()

    told = client.get(f"{PAGES}{page.pk}/").json()

    assert [meeting["starts_at"] for meeting in told["meetings"]] == [
        "2026-12-05T13:30:00+09:00", "2026-12-12T13:30:00+09:00",
    ]  # fmt: skip
    assert told["provider"] == page.provider.name


def test_nothing_of_the_office_or_of_people_is_told(client, catalogue):
    page = catalogue.lecture()

    words = client.get(f"{PAGES}{page.pk}/?fields=*").content.decode()

    assert "bousai@" not in words
    assert "owner" not in words
    names = {field.name for fields in FIELDS.values() for field in fields}
    assert not names & {"need_kind", "copies_continue", "lecture", "owner", "email"}


def test_drafts_and_another_towns_pages_are_not_told(client, catalogue, next_town):
    draft = catalogue.lecture()
    draft.unpublish()

    assert found(client, "?type=lectures.LecturePage") == []
    assert client.get(f"{PAGES}{draft.pk}/").status_code == 404
    theirs = LecturePage.objects.get(title="となりの講座")
    assert client.get(f"{PAGES}{theirs.pk}/").status_code == 404
    assert client.get(f"{PAGES}?site=tonari.test").status_code == 400
    titles = [
        row["title"] for row in found(client, "?type=lectures.LecturePage", host="tonari.test")
    ]
    assert titles == ["となりの講座"]


def test_pages_are_searched_and_filtered(client, catalogue):
    catalogue.lecture(title="防災マップづくり", minutes=90)
    catalogue.lecture(title="短歌", minutes=60)

    def titles(query):
        return [row["title"] for row in found(client, f"?type=lectures.LecturePage&{query}")]

    assert titles("search=短歌") == ["短歌"]
    assert titles("minutes=60") == ["短歌"]
    assert titles("order=title&limit=1&fields=minutes") in (["短歌"], ["防災マップづくり"])


@pytest.mark.parametrize(
    "query",
    [
        "?limit=101", "?limit=x", "?offset=-1", "?type=accounts.User", "?type=x", "?fields=owner",
        "?fields=department(email)", "?child_of=99999999999999999999999", "?child_of=x",
        "?order=random,title", "?search=%00", "?title=%00", "?minutes=1", "find/?id=x", "find/?id=0",
        "find/?html_path=%00", "?translation_of=x", "?locale=xx", "999999999999999999999999/", "x/",
        "?format=api", "?fields=((((", "?owner=1",
    ],
)  # fmt: skip
def test_a_wrong_question_is_answered_calmly(client, catalogue, query):
    catalogue.lecture()
    client.raise_request_exception = False

    assert client.get(f"{PAGES}{query}").status_code in (200, 400, 404), query


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, catalogue, method):
    page = catalogue.lecture()

    assert getattr(client, method)(f"{PAGES}{page.pk}/").status_code == 405


def test_who_asks_too_fast_is_told_to_wait(client, catalogue, monkeypatch):
    monkeypatch.setattr(Pace, "rate", "2/min")

    assert [client.get(PAGES).status_code for _ in range(3)] == [200, 200, 429]


def test_signing_in_shows_nothing_more(admin_client, catalogue):
    draft = catalogue.lecture()
    draft.unpublish()

    assert admin_client.get(f"{PAGES}{draft.pk}/").status_code == 404
