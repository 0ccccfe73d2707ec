"""What a look found, kept with the file until somebody decides: as much of it as is shown. Pure."""

from dataclasses import asdict
from typing import Any

from lectures.courses.calendars import EventProblem
from lectures.courses.found import Course
from lectures.courses.merging import Change, Known, Merged, Report
from lectures.sheets.table import Problem

_LISTS = ("new", "changed", "edited")


def packed(report: Report, problems: list[Problem], *, stamp: str) -> dict[str, Any]:
    """For a JSON field."""
    return {
        "stamp": stamp,
        "problems": [
            [one.row, one.column, one.sentence, isinstance(one, EventProblem)] for one in problems
        ],
        **{name: [_course(one) for one in getattr(report, name)] for name in _LISTS},
        "same": len(report.same),
        "gone": [[one.title, one.page] for one in report.gone],
        "deleted": report.deleted,
    }


def unpacked(kept: dict[str, Any]) -> tuple[Report, list[Problem], str]:
    """(report, problems, stamp). Courses that are the same are a number only."""
    report = Report(deleted=list(kept["deleted"]))
    for name in _LISTS:
        getattr(report, name).extend(map(_merged, kept[name]))
    report.same = [_merged({"title": ""})] * kept["same"]
    report.gone = [Known("", page, title, {}, {}) for title, page in kept["gone"]]
    problems = [
        (EventProblem if of_calendar else Problem)(*facts)
        for *facts, of_calendar in kept["problems"]
    ]
    return report, problems, kept["stamp"]


def _course(one: Merged) -> dict[str, Any]:
    return {
        "title": one.title,
        "key": one.key,
        "known": [one.known.title, one.known.page] if one.known else None,
        "changes": [asdict(change) for change in one.changes],
        "edited": [asdict(change) for change in one.edited],
    }


def _merged(kept: dict[str, Any]) -> Merged:
    key, known = kept.get("key", ""), kept.get("known")
    return Merged(
        found=Course(key, {"title": kept["title"]}, (), 0),
        known=Known(key, known[1], known[0], {}, {}) if known else None,
        said={},
        changes=tuple(Change(**one) for one in kept.get("changes", ())),
        edited=tuple(Change(**one) for one in kept.get("edited", ())),
    )
