"""The floor against form robots: a box that people do not see. No puzzles."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

NAME = "homepage"


def sprung(request: HttpRequest) -> bool:
    return bool(request.POST.get(NAME, "").strip())


def sentence() -> str:
    """For the person whose browser filled the box by itself."""
    return _("まだ送られていません。もう一度、下のボタンをおしてください。")
