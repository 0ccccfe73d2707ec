"""The browser's Back button after a form that was refused.

Our pages are never kept (`no-store`), so a browser that goes back to the answer of a POST would
have to send it again, and asks people about it in words they do not know. The page that says what
is wrong may therefore stay in the browser's own cache; no other cache, and no other page.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class BackMiddleware:
    """A form that comes back with its mistakes can be gone back to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        refused = request.method == "POST" and response.status_code in (200, 422)
        if refused and "no-store" in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, no-cache"
        return response
