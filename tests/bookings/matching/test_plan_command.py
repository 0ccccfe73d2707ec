"""`manage.py plan`: JSON in, plan and figures out, without a database."""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from bookings.matching import planning
from bookings.matching.verify import Breach
from bookings.matching.writing import problem_json
from tests.bookings.matching.plain import LATER, MORNING, lecturer, problem, request, session
from tests.bookings.matching.test_reading import example


def planned(tmp_path, value, *options):
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps(value), encoding="utf-8")
    call_command("plan", "--input", str(source), "--output", str(target), *options)
    return json.loads(target.read_text(encoding="utf-8"))


def test_a_problem_becomes_a_plan_with_its_figures(tmp_path):
    wanted = problem(requests=[request("club", MORNING, LATER), request("class", MORNING)])

    found = planned(tmp_path, problem_json(wanted), "--seconds", "20")

    assert found["sessions"] == [
        {"request": "class", "start": "2026-12-07T10:00", "lecturers": ["sato"], "rank": 1, "minutes": 10, "load": [2]},
        {"request": "club", "start": "2026-12-08T10:00", "lecturers": ["sato"], "rank": 2, "minutes": 10, "load": [2]},
    ]  # fmt: skip
    figures = found["figures"]
    assert (figures["requests"], figures["served"], figures["by_wish"]) == (2, 2, {"1": 1, "2": 1})
    assert (figures["solver"], figures["proven"], figures["gap"]) == ("highs", True, 0.0)
    assert [why["request"] for why in found["why_not"]] == ["club"]


def test_the_example_of_the_documentation_is_planned_by_a_process_without_a_database(tmp_path):
    source = tmp_path / "in.json"
    source.write_text(json.dumps(example()), encoding="utf-8")
    without = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "SECRET_KEY": "x" * 50,
               "LINK_KEYS": "a=" + "0f" * 32, "REDIS_URL": "", "DEMO": "0", "ENV_FILE": "/dev/null",
               "DATA_DIR": str(tmp_path)}  # fmt: skip

    done = subprocess.run(
        [sys.executable, "manage.py", "plan", "--input", str(source), "--seconds", "20"],
        cwd=settings.BASE_DIR, env=without, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stderr == ""
    assert json.loads(done.stdout)["figures"]["proven"] is True


def test_an_earlier_plan_is_changed_as_little_as_possible(tmp_path):
    people = [lecturer(load=5), lecturer("ito")]
    before = (session(),)

    found = planned(tmp_path, problem_json(problem(people, before=before)))

    assert (found["moved"], found["lost"], found["released"]) == ([], [], [])
    assert found["sessions"][0]["lecturers"] == ["sato"]


def test_a_plan_without_the_solver_says_so(tmp_path):
    found = planned(tmp_path, problem_json(problem()), "--greedy")

    assert (found["figures"]["solver"], found["figures"]["proven"]) == ("greedy", False)


@pytest.mark.parametrize(
    "text, sentence",
    [
        ('{"requests": [{}]}', "requests[0].length: is missing"),
        ("nothing", "the input is not JSON: Expecting value: line 1 column 1 (char 0)"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(tmp_path, text, sentence):
    source = tmp_path / "in.json"
    source.write_text(text)

    with pytest.raises(CommandError) as refused:
        call_command("plan", "--input", str(source))

    assert (str(refused.value), refused.value.returncode) == (sentence, 2)


def test_a_file_that_is_not_there_is_exit_code_2(tmp_path):
    with pytest.raises(CommandError, match="No such file") as refused:
        call_command("plan", "--input", str(tmp_path / "none"))

    assert refused.value.returncode == 2


@pytest.mark.parametrize("seconds", ["0", "many", "nan"])
def test_seconds_that_are_none_are_refused(seconds):
    with pytest.raises(CommandError, match="must be a number of seconds"):
        call_command("plan", "--input", "x", "--seconds", seconds)


def test_a_plan_that_broke_a_rule_is_never_written(tmp_path, monkeypatch):
    monkeypatch.setattr(planning, "breaches", lambda *_: [Breach("travel", "club")])

    with pytest.raises(CommandError, match="breaks the rule travel at club"):
        planned(tmp_path, problem_json(problem()))

    assert not (tmp_path / "out.json").exists()
