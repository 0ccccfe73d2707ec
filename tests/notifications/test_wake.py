import time
import uuid

import pytest
import redis
from celery import Celery
from django.db import transaction

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


@pytest.mark.django_db(transaction=True)
def test_who_commits_many_times_in_a_row_calls_at_once_and_once_more_at_the_end(monkeypatch):
    sent, during = [], []
    monkeypatch.setattr(wake, "send", sent.append)

    with wake.seldom():
        for _number in range(5):
            commit_a_mail()
            during.append(len(sent))

    assert during == [1] * 5
    assert sent == [wake.DELIVER] * 2


@pytest.mark.django_db(transaction=True)
def test_a_second_later_it_calls_again(monkeypatch):
    sent = []
    monkeypatch.setattr(wake, "send", sent.append)
    monkeypatch.setattr(wake, "_SECONDS", 0.0)

    with wake.seldom():
        commit_a_mail()
        commit_a_mail()

    assert sent == [wake.DELIVER] * 2


@pytest.mark.django_db(transaction=True)
def test_otherwise_each_commit_calls(monkeypatch):
    sent = []
    monkeypatch.setattr(wake, "send", sent.append)

    commit_a_mail()
    commit_a_mail()

    assert sent == [wake.DELIVER] * 2


def commit_a_mail():
    with transaction.atomic():
        wake.after_commit()
        wake.after_commit()


def test_a_broker_that_is_away_costs_no_time(monkeypatch, caplog):
    app = Celery(broker="redis://127.0.0.1:9/0", set_as_current=False)
    monkeypatch.setattr(wake, "current_app", app)
    started = time.monotonic()

    wake.send(wake.DELIVER)

    assert time.monotonic() - started < 2
    assert "the sweep will do it" in caplog.text
    app.close()
