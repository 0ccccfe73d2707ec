"""What is killed and what is spared."""

import psycopg
import pytest
from django.db import connection

from tests.faults.chaos import KILLABLE, kill_database_sessions


@pytest.mark.django_db(transaction=True)
def test_only_the_parts_sessions_are_ended(database_url):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no sessions")
    # A browser's event loop gives this process a second connection, kept from test to test.
    with (
        psycopg.connect(database_url) as ours,
        psycopg.connect(database_url, application_name=KILLABLE) as theirs,
    ):
        assert kill_database_sessions() == 1

        assert ours.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError):
            theirs.execute("SELECT 1")
