import time
import uuid

import redis
from celery import Celery

from notifications import wake


def test_a_task_is_queued_for_the_workers(valkey_url, monkeypatch):
    queue = f"test-{uuid.uuid4().hex}"
    app = Celery(broker=valkey_url, set_as_current=False)
    app.conf.task_default_queue = queue
    monkeypatch.setattr(wake, "current_app", app)

    wake.send(wake.DELIVER)

    with redis.Redis.from_url(valkey_url) as server:
        assert server.llen(queue) == 1
        server.delete(queue)
    app.close()


def test_a_broker_that_is_away_costs_no_time(monkeypatch, caplog):
    app = Celery(broker="redis://127.0.0.1:9/0", set_as_current=False)
    monkeypatch.setattr(wake, "current_app", app)
    started = time.monotonic()

    wake.send(wake.DELIVER)

    assert time.monotonic() - started < 2
    assert "the sweep will do it" in caplog.text
    app.close()
