"""A page in English stands at the address of the page that it translates, and gives it its words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def lecture(catalogue):
    return catalogue.lecture(
        title="ごみの分け方",
        slug="rubbish",
        summary="クイズで学びます。",
        number="3-01",
        audience="小学生から",
    )


def in_english(page, **words):
    locale = Locale.objects.get_or_create(language_code="en")[0]
    above = page.get_parent().specific
    if not page.get_parent().is_root() and not above.has_translation(locale):
        in_english(above)
    copy = page.copy_for_translation(locale)
    for name, value in words.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


def test_a_lecture_speaks_english_at_its_own_address(client, lecture):
    in_english(lecture, title="The Rubbish Quiz", summary="Learn by a quiz.", audience="")

    page = client.get(lecture.url, headers=ENGLISH).text

    assert "<h1>The Rubbish Quiz</h1>" in page
    assert "Learn by a quiz." in page
    assert "小学生から" in page  # what has no words in English keeps its own
    assert f"/apply/{lecture.lecture.public_id}/" in page


def test_readers_of_japanese_see_nothing_of_it(client, lecture):
    in_english(lecture, title="The Rubbish Quiz")

    assert (
        "<h1>ごみの分け方</h1>" in client.get(lecture.url, headers={"accept-language": "ja"}).text
    )


def test_a_draft_in_english_is_not_shown(client, lecture):
    in_english(lecture, title="The Rubbish Quiz").unpublish()

    assert "<h1>ごみの分け方</h1>" in client.get(lecture.url, headers=ENGLISH).text


def test_home_and_menu_list_every_lecture_each_in_the_words_it_has(client, catalogue, lecture):
    menu = catalogue.menu
    catalogue.lecture(title="手話", slug="sign", number="3-02")
    in_english(menu, title="Talks of 2026", intro="Choose one.")
    in_english(lecture, title="The Rubbish Quiz")

    page = client.get(menu.url, headers=ENGLISH).text

    assert "<h1>Talks of 2026</h1>" in page
    assert f'<a href="{lecture.url}">The Rubbish Quiz</a>' in page
    assert "手話" in page
    assert "Talks of 2026" in client.get("/", headers=ENGLISH).text


def test_a_search_leads_to_the_shared_address(client, lecture):
    in_english(lecture, title="The Rubbish Quiz")

    page = client.get("/search/?q=rubbish", headers=ENGLISH).text

    assert f'<a href="{lecture.url}">The Rubbish Quiz</a>' in page
    assert 'href="None"' not in page


def test_a_page_found_by_its_japanese_words_is_named_in_english(client, lecture):
    in_english(lecture, title="The Rubbish Quiz")

    page = client.get("/search/?q=ごみ", headers=ENGLISH).text

    assert f'<a href="{lecture.url}">The Rubbish Quiz</a>' in page


def test_the_menus_own_search_reads_the_english_words_too(client, catalogue, lecture):
    catalogue.lecture(title="手話", slug="sign", number="3-02")
    in_english(lecture, title="The Rubbish Quiz")

    page = client.get(f"{catalogue.menu.url}?q=rubbish", headers=ENGLISH).text

    assert f'<a href="{lecture.url}">The Rubbish Quiz</a>' in page
    assert "手話" not in page


def test_a_translation_has_the_address_of_its_page(lecture):
    assert in_english(lecture, title="The Rubbish Quiz").full_url == lecture.full_url


def test_a_page_in_english_alone_has_no_address(lecture):
    copy = in_english(lecture, title="The Rubbish Quiz")
    lecture.unpublish()

    assert type(copy).objects.get(pk=copy.pk).full_url is None


@pytest.mark.parametrize("path", ["/menu-2026/", "/search/?q=quiz"])
def test_lists_ask_the_same_number_of_questions_for_one_and_for_three(client, catalogue, path):
    made = []

    def asked(count: int) -> int:
        while len(made) < count:
            made.append(in_english(catalogue.lecture(), title=f"Quiz {len(made)}"))
        client.get(path, headers=ENGLISH)
        with CaptureQueriesContext(connection) as seen:
            client.get(path, headers=ENGLISH)
        return len(seen)

    assert asked(1) == asked(3)
