"""An iCalendar file → courses with their meetings, or sentences. Pure; trusts nothing in the file.

Events are one course when they repeat (one UID), when one is RELATED-TO another, or when their
titles differ in a counter only: 鏡川の歴史（1/4）, 鏡川の歴史 第2回.
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
from django.utils.translation import gettext as _

from lectures.courses.found import (
    MOST_BYTES,
    MOST_COURSES,
    MOST_MEETINGS,
    Course,
    Found,
    Meeting,
    all_of,
    cut,
    short,
)
from lectures.courses.recurring import Budget, Unreadable, starts_of
from lectures.sheets.decoding import decoded
from lectures.sheets.table import Problem
from lectures.zones import venue_zone

_MOST_PARTS, _MOST_DEEP = 6_000, 4
_AHEAD, _BACK = timedelta(days=2 * 366), timedelta(days=366)
_COUNTED = re.compile(
    r"\s*(?:[（(]\s*第?\d{1,3}\s*回?\s*[/／]\s*全?\d{1,3}\s*回?\s*[）)]|[（(]?第\s*\d{1,3}\s*回[）)]?|[#＃]\d{1,3})\s*"
)
_ONLINE = re.compile(r"(オンライン|online|zoom|webex|teams)(開催|配信|講座)?", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"']{3,190}")
# Neither a page nor a feed can carry these; they come along with what was copied out of slides.
_STRAY = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class _Event:
    number: int
    uid: str
    title: str
    subtitle: str
    meeting: Meeting
    place: str
    about: str
    url: str
    related: str
    organizer: str
    version: tuple[bool, int]


def courses_in(data: bytes, *, at: datetime) -> Found:
    """`at`: events within a year before and two years after are read."""
    calendars = _calendars(data)
    if isinstance(calendars, str):
        return Found(problems=[Problem(0, "", calendars)])
    found, budget, events = Found(), Budget(), []
    for number, part in enumerate(_parts(calendars), start=1):
        try:
            events += list(_events(part, number, at=at, budget=budget))
        except Unreadable:
            found.problems.append(_problem(number, part, _("この繰り返しの書き方は読めません。")))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            found.problems.append(_problem(number, part, _("題か日時が読めません。")))
    groups = _grouped(_laid_over(events))
    if len(groups) > MOST_COURSES:
        found.problems.append(Problem(0, "", _("講座が多すぎます。2,000件までにしてください。")))
    if found.problems:
        return Found(problems=found.problems[:100])
    return Found(courses=[_course(key, members) for key, members in sorted(groups.items())])


def _calendars(data: bytes) -> list[icalendar.Component] | str:
    if len(data) > MOST_BYTES:
        return _("ファイルが大きすぎます（5MBまで）。")
    read = decoded(data)
    text = read[0].lstrip("\ufeff \r\n") if read else ""
    if "\0" in text:
        return _("ファイルがこわれていて読めません。")
    text = _STRAY.sub("", text)
    if not text.upper().startswith("BEGIN:VCALENDAR"):
        return _("iCalendar（.ics）のファイルではありません。")
    if not text.rstrip().upper().endswith("END:VCALENDAR"):
        return _("ファイルがとちゅうで切れています。")
    deep = most = count = 0
    for line in text.splitlines():
        start = line[:6].upper()
        count += start == "BEGIN:"
        deep += (start == "BEGIN:") - (line[:4].upper() == "END:")
        most = max(most, deep)
    if most > _MOST_DEEP or count > _MOST_PARTS:
        return _("中身が多すぎるか、こみいりすぎています。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about zones whose names it had to guess
            return list(icalendar.Calendar.from_ical(text, multiple=True))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
        return _("ファイルがこわれていて読めません。")


def _parts(calendars: Iterable[icalendar.Component]) -> Iterator[icalendar.Component]:
    for calendar in calendars:
        yield from calendar.walk("VEVENT")


class EventProblem(Problem):
    """A calendar has no rows that anybody sees."""

    @property
    def place(self) -> str:
        words = _("%(number)d番目の予定") % {"number": self.row}
        return f"{words} {self.column}"


def _problem(number: int, part: icalendar.Component, sentence: str) -> Problem:
    return EventProblem(number, cut(f"「{part.get('SUMMARY', '')}」", 60), sentence)


def _events(
    part: icalendar.Component, number: int, *, at: datetime, budget: Budget
) -> Iterator[_Event]:
    title, subtitle = _titles(str(part.get("SUMMARY", "")))
    if not title or "DTSTART" not in part:
        raise ValueError("no title or no day")
    uid = str(part.get("UID", "")) or f"{title}|{part['DTSTART'].dt}"
    about, url = str(part.get("DESCRIPTION", "")), str(part.get("URL", ""))
    event = _Event(
        number, uid, title, subtitle, _once(part, uid, subtitle), cut(str(part.get("LOCATION", "")), 120),
        about, url if _URL.fullmatch(url) else "", _related(part), _named(part), _version(part),
    )  # fmt: skip
    for meeting in _repeated(part, event.meeting, at=at, budget=budget):
        if at - _BACK <= meeting.ends_at and meeting.starts_at <= at + _AHEAD:
            yield replace(event, meeting=meeting)


def _titles(summary: str) -> tuple[str, str]:
    """鏡川の歴史（1/4）上流 → 鏡川の歴史, 上流."""
    text = " ".join(summary.split())
    found = _COUNTED.search(text)
    if found is None or not text[: found.start()].strip():
        return cut(text, 120), ""
    return cut(text[: found.start()], 120), cut(text[found.end() :], 120)


def _once(part: icalendar.Component, uid: str, subtitle: str) -> Meeting:
    first: Any = part["DTSTART"].dt
    last: Any = part["DTEND"].dt if "DTEND" in part else None
    if last is None and "DURATION" in part:
        last = first + part["DURATION"].dt
    whole = not isinstance(first, datetime)
    if whole:
        until = last - timedelta(days=1) if last and last > first else first
        if isinstance(until, datetime):
            until = until.date()
        since, ends = all_of(first, until)
    else:
        since = _aware(first)
        ends = _aware(last) if isinstance(last, datetime) and _aware(last) > since else since + timedelta(hours=1)  # fmt: skip
    _in_range(since)
    _in_range(ends)
    moved = part.get("RECURRENCE-ID")
    key = f"{uid}|{_utc(moved.dt)}" if moved is not None else uid
    cancelled = str(part.get("STATUS", "")).upper() == "CANCELLED"
    since, ends = since.astimezone(UTC), ends.astimezone(UTC)
    return Meeting(short(key), since, ends, subtitle, None, None, whole, cancelled)


def _in_range(moment: datetime) -> None:
    if not 2000 <= moment.year <= 2100:
        raise ValueError("out of range")


def _aware(moment: datetime) -> datetime:
    """A floating time, or a zone that nobody knows, is the venue's."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=venue_zone())


def _utc(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return _aware(moment).astimezone(UTC).isoformat()
    return all_of(moment, moment)[0].astimezone(UTC).isoformat()


def _repeated(
    part: icalendar.Component, first: Meeting, *, at: datetime, budget: Budget
) -> list[Meeting]:
    if "RECURRENCE-ID" in part or not ("RRULE" in part or "RDATE" in part):
        return [first]
    zone = _zone(part["DTSTART"].dt)
    starts = {first.starts_at}
    own = first.starts_at.astimezone(zone).replace(tzinfo=None)
    until = (at + _AHEAD).astimezone(zone).replace(tzinfo=None)
    for rule in _listed(part.get("RRULE")):
        days = starts_of(rule, own, until=until, budget=budget, zone=zone)
        starts |= {day.replace(tzinfo=zone).astimezone(UTC) for day in days}
    starts |= set(_moments(part.get("RDATE"), budget))
    starts -= set(_moments(part.get("EXDATE"), budget))
    long = first.ends_at - first.starts_at
    kept = sorted(day for day in starts if at - _BACK <= day + long and day <= at + _AHEAD)
    uid = first.key
    return [
        replace(first, key=short(f"{uid}|{day.isoformat()}"), starts_at=day, ends_at=day + long)
        for day in kept[:MOST_MEETINGS]
    ]


def _zone(moment: Any) -> Any:
    known = moment.tzinfo if isinstance(moment, datetime) else None
    return known or venue_zone()


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _moments(value: Any, budget: Budget) -> Iterator[datetime]:
    for each in _listed(value):
        for one in each.dts:
            budget.step()
            moment = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            yield datetime.fromisoformat(_utc(moment))


def _related(part: icalendar.Component) -> str:
    return str(next(iter(_listed(part.get("RELATED-TO"))), ""))


def _version(part: icalendar.Component) -> tuple[bool, int]:
    return "RECURRENCE-ID" in part, int(part.get("SEQUENCE", 0))


def _named(part: icalendar.Component) -> str:
    organizer = part.get("ORGANIZER")
    return cut(str(organizer.params.get("CN", "")), 80) if organizer is not None else ""


def _laid_over(events: list[_Event]) -> list[_Event]:
    """A change of one repetition (RECURRENCE-ID) stands in its place, wherever it is in the file."""
    by_key: dict[str, _Event] = {}
    for event in events:
        known = by_key.get(event.meeting.key)
        if known is None or _rank(event) > _rank(known):
            by_key[event.meeting.key] = event
    return sorted(by_key.values(), key=lambda event: (event.meeting.starts_at, event.meeting.key))


def _rank(event: _Event) -> tuple[tuple[bool, int], str, str]:
    return event.version, event.title, event.meeting.packed()


def _grouped(events: list[_Event]) -> dict[str, list[_Event]]:
    """By what they are related to, else by their title where it is counted, else by UID."""
    titles: dict[str, set[str]] = defaultdict(set)
    parents = {event.related for event in events if event.related}
    for event in events:
        titles[event.title].add(event.uid)
    groups: dict[str, list[_Event]] = defaultdict(list)
    for event in events:
        if event.related:
            key = f"uid|{event.related}"
        elif event.uid in parents:
            key = f"uid|{event.uid}"
        elif len(titles[event.title]) > 1:
            key = f"title|{event.organizer}|{event.title}"
        else:
            key = f"uid|{event.uid}"
        groups[short(key)].append(event)
    return groups


def _course(key: str, members: list[_Event]) -> Course:
    first = members[0]
    facts = {"title": first.title, "place": first.place, "summary": cut(first.about, 120)}
    facts["apply_url"] = first.url[:200]
    if _ONLINE.fullmatch(first.place):
        facts["format"] = "オンライン"
    if first.organizer:
        facts["host"] = first.organizer
    meetings = tuple(_with_room(event, first.place) for event in members[:MOST_MEETINGS])
    facts["standing"] = ""
    if all(meeting.cancelled for meeting in meetings):
        facts["standing"] = "中止"
        meetings = tuple(replace(meeting, cancelled=None) for meeting in meetings)
    return Course(key, facts, meetings, first.number)


def _with_room(event: _Event, place: str) -> Meeting:
    """Where it is not where the course is, the meeting says so."""
    other = event.place if event.place != place else None
    return replace(event.meeting, room=cut(other, 60) if other is not None else None)
