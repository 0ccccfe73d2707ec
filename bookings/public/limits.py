"""How often something may be tried, counted in the cache. A lost cache only resets the count."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def too_often(*names: str, most: int, seconds: int) -> bool:
    """Count one try for each name; True once any of them had more than `most`."""
    return max(count(name, seconds) for name in names) > most


def tries(name: str) -> int:
    """How often it was tried so far; 0 where the cache has lost it."""
    return int(cache.get(_key(name)) or 0)


def address_of(request: HttpRequest) -> str:
    """The visitor's address; behind a proxy, the one that our own proxy added last."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.split(",")[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def count(name: str, seconds: int) -> int:
    """One more; how many that makes."""
    key = _key(name)
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, timeout=seconds)
        return 1


def take_back(*names: str) -> None:
    """One try less for each name: it was a right one. Counted first, so that many at once get none
    more."""
    for name in names:
        try:
            cache.decr(_key(name))
        except ValueError:  # it ran out since
            continue


def _key(name: str) -> str:
    """Hashed, so that the cache holds no address and no number in clear."""
    return "tries:" + sha256(name.encode()).hexdigest()
