"""Mails made to exhaust us, received in a process of their own so that its memory can be measured."""

import os
import subprocess
import sys

import pytest

from tests.notifications.bombs import BOMBS
from tests.servers import templates

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 2.0
# On top of the mail itself: the largest that is kept, parsed, and its parts.
MEGABYTES = 150


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little_and_a_person_is_told_the_true_reason(
    name, database_url, identity, tmp_path
):
    make, expected = BOMBS[name]
    file = tmp_path / "bomb.eml"
    file.write_bytes(make())
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE_URL": database_url,
        "TEST_REDIS_URL": "",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.notifications.bombs", str(file)],
        cwd=templates.ROOT, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    seconds, megabytes, kind, reason = done.stdout.strip().split("|")
    print(f"{name}: {seconds} s, {megabytes} MB")
    assert (kind, reason) == ("unreadable" if expected else "reply", expected)
    assert float(seconds) < 3 * SECONDS  # this machine is shared; the figures tell the rest
    assert float(megabytes) < MEGABYTES
