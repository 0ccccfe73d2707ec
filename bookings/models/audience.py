"""The short address of one session's audience page: for a QR code, a slide, or typing by hand.

It opens nothing but three questions, so it is short: six letters that prove it (30 bits) and the
session's number. Derived, never stored; a key that was withdrawn closes it.
"""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from accounts import secrets
from bookings.models.grant import base_url_of
from bookings.models.session import LectureSession
from bookings.status import SessionState

OPEN_FOR = timedelta(days=14)
_PROOF = 6
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_MISREAD = str.maketrans({"0": "o", "1": "l", "8": "b", "9": "g"})
_LONGEST = 8
_ANSWERABLE = (SessionState.PLANNED, SessionState.DELIVERED)


def code_of(session: LectureSession) -> str:
    """k7m4pq-dh."""
    return f"{_proof(session, secrets.current_key_id())}-{_spelled(session.pk)}"


def address_of(session: LectureSession) -> str:
    """As it is printed: https://…/a/k7m4pq-dh/."""
    return f"{base_url_of(session.site)}{reverse('audience', args=[code_of(session)])}"


def session_of(code: str) -> LectureSession | None:
    """Of the open town; None: no such code. Letters that look alike are taken for each other."""
    proof, _dash, number = code.strip().lower().translate(_MISREAD).partition("-")
    if not 0 < len(number) <= _LONGEST or not set(number) <= set(_LETTERS):
        return None
    rows = LectureSession.objects.select_related("lecture", "request", "site")
    session = rows.filter(pk=_number(number)).first()
    if session is None:
        return None
    proofs = [_proof(session, key_id) for key_id in settings.LINK_KEYS]
    known = [hmac.compare_digest(proof.encode(), one.encode()) for one in proofs]
    return session if any(known) else None


def is_open(session: LectureSession, *, at: datetime) -> bool:
    """From the session's start until two weeks after its end."""
    if session.state not in _ANSWERABLE:
        return False
    return session.starts_at <= at < session.ends_at + OPEN_FOR


def _proof(session: LectureSession, key_id: str) -> str:
    return secrets.derive(
        purpose="audience", public_id=session.public_id, version=1, key_id=key_id
    )[:_PROOF]


def _spelled(number: int) -> str:
    letters = ""
    while number or not letters:
        number, rest = divmod(number, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    return letters


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * len(_LETTERS) + _LETTERS.index(letter)
    return found
