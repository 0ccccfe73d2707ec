"""やさしい日本語: on the pages of a group, and nowhere else."""

from html import unescape

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django_scopes import scopes_disabled

from accounts.models import Role
from bookings.models import BookingRequest
from notifications.models import OutgoingEmail
from tests.factories import lectures as make
from tests.factories.bookings import group_grant, make_request

MARKS = "\ufff9\ufffa\ufffb"


@pytest.fixture
def easy(citizen):
    citizen.client.post(reverse("set_language"), {"language": "ja-easy", "next": "/"})
    return citizen


def html(response) -> str:
    return unescape(response.content.decode())


def test_a_page_reads_easy_words_with_furigana(easy):
    page = html(easy.client.get(reverse("requests:lookup")))

    assert '<html lang="ja" class="easy">' in page
    assert '<ruby>受付番号<rt aria-hidden="true">うけつけばんごう</rt></ruby>' in page
    assert not set(MARKS) & set(page)


def test_a_title_has_no_furigana(easy):
    page = html(easy.client.get(reverse("requests:lookup")))

    assert "<title>申し込みのようす｜みかがみ市 出前講座</title>" in page


def test_the_page_says_that_it_is_japanese(easy):
    assert easy.client.get(reverse("requests:lookup"))["Content-Language"] == "ja"


def test_errors_are_easy_too_and_nothing_typed_is_lost(easy):
    easy.start()
    page = html(easy.post("who", {"group_name": "花《はな》の会", "people": ""}))

    assert "来《" not in page
    assert '<ruby>来<rt aria-hidden="true">く</rt></ruby>る' in page
    assert 'value="花《はな》の会"' in page


def test_the_switch_offers_the_other_languages(easy):
    easy_page = html(easy.client.get(reverse("requests:lookup")))
    easy.client.post(reverse("set_language"), {"language": "ja", "next": "/"})
    page = html(easy.client.get(reverse("requests:lookup")))

    offered = [name for name in ("ja", "ja-easy", "en") if f'value="{name}"' in easy_page]
    assert offered == ["ja", "en"]
    assert [name for name in ("ja", "ja-easy", "en") if f'value="{name}"' in page] == [
        "ja-easy", "en",
    ]  # fmt: skip


def test_the_desk_speaks_the_words_of_the_office(easy, site):
    easy.client.force_login(make.person(site, Role.OFFICE))
    answer = easy.client.get("/desk/")

    assert 'class="easy"' not in html(answer)
    assert "<ruby>" not in html(answer).partition("<main")[2]
    assert 'value="ja-easy"' not in html(answer)


def test_a_whole_request_keeps_no_furigana_in_any_row_or_mail(easy):
    easy.start()
    easy.fill()
    assert easy.post("check").status_code == 302
    request = BookingRequest.objects.submitted().get()
    easy.open_page(request)
    easy.client.post(f"/requests/{request.public_id}/withdraw/", {"words": ""})

    request.refresh_from_db()
    assert (request.status, request.language, request.group.language) == ("withdrawn", "ja", "ja")
    mails = OutgoingEmail.objects.filter(kind__startswith="group_")
    assert "受け付けました" in mails.get(kind="group_received").text
    assert rows_with_marks() == []


def rows_with_marks() -> list[str]:
    """Every text of every row in which furigana has been kept."""
    found = []
    with scopes_disabled():
        for model in apps.get_models():
            names = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField | models.JSONField)
            ]
            for row in model._base_manager.values(*names) if names else []:
                found += [
                    f"{model.__name__}.{name}: {value}"
                    for name, value in row.items()
                    if set(MARKS) & set(str(value))
                ]
    return found


def test_a_calendar_file_has_no_furigana(easy, town):
    request = make_request(town, status="confirmed")
    easy.open_page(request)

    file = easy.client.get(f"/requests/{request.public_id}/calendar/1/")

    assert file["Content-Type"].startswith("text/calendar")
    assert not set(MARKS) & set(file.content.decode())
    assert "<ruby>" not in file.content.decode()


def test_the_groups_page_and_its_link_work(easy, town):
    request = make_request(town, status="confirmed")

    page = html(easy.open_page(request))

    assert group_grant(request).version
    assert '<rt aria-hidden="true">もくようび</rt>' in page
