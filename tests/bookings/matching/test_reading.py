"""A problem as JSON: read back what was written; wrong input is told in one sentence with its place."""

import copy
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from bookings.matching.nodes import BadInput
from bookings.matching.reading import read
from bookings.matching.writing import problem_json
from tests.bookings.matching.towns import small


def example() -> dict:
    """The example that docs/planning.md shows."""
    text = (Path(settings.BASE_DIR) / "docs" / "planning.md").read_text(encoding="utf-8")
    return json.loads(re.search(r"```json\n(.*?)```", text, re.DOTALL)[1])


@pytest.mark.parametrize("seed", range(40))
def test_what_is_written_is_read_back_as_the_same_problem(seed):
    problem = small(seed)

    assert read(json.dumps(problem_json(problem))) == problem


def test_the_example_of_the_documentation_is_read_and_written_back():
    problem = read(json.dumps(example()))

    assert read(json.dumps(problem_json(problem))) == problem


WRONG = {
    "requests[0].wishes[0].day: must be a day like 2026-12-17, not '12/17'":
        ("requests", 0, "wishes", 0, "day", "12/17"),
    "requests[0].wishes[0].start: the session would last past midnight":
        ("requests", 0, "wishes", 0, "start", "23:30"),
    "requests[0].wishes[1]: 60 minutes do not fit into this window":
        ("requests", 0, "wishes", 1, {"day": "2026-12-17", "from": "13:00", "to": "13:30"}),
    "requests[0].wishes: needs at least 1": ("requests", 0, "wishes", []),
    "requests[0].length: must be a whole number from 1 up to 1000000":
        ("requests", 0, "length", "60"),
    "requests[0].lecture: is missing": ("requests", 0, "lecture", None),
    "requests[0].place: there is no 'nowhere'": ("requests", 0, "place", "nowhere"),
    "requests[1].id: 'R8-0101' stands twice": ("requests", 1, "id", "R8-0101"),
    "lecturers[0].base: there is no 'nowhere'": ("lecturers", 0, "base", "nowhere"),
    "lecturers[0].hours: has the unknown field 'monday'; known are mon, tue, wed, thu, fri, sat, sun":
        ("lecturers", 0, "hours", {"monday": []}),
    "lecturers[0].hours.mon[0]: must end after it starts":
        ("lecturers", 0, "hours", {"mon": [["12:00", "09:00"]]}),
    "lecturers[0].absences[0].to: must be after `from`":
        ("lecturers", 0, "absences", [{"from": "2026-12-17", "to": "2026-12-17"}]),
    "lecturers[0].busy[0].from: must be the venue's time, without an offset":
        ("lecturers", 0, "busy", [{"from": "2026-12-17T10:00", "to": "2026-12-18"}]),
    "asked[0].request: there is no 'R9'": ("asked", 0, "request", "R9"),
    "pins[0]: needs lecturers or a start": ("pins", 0, {"request": "R8-0101"}),
    "travel.km_per_hour: must be above 0": ("travel", "km_per_hour", 0),
    "blackout[0]: must be a day like 2026-12-17, not 7": ("blackout", 0, 7),
    "places: must be a list": ("places", {}),
    "the input: must be an object": ([],),
}  # fmt: skip


@pytest.mark.parametrize("sentence", WRONG)
def test_wrong_input_is_told_with_its_place(sentence):
    *path, value = WRONG[sentence]
    wrong: object = copy.deepcopy(example())
    if not path:
        wrong = value
    else:
        spot = wrong
        for step in path[:-1]:
            spot = spot[step]
        spot[path[-1]] = value
    text = json.dumps(wrong)
    if "offset" in sentence:
        text = text.replace(
            '"2026-12-17T10:00", "to": "2026-12-18"', '"20261217T100000Z", "to": "2026-12-18"'
        )

    with pytest.raises(BadInput) as refused:
        read(text)

    assert str(refused.value) == sentence


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, b"\xff\xfe\x00", "NaN"])
def test_what_is_no_json_is_refused_in_one_sentence(text):
    with pytest.raises(BadInput) as refused:
        read(text)

    assert "\n" not in str(refused.value)
