"""The other language from inside a question: whatever was typed is still there."""

import pytest

from bookings.models import BookingRequest
from tests.bookings.public.conftest import PAGES

WRONG = {
    "who": {"group_name": "", "people": "たくさん", "ages": "60代〜", "kind": "club"},
    "when": {
        "wish1_day": "13月40日", "wish1_part": "morning", "wish1_times": "25時",
        "typed_day": "あさって",
    },
    "where": {
        "place": "other", "other_name": "", "other_address": "桜が丘", "booked": "yes",
        "usable_from": "いつでも", "care": ["sign_language"], "care_words": "2人",
    },
    "contact": {"representative": "佐藤", "phone": "090", "email": "sato@", "notify_by": "email"},
}  # fmt: skip
BEFORE = {"who": [], "when": ["who"], "where": ["who", "when"], "contact": ["who", "when", "where"]}


def values(page, step: str) -> dict[str, object]:
    """What stands in the fields."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields}


@pytest.mark.parametrize("language", ["en", "ja-easy"])
@pytest.mark.parametrize("step", sorted(WRONG))
def test_typed_text_survives_the_switch_right_or_wrong(citizen, step, language) -> None:
    citizen.start()
    citizen.fill(*BEFORE[step])
    typed = WRONG[step]

    answer = citizen.client.post(citizen.url(step), {**typed, "language": language})
    page = citizen.client.get(answer["Location"])

    assert answer["Location"].startswith(citizen.url(step))
    assert page.headers["Content-Language"] in (language, "ja")
    html = page.content.decode()
    assert ('lang="en"' in html.partition("<body")[0]) == (language == "en")
    for name, value in typed.items():
        text = value if isinstance(value, str) else value[0]
        assert text in str(values(page, step).get(name, "")) or f'value="{text}"' in html, name
    assert not page.context["links"]  # nothing is judged before it is sent


def test_the_classes_of_a_school_survive_it(citizen) -> None:
    citizen.start()
    citizen.post("who", kind="school")

    answer = citizen.client.post(
        citizen.url("classes"), {"classes": "5年1組 ？？", "language": "en"}
    )

    assert "5年1組 ？？" in citizen.client.get(answer["Location"]).content.decode()


def test_the_buttons_belong_to_the_question_and_enter_still_goes_on(citizen) -> None:
    citizen.start()

    html = citizen.get("who").content.decode()

    assert 'form="question" type="submit" name="language" value="en"' in html
    first = html.index('form="question"')
    assert html[first:].startswith('form="question" type="submit" name="next"')
    assert 'action="/language/"' not in html


def test_pages_without_a_form_keep_the_sites_own_switch(citizen) -> None:
    html = citizen.client.get("/open-data/").content.decode()

    assert 'action="/language/"' in html
    assert 'form="question"' not in html


def test_a_text_too_long_for_the_draft_is_shown_back_whole(citizen) -> None:
    citizen.start()
    citizen.fill("who", "when", "where")
    long = "あ" * 30_000

    page = citizen.client.post(
        citizen.url("contact"), {**PAGES["contact"], "remarks": long, "language": "en"}
    )

    assert page.status_code == 200
    assert long in page.content.decode()
    assert 'lang="en"' in page.content.decode()


def test_a_language_that_is_none_is_no_switch(citizen) -> None:
    citizen.start()

    answer = citizen.client.post(citizen.url("who"), {**PAGES["who"], "language": "tlh"})

    assert answer["Location"] == citizen.url("when")
    assert BookingRequest.objects.get().typed["who"]["group_name"] == "桜が丘自治会"
