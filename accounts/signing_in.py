"""How people sign in: no sign-up, no mail, the same answer whether an address is known or not."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config import clock

_WRONG = _("メールアドレスかパスワードがちがいます。確かめて、もう一度入れてください。")


class SignInAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("この利用者は、いまは使えません。事務局にきいてください。"),
        "email_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "incorrect_password": _("パスワードがちがいます。もう一度入れてください。"),
        "enter_current_password": _("いまのパスワードがちがいます。もう一度入れてください。"),
        "too_many_login_attempts": _(
            "何度もまちがえたので、しばらく止めています。5分たってから、もう一度ためしてください。"
        ),
        "rate_limited": _("続けて何度も送られました。少し待ってから、もう一度ためしてください。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """All mail of ours goes through the outbox; signing in needs none."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("arrived")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("arrived")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **options: Any) -> None:
        """Pages say what happened; a mistake is still told."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **options)

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Not from who has only just signed in."""
        records = get_authentication_records(context.request, context.request.user)
        last = max((row["at"] for row in records), default=0)
        return clock.now().timestamp() - last > REAUTHENTICATION_TIMEOUT
