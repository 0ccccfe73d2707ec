"""Whatever public form takes something typed, the language buttons on top belong to it.

The forms come from the URL table and from the links of the mails; a new one is tried by itself.
"""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from bookings.models import BookingRequest, Consultation, Grant, RequestEvent
from tests.factories.bookings import make_request
from tests.house.addresses import every_address
from tests.house.test_urls_by_role import Place, place  # noqa: F401 - a fixture

PUBLIC = ("requests:", "consult:")  # the questions keep a draft: test_switching.py
TYPED = "textarea[name], input[name]:not([type]), input[type=text][name]"
WORDS = "書きかけのことば"


def holder(request: BookingRequest, purpose: str) -> Client:
    client = Client()
    grant = Grant.objects.get(purpose=purpose, request=request, revoked_at=None)
    client.get(f"/k/{grant.token}/", follow=True)
    return client


def pages(place: Place):  # noqa: F811
    """Each public address, opened by who may, with a request in each state that has one."""
    rows = [
        make_request(place.town, status=status, lecturers=False)
        for status in ("submitted", "proposing", "confirmed", "withdrawn")
    ]
    held = [(row, holder(row, Grant.Purpose.GROUP_PAGE)) for row in rows]
    consultation = Consultation.objects.get()
    consulted = Client()
    consulted.get(f"/k/{consultation.grants.get().token}/")
    for address in every_address():
        if not address.name.startswith(PUBLIC):
            continue
        if address.name in ("consult:page", "consult:withdraw"):
            yield consulted, reverse(address.name, args=[consultation.public_id])
            continue
        for row, client in held if "<" in address.route else held[:1]:
            parameters = {"public_id": row.public_id, "order": 1}
            wanted = {name: parameters[name] for name in parameters if name in address.route}
            yield client, reverse(address.name, kwargs=wanted)


def typed_form(page):
    html = BeautifulSoup(page.content, "html.parser")
    for form in html.select("main form[method=post]"):
        boxes = [one for one in form.select(TYPED) if one.get("tabindex") != "-1"]
        if boxes:
            return form, boxes
    return None, []


def test_no_public_form_loses_what_is_typed_by_a_change_of_language(place) -> None:  # noqa: F811
    seen = set()
    for client, path in pages(place):
        page = client.get(path)
        if page.status_code != 200 or "html" not in page["Content-Type"]:
            continue
        form, boxes = typed_form(page)
        if form is None:
            continue
        name = page.resolver_match.view_name
        buttons = BeautifulSoup(page.content, "html.parser").select("button[name=language]")
        assert {button.get("form") for button in buttons} == {form.get("id")}, name
        if name in seen:
            continue
        seen.add(name)
        before = (RequestEvent.objects.count(), Consultation.objects.count())
        sent = {box["name"]: WORDS for box in boxes}
        answer = client.post(form.get("action") or path, {**sent, "language": "en"}, follow=True)
        html = answer.content.decode()
        assert '<html lang="en"' in html, name
        assert (RequestEvent.objects.count(), Consultation.objects.count()) == before, name
        assert html.count(WORDS) >= len(sent), name
    assert {"requests:details", "requests:lookup", "consult:new", "requests:move"} <= seen
    assert {"consult:page", "consult:withdraw"} <= seen


@pytest.mark.parametrize("name", ["Ana Silva", "ANA"])
def test_a_name_in_latin_letters_needs_no_reading_in_japanese_either(citizen, name) -> None:
    citizen.start()
    citizen.fill("who", "when", "where")
    citizen.client.post(citizen.url("contact"), {"language": "en"})
    citizen.post("contact", representative=name, contact_kana="")

    page = citizen.client.post(citizen.url("check"), {"pledged": "1", "language": "ja"})

    assert page.status_code == 200
    html = page.content.decode()
    assert '<html lang="ja"' in html
    assert 'name="pledged" value="1" checked' in html
    assert BookingRequest.objects.get().status == "draft"
