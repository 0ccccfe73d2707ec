"""Courses as a file says them, before they are compared with ours. Pure: no row, no clock."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from lectures.courses.unsaid import ANYBODY, ASK, FREE
from lectures.sheets.kinds import Day, Kind, OneOf, Unfit, Whole, Words
from lectures.sheets.table import Problem
from lectures.zones import venue_zone

MOST_BYTES = 5_000_000
MOST_MEETINGS = 200
MOST_COURSES = 2_000
_KEY = 250
MEETING = "meeting:"
_URL = re.compile(r"https?://[^\s<>\"']{3,190}")


class Url(Words):
    def read(self, text: str) -> str:
        text = super().read(text)
        if text and not _URL.fullmatch(text):
            raise Unfit(_("「%(text)s」は、http で始まるアドレスではありません。") % {"text": text[:40]})  # fmt: skip
        return text


class Hours(Words):
    def read(self, text: str) -> str:
        text = super().read(text).removesuffix("時間")
        if text and not re.fullmatch(r"[0-9]{1,4}(\.[0-9])?", text):
            raise Unfit(_("「%(text)s」は、時間の数（例：62.5）にしてください。") % {"text": text[:40]})  # fmt: skip
        return f"{Decimal(text):.1f}" if text else ""

    def value(self, text: str) -> Any:
        return Decimal(text) if text else None


@dataclass(frozen=True)
class OrAsk(Words):
    """Empty in a file: not said. Empty on a page: as `usual` says."""

    usual: str

    def read(self, text: str) -> str:
        text = super().read(text)
        return "" if text == ASK else text

    def value(self, text: str) -> Any:
        return "" if text == self.usual else text or ASK

    def spelt(self, value: str) -> str:
        return "" if value == ASK else value or self.usual


CERTIFICATES = {"なし": "", "履修証明": "recognised", "履修証明プログラム": "recognised", "あり": "other", "修了証": "other"}  # fmt: skip
ENTRIES = {
    "公開講座": "course", "授業公開": "open_class", "教室・講習": "class", "講演会・シンポジウム": "talk",
    "展示・見学": "exhibition", "そのほかの学習情報": "other",
}  # fmt: skip
FORMATS = {
    "会場で": "in_person", "オンライン": "online", "会場でも、オンラインでも": "both", "対面": "in_person",
    "会場": "in_person", "Zoom": "online", "両方": "both", "ハイブリッド": "both",
}  # fmt: skip
ROLES = {"共催": "joint", "講師の派遣": "lecturer", "会場の提供": "place", "紹介だけ": "introduced"}

# What a source may say of a course: our field, its name for people, what its text may be.
FACTS: dict[str, tuple[Any, Kind]] = {
    "title": (_("講座名"), Words(120)),
    "summary": (_("短い説明"), Words(120)),
    "host": (_("提供機関"), Words(80)),
    "entry": (_("学習情報の種類"), OneOf(ENTRIES)),
    "audience": (_("対象"), OrAsk(80, ANYBODY)),
    "capacity": (_("定員（人）"), Whole(0, 32767)),
    "fee_note": (_("受講料"), OrAsk(80, FREE)),
    "place": (_("会場"), Words(120)),
    "format": (_("行い方"), OneOf(FORMATS)),
    "intake_from": (_("受付のはじまり"), Day()),
    "intake_until": (_("受付のおわり"), Day()),
    "contact": (_("申込みの連絡先"), Words(120)),
    "apply_url": (_("申込みのページ"), Url(200)),
    "standing": (_("いまの状態"), OneOf({"中止": "cancelled"})),
    "hours_given": (_("総時間（時間）"), Hours(8)),
    "certificate": (_("修了の証明"), OneOf(CERTIFICATES)),
    "credit_points": (_("単位・ポイント"), Words(60)),
    "city_role": (_("市のかかわり"), OneOf(ROLES)),
    "source_url": (_("情報のもとのページ"), Url(200)),
}


def canonical(name: str, text: str) -> str:
    """The one spelling that is compared. Unfit: it cannot be that."""
    kind = FACTS[name][1]
    text = kind.read(text)
    return spelt(name, kind.value(text)) if isinstance(kind, OneOf) else text


def spelt(name: str, value: Any) -> str:
    """A field's value as a file says it."""
    kind = FACTS[name][1]
    if isinstance(kind, OrAsk):
        return kind.spelt(value)
    if value is None or value == "":
        return ""
    if isinstance(kind, OneOf):
        return next(words for words, held in kind.values.items() if held == value)
    return f"{value:.1f}" if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True)
class Meeting:
    """`None`: the source says nothing of it."""

    key: str
    starts_at: datetime
    ends_at: datetime
    title: str | None = None
    lecturer: str | None = None
    room: str | None = None
    all_day: bool = False
    cancelled: bool | None = None

    def packed(self, known: str = "") -> str:
        """One text that is compared and kept; what is not said is as it was."""
        before = json.loads(known) if known else ["", "", "", "", "", False, False]
        said = [self.starts_at.isoformat(), self.ends_at.isoformat(), self.title, self.lecturer,
                self.room, self.all_day, self.cancelled]  # fmt: skip
        filled = [old if new is None else new for new, old in zip(said, before, strict=True)]
        return json.dumps(filled, ensure_ascii=False)


@dataclass(frozen=True)
class Course:
    key: str
    facts: Mapping[str, str]
    meetings: tuple[Meeting, ...] = ()
    row: int = 0

    @property
    def title(self) -> str:
        return self.facts.get("title", "")


@dataclass
class Found:
    courses: list[Course] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def all_of(day: date, until: date) -> tuple[datetime, datetime]:
    """From the first minute of the first day to the last of the last."""
    zone = venue_zone()
    return (
        datetime.combine(day, time(), zone),
        datetime.combine(until + timedelta(days=1), time(), zone) - timedelta(minutes=1),
    )


def short(key: str) -> str:
    """A key of any length that fits its column and stays the same."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return key if len(key) <= _KEY else f"{key[: _KEY - 33]}#{digest}"


def cut(text: str, most: int) -> str:
    """A description is shortened where a short sentence is wanted."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def first_of(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")
