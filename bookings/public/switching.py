"""The other language, from inside a question: what was typed is kept first, right or wrong.

The buttons stand in the page's head and belong to the form of the question; no script.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

from lectures.forms import ShownAgain

_FIELD = "language"


def asked(request: HttpRequest) -> bool:
    """Whether one of the languages was pressed."""
    return request.POST.get(_FIELD) in dict(settings.LANGUAGES)


View = Callable[..., HttpResponse]


def in_place(view: View) -> View:
    """For a page without a draft: its forms show what was typed, in that language, and are not valid.

    The page names its form: `id="typed"` there, and `language_form` in what it shows.
    """

    @wraps(view)
    def switched(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not asked(request):
            return view(request, *args, **kwargs)
        here(request)
        request.POST = ShownAgain.of(request.POST)  # type: ignore[assignment]
        return kept(request, view(request, *args, **kwargs))

    return switched


def to(request: HttpRequest, url: str) -> HttpResponse:
    """The same page in that language."""
    return kept(request, HttpResponseRedirect(url))


def here(request: HttpRequest) -> None:
    """This very answer in that language, for what no draft can hold."""
    translation.activate(request.POST[_FIELD])


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With the choice in the browser, as the site's own switch leaves it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        request.POST[_FIELD],
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )
    return response
