"""A CSV of events or courses → courses with their meetings, or sentences with row and column.

Columns of 自治体標準 and 推奨データセット「イベント一覧」, of our own export, and a few of our own for
what those lack. Order of rows and of columns means nothing. Pure.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _

from lectures.courses.found import (
    ENTRIES,
    FACTS,
    MOST_BYTES,
    MOST_COURSES,
    MOST_MEETINGS,
    Course,
    Found,
    Meeting,
    all_of,
    canonical,
    cut,
    first_of,
    short,
)
from lectures.courses.unsaid import FREE
from lectures.sheets.decoding import decoded, unreadable_line
from lectures.sheets.kinds import Clock, Day, Unfit, Words
from lectures.sheets.table import Problem, column_words
from lectures.zones import venue_zone

MOST_ROWS, _MOST_COLUMNS, _MOST_PROBLEMS = 5_000, 120, 100
_TOLD = re.compile(r"第\d+回（全\d+回）(.*)", re.DOTALL)
_URL_LAST = re.compile(r"(.*?)\s*(https?://\S+)", re.DOTALL)
_NUMBER = re.compile(r"\d+")
_CANCELLED, _PAID = "中止", "有料"
# Heading → what we call it. Several headings of one name: the first that is not empty counts.
HEADINGS = {
    "ID": "id", "講座ID": "series", "シリーズID": "series", "イベント名": "title", "講座名": "title",
    "サブタイトル": "told", "回の題": "meeting_title", "イベント種類": "kind", "学習情報の種類": "entry", "状態": "state",
    "開始日": "day", "終了日": "last_day", "開始時間": "starts", "終了時間": "ends", "説明": "about",
    "短い説明": "about", "料金種別": "fee_kind", "料金(基本)": "fee_number", "料金(詳細)": "fee",
    "受講料": "fee", "対象者": "audience", "対象": "audience", "連絡先名称": "contact_name",
    "連絡先電話番号": "phone", "連絡先": "contact", "主催者": "host", "場所名称": "place_name", "会場": "place",
    "建物名等(方書)": "room", "方書": "room", "部屋": "room", "所在地_連結表記": "address", "住所": "address",
    "定員": "capacity", "参加申込開始日": "intake_from", "受付のはじまり": "intake_from",
    "参加申込終了日": "intake_until", "受付のおわり": "intake_until", "参加申込方法": "how",
    "申込みのページ": "apply_url", "講師": "lecturer", "総時間": "hours_given", "修了の証明": "certificate",
    "単位・ポイント": "credit_points", "行い方": "format", "市のかかわり": "city_role", "情報のもとのページ": "source_url",
}  # fmt: skip
_COLUMN_OF = {"summary": "about", "fee_note": "fee", "place": "place_name", "contact": "how", "apply_url": "how"}  # fmt: skip

_Row = Mapping[str, str]


class _Reading:
    def __init__(self, places: dict[str, list[int]], head: list[str]) -> None:
        self.places, self.head = places, head
        self.problems: list[Problem] = []

    def say(self, row: int, name: str, sentence: str) -> None:
        place = next(iter(self.places.get(name, ())), None)
        where = column_words(place, self.head[place]) if place is not None else ""
        self.problems.append(Problem(row, where, sentence))


def courses_in(data: bytes, *, headings: Mapping[str, str] | None = None) -> Found:
    """`headings`: the file's own → one of ours."""
    found = Found()
    rows = _rows(data, found)
    if found.problems:
        return found
    (_first, head), *lines = rows
    reading = _Reading(_places(head, headings or {}), head)
    missing = [name for name, key in (("イベント名", "title"), ("開始日", "day")) if key not in reading.places]  # fmt: skip
    if missing:
        said = _("1行目に、列の見出しがありません：%(names)s") % {"names": "、".join(missing)}
        return Found(problems=[Problem(1, "", said)])
    groups: dict[str, list[tuple[int, _Row, Meeting]]] = defaultdict(list)
    for row, cells in lines:
        values = _values(cells, reading.places)
        meeting = _meeting(row, values, reading)
        if meeting is not None:
            groups[_series(values)].append((row, values, meeting))
    if len(groups) > MOST_COURSES:
        reading.say(0, "", _("講座が多すぎます。2,000件までにしてください。"))
    courses = [_course(key, members, reading) for key, members in sorted(groups.items())]
    if reading.problems:
        problems = sorted(reading.problems, key=lambda problem: problem.row)
        return Found(problems=problems[:_MOST_PROBLEMS])
    return Found(courses=courses)


def _rows(data: bytes, found: Found) -> list[tuple[int, list[str]]]:
    def refuse(row: int, sentence: str) -> list[tuple[int, list[str]]]:
        found.problems.append(Problem(row, "", sentence))
        return []

    if len(data) > MOST_BYTES:
        return refuse(0, _("ファイルが大きすぎます（5MBまで）。"))
    read = decoded(data)
    if read is None:
        return refuse(unreadable_line(data), _("文字が読めません。UTF-8かShift_JISのCSVにしてください。"))  # fmt: skip
    text = read[0].lstrip("\ufeff")
    if "\0" in text:
        return refuse(0, _("CSVではありません。表計算ソフトで「CSV」として保存してください。"))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row, cells in enumerate(reader, start=1):
            if len(cells) > _MOST_COLUMNS:
                return refuse(row, _("列が多すぎます。"))
            if any(cell.strip() for cell in cells):
                rows.append((row, cells))
            if len(rows) > MOST_ROWS:
                return refuse(row, _("行が多すぎます。5,000行までにしてください。"))
    except csv.Error:
        return refuse(len(rows) + 1, _('表の形が読めません。「"」の数などを確かめてください。'))
    if not rows:
        return refuse(0, _("表が空です。"))
    return rows


def _places(head: list[str], headings: Mapping[str, str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, cell in enumerate(head):
        name = cell.strip()
        key = HEADINGS.get(headings.get(name, name))
        if key is not None:
            places[key].append(place)
    return dict(places)


def _values(cells: list[str], places: dict[str, list[int]]) -> dict[str, str]:
    return {
        key: first_of(cells[place].strip() for place in each if place < len(cells))
        for key, each in places.items()
    }


def _series(values: _Row) -> str:
    if values.get("series"):
        return short(f"series|{values['series']}")
    return short(f"{values.get('host', '')}|{values.get('title', '')}")


def _meeting(row: int, values: _Row, reading: _Reading) -> Meeting | None:
    before = len(reading.problems)
    if not values.get("title"):
        reading.say(row, "title", _("空けておけません。"))
    day = _day(row, "day", values, reading)
    last = _day(row, "last_day", values, reading) or day
    starts, ends = (_hour(row, name, values, reading) for name in ("starts", "ends"))
    texts = {
        name: _text(row, name, most, values, reading)
        for name, most in (("lecturer", 120), ("room", 60))
    }
    title = _text(row, "told", 240, values, reading)
    counted = _TOLD.fullmatch(title or "")
    title = counted[1].strip() if counted else title
    title = values.get("meeting_title") or title
    if day is None or last is None:
        if len(reading.problems) == before:
            reading.say(row, "day", _("空けておけません。"))
        return None
    if len(reading.problems) > before:
        return None
    if (starts is None) != (ends is None):
        reading.say(row, "ends" if ends is None else "starts", _("はじまりとおわりの時間は、両方を入れるか、両方を空けてください。"))  # fmt: skip
        return None
    if starts is None or ends is None:
        since, until = all_of(day, last)
    else:
        since, until = _at(day, starts), _at(last, ends)
    if until <= since:
        reading.say(row, "ends", _("おわりは、はじまりより後にしてください。"))
    if len(reading.problems) > before:
        return None
    since, until = since.astimezone(UTC), until.astimezone(UTC)
    return Meeting(
        key=short(values.get("id") or since.isoformat()),
        starts_at=since,
        ends_at=until,
        title=None if title is None else cut(title, 120),
        lecturer=texts["lecturer"],
        room=texts["room"],
        all_day=starts is None,
        cancelled=_CANCELLED in values["state"] if "state" in values else None,
    )


def _day(row: int, name: str, values: _Row, reading: _Reading) -> date | None:
    try:
        text = Day().read(values.get(name, ""))
    except Unfit as unfit:
        reading.say(row, name, str(unfit))
        return None
    found: date | None = Day().value(text)
    if found is not None and not 2000 <= found.year <= 2100:
        reading.say(row, name, _("2000年から2100年までの日にしてください。"))
        return None
    return found


def _hour(row: int, name: str, values: _Row, reading: _Reading) -> time | None:
    try:
        found: time | None = Clock().value(Clock().read(values.get(name, "")))
    except Unfit as unfit:
        reading.say(row, name, str(unfit))
        return None
    return found


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, venue_zone())


def _text(row: int, name: str, most: int, values: _Row, reading: _Reading) -> str | None:
    if name not in values:
        return None
    try:
        return Words(most).read(values[name])
    except Unfit as unfit:
        reading.say(row, name, str(unfit))
        return None


def _course(key: str, members: list[tuple[int, _Row, Meeting]], reading: _Reading) -> Course:
    members = sorted(members, key=lambda member: (member[2].starts_at, member[2].key))
    seen: dict[str, int] = {}
    for row, _said, meeting in members:
        if meeting.key in seen:
            said = _("%(row)d行目と同じ回です。IDか日時を直してください。")
            reading.say(row, "id" if "id" in reading.places else "day", said % {"row": seen[meeting.key]})  # fmt: skip
        seen.setdefault(meeting.key, row)
    row = members[0][0]
    if len(members) > MOST_MEETINGS:
        reading.say(row, "title", _("1つの講座に、回が多すぎます。200回までにしてください。"))
    names = {name for _row, values, _meeting in members for name in values}
    values = {name: first_of(v.get(name, "") for _r, v, _m in members) for name in names}
    facts = _facts(row, values, reading)
    meetings = tuple(meeting for _row, _said, meeting in members)
    if all(meeting.cancelled for meeting in meetings):
        facts["standing"] = _CANCELLED
        meetings = tuple(_unsaid(meeting) for meeting in meetings)
    elif "state" in values:
        facts["standing"] = ""
    return Course(key, facts, meetings, row)


def _unsaid(meeting: Meeting) -> Meeting:
    """Of a course that is cancelled as a whole, nothing is said of each meeting."""
    return Meeting(**{**meeting.__dict__, "cancelled": None})


def _facts(row: int, values: _Row, reading: _Reading) -> dict[str, str]:
    said = {name: values[name] for name in FACTS if name in values}
    if "about" in values:
        said["summary"] = cut(values["about"], 120)
    if values.get("kind") in ENTRIES and "entry" not in said:
        said["entry"] = values["kind"]
    if {"fee", "fee_number", "fee_kind"} & set(values):
        said["fee_note"] = _fee(values)
    if "place" not in values and {"place_name", "address"} & set(values):
        said["place"] = _place(values.get("place_name", ""), values.get("address", ""))
    if {"how", "phone", "contact"} & set(values):
        contact, url = _contact(values)
        said["contact"] = contact
        if "how" in values and "apply_url" not in values:
            said["apply_url"] = url
    facts = {}
    for name, text in said.items():
        try:
            facts[name] = canonical(name, text)
        except Unfit as unfit:
            reading.say(row, _COLUMN_OF.get(name, name), str(unfit))
    if facts.get("intake_from") and "" < facts.get("intake_until", "") < facts["intake_from"]:
        reading.say(row, "intake_until", _("おわりは、はじまりより後にしてください。"))
    return facts


def _fee(values: _Row) -> str:
    """Empty: the file does not say."""
    said = values.get("fee", "") or _amount(values.get("fee_number", ""))
    kind = values.get("fee_kind", "")
    if said in ("", FREE) and kind in (FREE, _PAID):
        return kind
    return said


def _amount(text: str) -> str:
    number = text.replace(",", "").removesuffix("円")
    if not number.isdecimal() or len(number) > 9:
        return text
    return f"{int(number):,}円" if int(number) else FREE


def _place(name: str, address: str) -> str:
    return name if not address or address in name else f"{name} {address}".strip()


def _contact(values: _Row) -> tuple[str, str]:
    if values.get("contact"):
        return values["contact"], ""
    how, phone = values.get("how", ""), values.get("phone", "")
    found = _URL_LAST.fullmatch(how)
    words, url = (found[1], found[2]) if found else (how, "")
    if "".join(_NUMBER.findall(phone)) not in "".join(_NUMBER.findall(words)):
        words = f"{words} {phone}".strip()
    return words, url
