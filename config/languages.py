"""The languages of the pages. やさしい日本語 is Japanese in easy words with furigana: it stands on the
pages that a group meets, and is never what something is written in that leaves the screen.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from config import readings
from config.readings import EASY

# Pages of who works for the town; their words are those of the office.
_OFFICES = ("/desk/", "/admin/", "/sign-in/", "/answers/", "/reports/", "/lecturers/", "/days/")
_MARK = "\ufff9".encode()
# Anything else may hold those bytes by chance: documents, pictures, other encodings.
_TEXT = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")


def has_easy_words(path: str) -> bool:
    return not path.startswith(_OFFICES)


def written() -> str:
    """The language of mails and papers for who reads this page."""
    language = translation.get_language() or "ja"
    return "ja" if language == EASY else language


def is_easy() -> bool:
    return translation.get_language() == EASY


class ReadingsMiddleware:
    """Puts furigana above the words of a page, and takes it out of everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_easy() and not has_easy_words(request.path):
            translation.activate("ja")
            request.LANGUAGE_CODE = "ja"
        response = self.get_response(request)
        if is_easy():
            response.headers.setdefault("Content-Language", "ja")
        if not response.streaming and _is_text(response) and _MARK in response.content:
            _settle(response)
        return response


def _is_text(response: HttpResponse) -> bool:
    kind = response.get("Content-Type", "").lower()
    return kind.startswith(_TEXT) and response.charset.lower() in ("utf-8", "utf8")


def _settle(response: HttpResponse) -> None:
    try:
        text = response.content.decode()
    except UnicodeDecodeError:
        return  # says that it is UTF-8 and is not: none of our words
    is_page = response.get("Content-Type", "").startswith("text/html")
    response.content = (readings.on_page if is_page else readings.plain)(text)
