"""二つめの確認: a code of the person's telephone, kept so that the database alone does not make one."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

# The city's provider asks for its own second factor; ours is for who signs in by password.
_ENOUGH = {"mfa", "socialaccount"}


def is_proved(request: HttpRequest) -> bool:
    """Whether this session began, or went on, with more than a password."""
    records = get_authentication_records(request, request.user)
    return any(row.get("method") in _ENOUGH for row in records)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "この番号は使えません。画面に出ている6けたを、変わらないうちに入れてください。"
        ),
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """For the middle of a page, where a prologue has no place."""
        return super().build_totp_svg(url).partition("?>")[2]

    def get_totp_issuer(self) -> str:
        """What the telephone calls it."""
        from allauth.core import context  # noqa: PLC0415  (knows the request only while there is one)

        site = Site.find_for_request(context.request)
        return (site.site_name or site.hostname) if site else settings.WAGTAIL_SITE_NAME


def _fernet() -> MultiFernet:
    """The newest key writes; former ones still read, so that a change locks nobody out."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(urlsafe_b64encode(sha256(b"second-factor:" + key.encode()).digest()))
            for key in keys
        ]
    )
