"""Derived secrets: HMAC-SHA-256 over what they open, never stored (design: at least 100 bits).

A stored text carries a placeholder; `fill` puts the secret in at the moment a mail is handed off,
so the same row always yields the same bytes. Keys live in settings.LINK_KEYS (id → secret) and
rotate by adding one: a row remembers the id of the key that it was made with.
"""

import base64
import hashlib
import hmac
import re
import uuid

from django.conf import settings

from accounts import ids

SECRET_LENGTH = 26  # base32 letters, 130 bits
_SEAL_LENGTH = 20
_PLACEHOLDER = re.compile(
    r"\{\{secret:([a-z_]+):([a-z2-7]{26}):(\d+):([A-Za-z0-9_-]+):([a-z2-7]{20})\}\}"
)
_TOKEN = re.compile(r"[a-z2-7]{52}")
# Also where a mail program cut the address or wrote it into one of its own.
_SHOWN = re.compile(
    r"((?:/|%2F)k(?:/|%2F)|(?<![a-z0-9])[ab]-)[a-z2-7]{26,}|[a-z2-7]{52,}", re.IGNORECASE | re.ASCII
)


def derive(*, purpose: str, public_id: uuid.UUID, version: int, key_id: str) -> str:
    """The secret for one purpose, one object and one version. KeyError: the key was withdrawn."""
    message = f"{purpose}|{ids.encode(public_id)}|{version}".encode()
    digest = hmac.new(settings.LINK_KEYS[key_id].encode(), message, hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:SECRET_LENGTH]


def current_key_id() -> str:
    """The key that new secrets are made with: the last one listed."""
    return list(settings.LINK_KEYS)[-1]


def placeholder(*, purpose: str, public_id: uuid.UUID, version: int, key_id: str) -> str:
    """What a stored text holds in the secret's place; it expands to the whole 52-letter token."""
    what = f"{purpose}:{ids.encode(public_id)}:{version}:{key_id}"
    return f"{{{{secret:{what}:{_seal(what, settings.SECRET_KEY)}}}}}"


def _seal(what: str, key: str) -> str:
    """Proof that a placeholder is ours: a group may type anything into its name."""
    digest = hmac.new(key.encode(), f"seal|{what}".encode(), hashlib.sha256)
    return base64.b32encode(digest.digest()).decode().lower()[:_SEAL_LENGTH]


def fill(text: str) -> str:
    """`text` with each placeholder of ours replaced by its token: encoded id, then secret.

    What only looks like one stays as it stands. KeyError: ours, but its key was withdrawn.
    """

    def expand(match: re.Match[str]) -> str:
        purpose, encoded, version, key_id, seal = match.groups()
        what = f"{purpose}:{encoded}:{version}:{key_id}"
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        if not any(hmac.compare_digest(seal, _seal(what, key)) for key in keys):
            return match[0]
        secret = derive(
            purpose=purpose, public_id=ids.decode(encoded), version=int(version), key_id=key_id
        )
        return encoded + secret

    return _PLACEHOLDER.sub(expand, text)


def token(*, purpose: str, public_id: uuid.UUID, version: int, key_id: str) -> str:
    """The 52 letters that stand in a link or an address."""
    return fill(placeholder(purpose=purpose, public_id=public_id, version=version, key_id=key_id))


def masked(text: str) -> str:
    """`text` without the letters of a link or of an address, for whoever is not its reader."""
    return _SHOWN.sub(r"\1…", text)


def split(token_text: str) -> tuple[uuid.UUID, str]:
    """(public id, secret) of a token in any letter case. Raises ValueError."""
    lowered = token_text.lower()
    if not _TOKEN.fullmatch(lowered):
        raise ValueError("not a token")
    return ids.decode(lowered[:26]), lowered[26:]


def matches(secret: str, *, purpose: str, public_id: uuid.UUID, version: int, key_id: str) -> bool:
    """Compare in constant time; a withdrawn key matches nothing."""
    if key_id not in settings.LINK_KEYS:
        return False
    expected = derive(purpose=purpose, public_id=public_id, version=version, key_id=key_id)
    return hmac.compare_digest(expected, secret.lower())
