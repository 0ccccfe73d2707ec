"""A sentence that is kept and read later, by everybody in their own language.

What is kept is the sentence of the source language and what stands in its gaps, as plain JSON. No
rows and no clock; it may not decide anything.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from lectures.eras import clock_time, fiscal_year_label, short_day, time_range
from lectures.seasons import Season
from lectures.zones import local

Span = tuple[datetime, datetime]


class Sentence(str):
    """As it reads in the language of the moment. `kept` is the same for all of them."""

    kept: dict[str, Any]


class Year(int):
    """A fiscal year, said as 令和8年度."""


Value = str | int | date | time | Span | Season | Promise


def sentence(words: str, /, **data: Value) -> Sentence:
    """`words` in the source language, with %(name)s where `data` goes in."""
    return again({"words": words, "data": {name: _stored(value) for name, value in data.items()}})


def kept(said: str | Promise) -> dict[str, Any]:
    """As JSON; {}: nothing was said. What is no `Sentence` is kept as the source language has it."""
    if isinstance(said, Sentence):
        return said.kept
    words = in_source(said)
    return {"words": words} if words else {}


def again(found: dict[str, Any]) -> Sentence:
    """What was kept, in the language of the moment."""
    data = {name: _said(value) for name, value in found.get("data", {}).items()}
    words = gettext(found["words"])
    said = Sentence(words % data if data else words)
    said.kept = found
    return said


def in_source(said: str | Promise) -> str:
    """As the source language has it. A plain string is taken as it is."""
    with override(settings.LANGUAGE_CODE):
        return str(again(said.kept)) if isinstance(said, Sentence) else str(said)


def _stored(value: Value) -> Any:
    match value:
        case Sentence() | Promise():
            return {"sentence": kept(value)}
        case Year():
            return {"year": int(value)}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"clock": value.isoformat()}
        case (datetime() as starts, datetime() as ends):
            return {"span": [starts.isoformat(), ends.isoformat()]}
        case Season():
            days = [day.isoformat() if day else None for day in (value.starts_on, value.ends_on)]
            return {"season": [",".join(map(str, sorted(value.months))), *days]}
    assert isinstance(value, str | int)
    return value


def _season(stored: list[Any]) -> str:
    months, *days = stored
    return Season.of(months, *(date.fromisoformat(day) if day else None for day in days)).words


def _span(stored: list[str]) -> str:
    starts, ends = (local(datetime.fromisoformat(moment)) for moment in stored)
    return f"{short_day(starts.date())} {time_range(starts, ends)}"


_SAY: dict[str, Callable[[Any], str]] = {
    "sentence": again,
    "year": fiscal_year_label,
    "day": lambda stored: short_day(date.fromisoformat(stored)),
    "clock": lambda stored: clock_time(time.fromisoformat(stored)),
    "span": _span,
    "season": _season,
}


def _said(stored: Any) -> Any:
    if not isinstance(stored, dict):
        return stored
    [(kind, value)] = stored.items()
    return _SAY[kind](value)
