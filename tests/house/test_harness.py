import socket

import pytest
from django.db import connection
from wagtail.models import Site

from config import clock


@pytest.mark.django_db
def test_a_fresh_database_has_one_town():
    assert Site.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_gets_the_town_back(site):
    assert Site.objects.count() == 1


def test_the_clock_stops_where_a_test_says(clock_at):
    moment = clock_at("2026-12-01 10:00")

    assert clock.now() == moment
    assert clock.now().isoformat() == "2026-12-01T01:00:00+00:00"


def test_a_test_may_not_reach_the_internet():
    with pytest.raises(PermissionError), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))


@pytest.mark.django_db
def test_the_database_is_a_copy_of_the_migrated_one():
    assert "django_migrations" in connection.introspection.table_names()
