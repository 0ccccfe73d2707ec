"""Pressing a button of the desk as a clerk would: open the page, fill in, send."""

import re

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bookings.models import BookingRequest


def step_url(noun: str, row: object, name: str) -> str:
    return reverse(f"desk:{noun}-step", args=[row.public_id, name])


def press(office: Client, noun: str, row: object, name: str, **typed: object) -> HttpResponse:
    """GET the step's page, then POST what it carries and what was typed."""
    url = step_url(noun, row, name)
    page = office.get(url)
    assert page.status_code == 200, page.content.decode()
    return office.post(url, {"version": version_on(page), **typed})


def version_on(page: HttpResponse) -> str:
    return re.search(r'name="version" value="(\d+)"', page.content.decode())[1]


def done(response: HttpResponse, booking_request: BookingRequest) -> BookingRequest:
    """The step went through: the browser is sent to the request, which is returned fresh."""
    assert response.status_code == 302, errors(response)
    assert response["Location"] == reverse("desk:request", args=[booking_request.public_id])
    return BookingRequest.objects.get(pk=booking_request.pk)


def errors(response: HttpResponse) -> list[str]:
    """The sentences of the summary on top."""
    soup = BeautifulSoup(response.content, "html.parser")
    return [row.get_text().strip() for row in soup.select("[role=alert] li")]


def look(office: Client, noun: str, row: object, name: str, **typed: object) -> HttpResponse:
    """The other button: what would it tell?"""
    return press(office, noun, row, name, look="1", **typed)


def move(office: Client, session: object, *, step: str = "reschedule", **typed: object):
    """Looks at the new time first, then decides on exactly that."""
    seen = look(office, "session", session, step, **typed)
    found = re.search(r'name="checked" value="([^"]+)"', seen.content.decode())
    assert found, errors(seen)
    return press(office, "session", session, step, decide="1", checked=found[1], **typed)
