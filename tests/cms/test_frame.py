"""What stands around every page."""

import re

import pytest
from django.urls import reverse

from cms.models import ArticlePage, HomePage
from config import clock
from tests.factories import lectures as make
from tests.factories.town import make_town

LOOKUP = "/requests/"
PLAIN = "/open-data/"  # without a form of its own


@pytest.fixture
def town(site):
    return make_town(site)


@pytest.fixture
def home(site):
    page = HomePage(title="お気軽講座", slug="home-of-town")
    site.root_page.get_parent().add_child(instance=page)
    site.root_page = page
    site.save()
    return page


def test_every_page_names_the_town_and_its_phone(client, town):
    html = client.get(LOOKUP).content.decode()

    assert '<a href="tel:0000000000">0000-00-0000</a> 平日 8時30分〜17時' in html
    assert "｜みかがみ市 出前講座</title>" in html


def test_a_site_whose_office_is_not_set_up_still_answers(client, site):
    answer = client.get(LOOKUP)

    assert answer.status_code == 200
    assert 'href="tel:' not in answer.content.decode()


def test_the_way_one_is_on_is_marked(client, town):
    html = client.get(LOOKUP).content.decode()

    assert re.findall(r'href="([^"]+)" aria-current="page"', html) == [LOOKUP]


def test_no_script_and_no_style_stand_in_a_page(client, town):
    answer = client.get(LOOKUP)

    assert (
        re.search(r"<script|<style|\son[a-z]+=|\sstyle=|javascript:", answer.content.decode())
        is None
    )
    assert "style-src 'self'" in answer["Content-Security-Policy"]


def test_a_real_town_shows_no_sign_of_a_demo(client, town):
    assert "demo-bar" not in client.get(LOOKUP).content.decode()


def test_a_moved_clock_is_visible_on_every_page(client, town, clock_at, settings):
    clock_at("2026-12-17 10:00")
    settings.CLOCK_MAY_MOVE = True
    clock.move(clock.timedelta(hours=2, minutes=5))

    assert "2026年12月17日（木）12時05分" in client.get(LOOKUP).content.decode()


def test_a_policy_stands_at_the_foot_of_every_page(client, town, home):
    page = ArticlePage(title="個人情報の扱い", slug="privacy", in_footer=True)
    home.add_child(instance=page)

    assert (
        f'<li><a href="{page.get_url()}">個人情報の扱い</a></li>'
        in client.get(LOOKUP).content.decode()
    )


def test_the_language_is_switched_without_a_script(client, town):
    html = client.get(PLAIN + "?x=1").content.decode()
    assert '<input type="hidden" name="next" value="/open-data/?x=1">' in html

    answer = client.post(reverse("set_language"), {"language": "en", "next": PLAIN}, follow=True)

    assert '<html lang="en">' in answer.content.decode()


def test_a_towns_own_colour_is_a_second_sheet(client, town):
    town.office.key_colour = "#0b6b3a"
    town.office.save()

    assert (
        '<link rel="stylesheet" href="/colours/0b6b3a.css">' in client.get(LOOKUP).content.decode()
    )


def test_looking_at_a_page_makes_no_settings(client, site):
    client.get(LOOKUP)

    assert type(make_town(site).office).objects.count() == 1


def test_the_admin_asks_nothing_for_a_frame_it_does_not_show(
    admin_client, town, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as seen:
        admin_client.get("/admin/login/")

    assert not [query for query in seen.captured_queries if "menupage" in query["sql"]]


@pytest.mark.parametrize(("role", "shown"), [("office", True), ("editor", False)])
def test_the_desk_is_offered_only_to_who_may_open_it(client, site, town, role, shown):
    client.force_login(make.person(site, role))

    assert ("事務局の机" in client.get(LOOKUP).content.decode()) is shown


def test_the_page_for_looking_up_says_how_things_are_changed(client, town):
    html = client.get(LOOKUP).content.decode()

    assert "日にちや会場を変えるのも、取りやめるのも、そのページでできます。" in html
