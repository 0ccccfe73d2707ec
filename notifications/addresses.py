"""Mail addresses: one valid recipient, our tagged addresses, and hashes of addresses. No ORM."""

import hashlib
import hmac
import re
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.core.validators import EmailValidator

from accounts import ids, secrets

BOUNCE_PURPOSE = "bounce"
BOUNCE_VERSION = 1
_validate = EmailValidator()
_TAGGED = re.compile(r"(?<![a-z0-9._+-])([a-z])-([a-z2-7]{52})@([a-z0-9.-]+)", re.IGNORECASE)


def checked(address: str) -> str:
    """One deliverable address, its domain in ASCII. Raises ValidationError, also for two."""
    _validate(address)
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}" if not domain.isascii() else address


def domain_of(address: str) -> str:
    """The receiving domain in lower case."""
    return address.rpartition("@")[2].lower()


def bounce_address(public_id: uuid.UUID, *, key_id: str, domain: str) -> str:
    """The envelope sender of one mail, its secret still a placeholder."""
    holder = secrets.placeholder(
        purpose=BOUNCE_PURPOSE, public_id=public_id, version=BOUNCE_VERSION, key_id=key_id
    )
    return f"b-{holder}@{domain}"


def tags(texts: Iterable[str], *, letter: str, domain: str) -> list[tuple[uuid.UUID, str]]:
    """Each different (public id, secret) of our addresses `letter-token@domain` in `texts`."""
    found: dict[tuple[uuid.UUID, str], None] = {}
    for text in texts:
        for prefix, token, host in _TAGGED.findall(text):
            if prefix.lower() == letter and host.lower().rstrip(".") == domain.lower():
                found[secrets.split(token)] = None
    return list(found)


def current_hash(address: str) -> str:
    """What is kept of an address that must not be written to."""
    return _hash(address, key_id=secrets.current_key_id())


def all_hashes(address: str) -> list[str]:
    """The same under every key still known, for a look-up."""
    return [_hash(address, key_id=key_id) for key_id in settings.LINK_KEYS]


def _hash(address: str, *, key_id: str) -> str:
    message = f"address|{address.strip().lower()}".encode()
    digest = hmac.new(settings.LINK_KEYS[key_id].encode(), message, hashlib.sha256).hexdigest()
    return f"{key_id}:{digest}"


def message_id(public_id: uuid.UUID, *, domain: str) -> str:
    """Fixed when the mail is decided, so that any later doubt can be looked up."""
    return f"<{ids.encode(public_id)}@{domain}>"
