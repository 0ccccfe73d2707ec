"""What a page's head says to machines."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from tests.factories import lectures as make

# What search engines ask of each kind; schema.org itself requires nothing.
REQUIRED = {
    "Course": {"name", "description", "provider", "hasCourseInstance", "offers"},
    "CourseInstance": {"courseMode", "location"},
    "EducationEvent": {"name", "startDate", "endDate", "location", "organizer", "eventStatus"},
    "Offer": {"category"},
    "Organization": {"name"},
    "GovernmentOrganization": {"name"},
    "Place": {"name", "address"},
    "NewsArticle": {"headline", "datePublished", "dateModified", "author", "publisher"},
    "WebPage": {"name", "url"},
    "WebSite": {"name", "url", "potentialAction"},
}


def head(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser").head


def data(client, address):
    blocks = head(client, address).find_all("script")
    assert [block["type"] for block in blocks] == ["application/ld+json"]
    return json.loads(blocks[0].string)


def lacking(facts):
    """Required properties that are missing or empty, anywhere in it."""
    found = []
    if isinstance(facts, dict):
        kind = facts.get("@type", "")
        found += [f"{kind}.{name}" for name in REQUIRED.get(kind, ()) if not facts.get(name)]
        facts = list(facts.values())
    if isinstance(facts, list):
        found += [name for part in facts for name in lacking(part)]
    return found


def open_graph(client, address):
    tags = head(client, address).find_all("meta", property=True)
    return {tag["property"]: tag["content"] for tag in tags}


@pytest.mark.parametrize("kind", ["lecture", "course", "news"])
def test_every_page_tells_all_that_is_required(client, catalogue, kind):
    page = getattr(catalogue, kind)()
    facts = data(client, page.url)

    assert lacking(facts) == []
    assert facts["@type"] == {"lecture": "Course", "course": "Course", "news": "NewsArticle"}[kind]
    assert (facts["name"], facts["url"]) == (page.title, page.full_url)


def test_the_front_page_tells_who_publishes_and_where_to_search(client, catalogue):
    facts = data(client, "/")

    assert lacking(facts) == []
    assert (facts["@type"], facts["publisher"]["name"]) == ("WebSite", "みかがみ市")
    assert facts["potentialAction"]["target"]["urlTemplate"].endswith("/search/?q={q}")


def test_a_course_tells_its_meetings_with_the_zone(client, catalogue):
    page = catalogue.course(
        provider=make.provider(catalogue.site, name="みかがみ大学"), place="3号館", capacity=30
    )
    instance = data(client, page.url)["hasCourseInstance"][0]

    assert instance["startDate"] == "2026-12-05T13:30:00+09:00"
    assert instance["endDate"] == "2026-12-12T15:00:00+09:00"
    assert [event["startDate"][:10] for event in instance["subEvent"]] == [
        "2026-12-05",
        "2026-12-12",
    ]
    assert instance["subEvent"][0]["organizer"]["name"] == "みかがみ大学"


def test_a_cancelled_course_says_so_and_one_that_is_only_told_of_has_no_sponsor(client, catalogue):
    page = catalogue.course(
        standing="cancelled", standing_note="台風のため。", city_role="introduced",
        source_url="https://ken.example/a", hours_given=60, certificate="recognised",
    )  # fmt: skip
    facts = data(client, page.url)
    (instance,) = facts["hasCourseInstance"]

    assert {event["eventStatus"] for event in instance["subEvent"]} == {
        "https://schema.org/EventCancelled"
    }
    assert "sponsor" not in facts
    assert (facts["isBasedOn"], instance["courseWorkload"]) == ("https://ken.example/a", "PT3600M")
    assert facts["description"].startswith("【中止になりました】 台風のため。")


@pytest.mark.parametrize("note,free", [("", True), ("材料費500円", False)])
def test_money_is_told_as_it_is(client, catalogue, note, free):
    facts = data(client, catalogue.lecture(cost_note=note).url)

    assert facts["isAccessibleForFree"] is free
    assert facts["offers"][0].get("description", "") == note


def test_nothing_typed_can_end_the_block(client, catalogue):
    evil = '</script><script>alert(1)</script><!-- "&\u2028'
    page = catalogue.lecture(title=evil, slug="evil")
    html = client.get(page.url).content.decode()

    assert data(client, page.url)["name"] == evil
    assert html.count("<script") == html.count("</script>") == 1
    assert "<!--" not in html
    assert open_graph(client, page.url)["og:title"] == evil


def test_open_graph_says_what_is_shared(client, catalogue):
    page = catalogue.news(title="12月の講座", intro="空きのお知らせです。")

    assert open_graph(client, page.url) == {
        "og:title": "12月の講座",
        "og:description": "空きのお知らせです。",
        "og:type": "article",
        "og:url": page.full_url,
        "og:site_name": "みかがみ市 出前講座",
        "og:locale": "ja_JP",
    }


def test_the_feeds_are_found_from_a_page(client, catalogue):
    page = catalogue.course()
    links = head(client, page.url).find_all("link", rel="alternate")

    assert [link["href"] for link in links] == [
        "/feeds/new.rss", "/feeds/new.atom", f"/feeds/courses/{page.course.public_id}.ics",
    ]  # fmt: skip
    assert [client.get(link["href"]).status_code for link in links] == [200, 200, 200]


def test_a_form_tells_machines_nothing(client, catalogue):
    html = client.get("/requests/").content.decode()

    assert not re.search("ld\\+json|og:|alternate", html)


def test_a_town_whose_office_is_not_set_up_still_answers(client, catalogue):
    page = catalogue.lecture()
    catalogue.town.office.delete()

    assert lacking(data(client, page.url)) == []


def test_the_reading_aids_leave_the_data_alone(client, catalogue):
    page = catalogue.course()
    client.cookies["django_language"] = "ja-easy"

    assert data(client, page.url)["name"] == page.title
    assert "<rt" not in str(head(client, page.url))


def test_the_head_stays_light(client, catalogue):
    page = catalogue.lecture()
    html = client.get(page.url).content
    told = re.search(rb'<meta name="description".*</script>', html, re.DOTALL)

    assert told is not None
    assert len(told[0]) < 2500
