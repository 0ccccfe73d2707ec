"""A town that installed an earlier version upgrades: nothing is lost and the doctor finds nothing."""

import json
import uuid

import psycopg
import pytest

from tests.upgrades import dumps
from tests.upgrades.make import installation

pytestmark = [pytest.mark.once, pytest.mark.slow]
VERSIONS = sorted(file.name.removesuffix("-counts.json") for file in dumps.FOLDER.glob("*.json"))


def assert_upgrades(version, *, folder, url):
    counts = json.loads(dumps.counts_path(version).read_text())
    found = installation("upgrade", folder=folder, url=url)
    assert {name: found["counts"].get(name) for name in counts} == counts
    assert found["breaches"] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_town_on_sqlite_upgrades(version, tmp_path):
    file = tmp_path / "town.sqlite3"
    dumps.load_sqlite(dumps.read(dumps.path(version, "sqlite")), into=file)

    assert_upgrades(version, folder=tmp_path, url=f"sqlite:///{file}")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_town_on_postgresql_upgrades(version, tmp_path, postgres_url):
    name = f"upgrade_{uuid.uuid4().hex[:12]}"
    url = f"{postgres_url.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            dumps.load_postgres(dumps.read(dumps.path(version, "postgresql")), into=url)

            assert_upgrades(version, folder=tmp_path, url=url)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
