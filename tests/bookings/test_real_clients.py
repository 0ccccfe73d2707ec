"""What real mail programs sent back when their buttons were pressed; kept byte for byte.

Thunderbird's come from `python -m tests.clients.thunderbird`. `accept-again` answers an invitation
that was accepted before and then moved by two hours (SEQUENCE 1).
"""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

CLIENTS = Path(__file__).parent.parent / "corpus" / "clients"


@pytest.mark.parametrize(
    ("name", "intent", "applies"),
    [
        ("thunderbird-153-accept.eml", "accept", True),
        ("thunderbird-153-accept-again.eml", "accept", True),
        ("thunderbird-153-decline.eml", "decline", True),
        ("thunderbird-153-tentative.eml", "unclear", False),
    ],
)
def test_the_reply_of_a_real_program_is_understood(name, intent, applies):
    said = StringIO()

    call_command("read_reply", str(CLIENTS / name), today="2026-11-22", stdout=said)

    reading = json.loads(said.getvalue())
    assert (reading["intent"], reading["applies"], reading["matched_by"]) == (
        intent,
        applies,
        "uid",
    )
    assert (reading["lecturers"], reading["dates"], reading["reason"]) == ([], [], "")


def test_a_tentative_yes_says_to_the_person_why_it_waits():
    said = StringIO()

    call_command(
        "read_reply",
        str(CLIENTS / "thunderbird-153-tentative.eml"),
        today="2026-11-22",
        stdout=said,
    )

    assert json.loads(said.getvalue())["why"] == "予定表で「仮」の返事です。"


@pytest.mark.parametrize(("name", "sequence"), [("accept", 0), ("accept-again", 1)])
def test_a_real_program_answers_the_newest_sequence(name, sequence):
    """So that a yes to the old time is known from a yes to the new one."""
    raw = (CLIENTS / f"thunderbird-153-{name}.eml").read_text()

    assert set(re.findall(r"^SEQUENCE:(\d+)", raw, re.MULTILINE)) == {str(sequence)}
