import urllib.request

import pytest

from notifications.models import Heartbeat

pytestmark = pytest.mark.slow


def test_a_real_installation_becomes_ready_and_survives_a_killed_worker(live):
    stack = live()
    Heartbeat.objects.all().delete()

    stack.kill("worker")
    stack.start("worker")
    stack.wait_until_ready()

    with urllib.request.urlopen(f"{stack.base_url}/healthz") as response:
        assert response.read() == b"ok"
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"worker", "beat"}
