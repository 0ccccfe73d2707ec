"""OAuth 2 access tokens for the mail server. A token is never stored and never logged.

From a command of the operator's (`INBOX_TOKEN_COMMAND`), or from the provider's token endpoint
(`INBOX_TOKEN_URL`): by a refresh token, or by the application's own right without one.
"""

import json
import shlex
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

from django.conf import settings

_SECONDS = 30
_LOCAL = ("127.0.0.1", "::1", "localhost")
# A token of which nobody said how long it lives is asked for again after a while.
_LIFE_SECONDS = 300.0
# It must still be good when the server looks at it.
_MARGIN_SECONDS = 60.0


class NoToken(Exception):
    """No token could be had. The message is safe to log: a kind of trouble, never a value."""


@dataclass(frozen=True)
class _Held:
    value: str
    good_until: float


# Losing it costs one question.
_held: dict[str, _Held] = {}


def access_token(*, user: str, fresh: bool = False) -> str:
    """A token for this mailbox; `fresh` after the server has refused the last one."""
    held = _held.get(user)
    if held is None or fresh or time.monotonic() > held.good_until:
        _held.pop(user, None)
        held = _held[user] = _asked()
    return held.value


def _asked() -> _Held:
    if settings.INBOX_TOKEN_COMMAND:
        return _of_command(settings.INBOX_TOKEN_COMMAND)
    if settings.INBOX_TOKEN_URL:
        return _of_endpoint(settings.INBOX_TOKEN_URL)
    raise NoToken("set INBOX_TOKEN_COMMAND or INBOX_TOKEN_URL")


def _of_command(command: str) -> _Held:
    try:
        done = subprocess.run(
            shlex.split(command), capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
        raise NoToken(f"INBOX_TOKEN_COMMAND failed: {type(problem).__name__}") from None
    words = done.stdout.decode("ascii", "replace").split()
    if done.returncode != 0 or len(words) != 1:
        raise NoToken(f"INBOX_TOKEN_COMMAND ended with {done.returncode} and {len(words)} words")
    return _Held(words[0], time.monotonic() + _LIFE_SECONDS)


def _of_endpoint(url: str) -> _Held:
    address = urllib.parse.urlsplit(url)
    if address.scheme != "https" and address.hostname not in _LOCAL:
        raise NoToken("INBOX_TOKEN_URL must begin with https://")
    body = urllib.parse.urlencode(_question()).encode()
    try:
        with urllib.request.urlopen(url, data=body, timeout=_SECONDS) as response:
            answer = json.loads(response.read(100_000))
        token, seconds = str(answer["access_token"]), float(answer.get("expires_in", _LIFE_SECONDS))
    except urllib.error.HTTPError as problem:
        with problem:
            raise NoToken(f"INBOX_TOKEN_URL answers {problem.code}: {_why(problem)}") from None
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise NoToken(f"INBOX_TOKEN_URL failed: {type(problem).__name__}") from None
    return _Held(token, time.monotonic() + max(seconds - _MARGIN_SECONDS, 0.0))


def _question() -> dict[str, str]:
    asked = {
        "client_id": settings.INBOX_TOKEN_CLIENT_ID,
        "client_secret": settings.INBOX_TOKEN_CLIENT_SECRET,
        "scope": settings.INBOX_TOKEN_SCOPE,
        "refresh_token": settings.INBOX_REFRESH_TOKEN,
    }
    kind = "refresh_token" if settings.INBOX_REFRESH_TOKEN else "client_credentials"
    return {"grant_type": kind} | {name: value for name, value in asked.items() if value}


def _why(problem: urllib.error.HTTPError) -> str:
    """The error's code word (RFC 6749, 5.2), e.g. invalid_grant; nothing else of the answer."""
    try:
        word = str(json.loads(problem.read(100_000))["error"])
    except (OSError, ValueError, KeyError, TypeError):
        return "no reason given"
    return word if word.replace("_", "").isalpha() and len(word) < 60 else "no reason given"
