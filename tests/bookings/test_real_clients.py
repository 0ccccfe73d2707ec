"""What real mail programs sent back when somebody pressed their buttons; kept byte for byte."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

CLIENTS = Path(__file__).parent.parent / "corpus" / "clients"


@pytest.mark.parametrize(
    ("name", "intent"),
    [("thunderbird-153-accept.eml", "accept")],
)
def test_the_reply_of_a_real_program_is_understood(name, intent):
    said = StringIO()

    call_command("read_reply", str(CLIENTS / name), today="2026-11-22", stdout=said)

    reading = json.loads(said.getvalue())
    assert (reading["intent"], reading["applies"], reading["lecturers"]) == (intent, True, [])
