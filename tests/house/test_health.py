from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from config import clock
from notifications.models import Heartbeat

pytestmark = pytest.mark.django_db


def beat(*names, ago=0):
    for name in names:
        Heartbeat.objects.update_or_create(
            name=name, defaults={"at": clock.now() - timedelta(seconds=ago)}
        )


@pytest.fixture(autouse=True)
def broker(settings, valkey_url):
    settings.REDIS_URL = valkey_url


def test_ready_when_every_part_is_there(client):
    beat("worker", "beat")

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "broker": "ok", "worker": "ok", "beat": "ok"}


def test_not_ready_when_the_scheduler_is_silent(client):
    beat("worker")
    beat("beat", ago=61)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": "ok", "broker": "ok", "worker": "ok", "beat": "silent"}


def test_without_a_worker_nobody_knows_about_the_scheduler(client):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["worker"] == "silent"
    assert response.json()["beat"] == "unknown"


def test_not_ready_without_a_broker(client, settings):
    beat("worker", "beat")
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert client.get("/readyz").json()["broker"] == "away"


def test_not_ready_without_a_database_and_still_alive(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(Heartbeat.objects, "values_list", away)

    assert client.get("/healthz").content == b"ok"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "away"
    assert response.json()["worker"] == "unknown"


def test_health_needs_no_known_host_name_and_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz", headers={"host": "10.0.0.7"})

    assert response.status_code == 200


def test_health_is_only_read(client):
    assert client.post("/readyz").status_code == 405


def test_the_demo_clock_may_jump_without_hiding_a_silent_worker(client, settings):
    settings.CLOCK_MAY_MOVE = True
    beat("worker", "beat")

    clock.move(timedelta(days=1))

    assert client.get("/readyz").json()["worker"] == "silent"
