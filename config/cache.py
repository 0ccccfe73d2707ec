"""The cache in Redis or Valkey. A cache may be away: pages then take longer and nothing else.

It shares its server with the task queue, so `clear` removes its own keys and never the whole.
"""

import logging
from collections.abc import Callable
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)
AWAY = (redis.ConnectionError, redis.TimeoutError)


class PatientCache(RedisCache):
    """Every question to an absent server is a miss."""

    def add(self, key: str, value: Any, *args: Any, **options: Any) -> bool:
        return _or(True, super().add, key, value, *args, **options)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return _or(default, super().get, key, default, version=version)

    def set(self, key: str, value: Any, *args: Any, **options: Any) -> None:
        _or(None, super().set, key, value, *args, **options)

    def touch(self, key: str, *args: Any, **options: Any) -> bool:
        return _or(False, super().touch, key, *args, **options)

    def delete(self, key: str, version: int | None = None) -> bool:
        return _or(False, super().delete, key, version=version)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return _or({}, super().get_many, keys, version=version)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return _or(False, super().has_key, key, version=version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return _or(delta, super().incr, key, delta, version=version)

    def set_many(self, data: Any, *args: Any, **options: Any) -> list[str]:
        return _or([], super().set_many, data, *args, **options)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        _or(None, super().delete_many, keys, version=version)

    def clear(self) -> bool:
        client = self._cache.get_client(None, write=True)
        pattern = self.make_key("*", version="*")  # type: ignore[arg-type]
        for key in _or([], lambda: list(client.scan_iter(match=pattern))):
            client.delete(key)
        return True


def _or(when_away: Any, ask: Callable[..., Any], *args: Any, **options: Any) -> Any:
    try:
        return ask(*args, **options)
    except AWAY as problem:
        logger.warning("the cache is away (%s)", type(problem).__name__)
        return when_away
