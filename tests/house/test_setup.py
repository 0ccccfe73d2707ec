import re
import stat

import pytest

from tools import setup

pytestmark = pytest.mark.once


def test_set_up_writes_secrets_that_only_the_owner_can_read(tmp_path):
    path = tmp_path / ".env"

    setup.write_env_file(path)

    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    values = dict(line.split("=", 1) for line in lines)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(values["SECRET_KEY"]) >= 64
    assert re.fullmatch(r"a=[0-9a-f]{64}", values["LINK_KEYS"])


def test_set_up_leaves_an_existing_env_file_as_it_is(tmp_path):
    path = tmp_path / ".env"
    path.write_text("SECRET_KEY=mine\n")

    setup.write_env_file(path)

    assert path.read_text() == "SECRET_KEY=mine\n"


def test_a_changed_list_of_libraries_is_installed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    (tmp_path / "requirements.txt").write_text("django==5.2.19\n")
    before = setup.fingerprint("requirements.txt")

    (tmp_path / "requirements.txt").write_text("django==5.2.20\n")

    assert setup.fingerprint("requirements.txt") != before
