import pytest
import redis

from config.cache import PatientCache

pytestmark = pytest.mark.once


def cache(url, *, prefix="test"):
    return PatientCache(url, {"KEY_PREFIX": prefix})


def test_an_absent_cache_only_misses():
    away = cache("redis://127.0.0.1:1/0")

    away.set("講座", 1)

    assert away.get("講座") is None
    assert away.get("講座", "なし") == "なし"
    assert away.get_many(["講座"]) == {}
    assert away.get_or_set("講座", lambda: 2) == 2
    assert away.incr("回数") == 1
    assert away.delete("講座") is False
    assert away.has_key("講座") is False
    assert away.clear() is True


def test_clearing_the_cache_leaves_the_queue_and_other_caches_alone(valkey_url):
    mine, other = cache(valkey_url, prefix="mine"), cache(valkey_url, prefix="other")
    mine.set("講座", 1)
    other.set("講座", 2)
    with redis.Redis.from_url(valkey_url) as client:
        client.rpush("queue-of-test-cache", "work")

        mine.clear()

        assert client.lpop("queue-of-test-cache") == b"work"
    assert mine.get("講座") is None
    assert other.get("講座") == 2


def test_counting_on_a_present_cache_starts_from_a_value(valkey_url):
    here = cache(valkey_url)
    here.delete("回数")

    with pytest.raises(ValueError, match="回数"):
        here.incr("回数")
