"""`manage.py plan --input FILE --seconds N [--output FILE]`: a problem in, a plan and figures out.

Opens no database. The format is in docs/planning.md. Bad input: one sentence, exit code 2; a plan that
broke a hard rule would not be written: exit code 1.
"""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bookings.matching.explaining import why_not
from bookings.matching.nodes import BadInput
from bookings.matching.planning import Plan, plan, told
from bookings.matching.problem import Problem
from bookings.matching.reading import read
from bookings.matching.repair import repair
from bookings.matching.writing import sessions_json


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 1 <= seconds <= 86400:
        raise ArgumentTypeError("must be a number of seconds from 1 to 86400")
    return seconds


class Command(BaseCommand):
    help = "Plans many requests at once from a JSON file. Reads and writes no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--input", required=True, metavar="FILE", help="- reads standard input")
        parser.add_argument("--seconds", type=_seconds, default=60.0, metavar="N")
        parser.add_argument("--output", metavar="FILE", help="without it: standard output")
        parser.add_argument("--greedy", action="store_true", help="without the solver")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            problem = read(_bytes(options["input"]))
        except BadInput as wrong:
            raise CommandError(str(wrong), returncode=2) from None
        found = _planned(problem, seconds=options["seconds"], solver=not options["greedy"])
        text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
        if options["output"]:
            _write(options["output"], text)
        else:
            self.stdout.write(text, ending="")


def _planned(problem: Problem, *, seconds: float, solver: bool) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if problem.before and solver:
        repaired = repair(problem, problem.before, seconds=seconds)
        result = repaired.plan
        extra = {
            "moved": repaired.moved,
            "lost": repaired.lost,
            "released": [promise.request for promise in repaired.released],
        }
    else:
        result = plan(problem, seconds=seconds, solver=solver)
    if result.breaches:
        breach = result.breaches[0]
        raise CommandError(f"the plan breaks the rule {breach.rule} at {breach.request}")
    return {**_told(problem, result), **extra}


def _told(problem: Problem, result: Plan) -> dict[str, Any]:
    return {
        "sessions": sessions_json(problem, result.sessions),
        "why_not": [
            {
                "request": why.request,
                "rank": why.rank,
                "remedies": why.remedies,
                "against": [
                    {
                        "start": one.start.isoformat(timespec="minutes"),
                        "rank": one.rank,
                        "lecturer": one.lecturer,
                        "reasons": [{"code": r.code, **r.facts} for r in one.reasons],
                    }
                    for one in why.against
                ],
            }
            for why in why_not(problem, result.sessions)
        ],
        "figures": told(problem, result),
    }


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise CommandError(f"{name}: {reason}", returncode=2) from None


def _write(name: str, text: str) -> None:
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as problem:
        raise CommandError(f"{name}: {problem.strerror}", returncode=2) from None
