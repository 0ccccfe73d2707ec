"""The columns of the file: one for each field that an editor keeps, in the order of the form.

Headings and choices are part of the file's format, so they are the same in every language. The
body of a page has no column: blocks, pictures and links do not survive a way through a cell.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models

from lectures.models import BookingRules, Category, Department, Lecture, LecturePage
from lectures.models.course import TITLE_LENGTH
from lectures.sheets import kinds
from lectures.sheets.kinds import Kind

NUMBER = r"[0-9A-Za-z]{1,4}-[0-9]{1,4}"
KEY = "key"
NEED_KINDS = {"必要課題": "necessary", "要求課題": "requested"}
LED_BY = {"市が主導": "city", "民が主導": "citizens", "協働": "together"}
FORMATS = {"対面": "in_person", "オンライン": "online", "両方": "both"}
ACCEPTING = {"受け付ける": True, "休む": False}
YES_NO = {"はい": True, "いいえ": False}
DRAFT, LIVE, WAITING = STATES = ("下書き", "公開中", "公開中（下書きあり）")
_MOST_SMALL = 32767


class Part(StrEnum):
    """Where a column's value is kept."""

    KEY = "key"
    PAGE = "page"
    RULES = "rules"
    TOLD = "told"  # for reading only


@dataclass(frozen=True)
class Column:
    key: str
    heading: str
    kind: Kind
    width: int
    part: Part = Part.PAGE
    needed: bool = False
    usual: str = ""  # of a new lecture whose cell is empty


@dataclass(frozen=True)
class Town:
    """The rows that a cell may name."""

    categories: dict[str, Category]
    departments: dict[str, Department]

    @classmethod
    def of_scope(cls) -> "Town":
        return cls(
            {row.name: row for row in Category.objects.order_by("order", "name")},
            {row.code: row for row in Department.objects.order_by("code")},
        )


def columns(town: Town, *, rules: bool = True) -> list[Column]:
    return [*_page(town), *(_rules() if rules else [])]


def _page(town: Town) -> Iterable[Column]:
    yield Column(KEY, "キー（さわらない）", kinds.Words(60), 6, Part.KEY)
    number = kinds.Number(_most(Lecture, "number"), NUMBER)
    yield Column("number", "講座番号", number, 10, needed=True)
    yield Column("title", "講座名", kinds.Words(TITLE_LENGTH), 36, needed=True)
    yield Column("summary", "短い説明", kinds.Words(_most(LecturePage, "summary")), 44)
    yield Column("category", "分野", kinds.OneOf(town.categories), 16, needed=True)
    yield Column("department", "課コード", kinds.Code(town.departments), 9, needed=True)
    yield Column("department_name", "担当課（見るだけ）", kinds.Words(60), 20, Part.TOLD)
    yield Column("other_departments", "いっしょに行う課のコード", kinds.Codes(town.departments), 14)
    minutes = kinds.Whole(15, 240)
    yield Column("minutes", "時間（分）", minutes, 9, needed=True, usual="60")
    need = kinds.OneOf(NEED_KINDS)
    yield Column("need_kind", "課題の種類", need, 12, needed=True, usual="必要課題")
    for key, heading in (
        ("audience", "対象"), ("to_prepare", "申し込む人が用意するもの"), ("cost_note", "かかるお金"),
    ):  # fmt: skip
        yield Column(key, heading, kinds.Words(_most(LecturePage, key)), 22)
    accepting = kinds.OneOf(ACCEPTING)
    yield Column("accepting", "申込み", accepting, 11, needed=True, usual="受け付ける")
    yield Column("state", "状態（見るだけ）", kinds.Words(40), 14, Part.TOLD)
    led_by = kinds.OneOf(LED_BY)
    yield Column("led_by", "だれが主導するか", led_by, 12, needed=True, usual="市が主導")
    yield Column("format", "行い方", kinds.OneOf(FORMATS), 11, needed=True, usual="対面")
    for key, heading in (
        ("city_brings", "市が持っていくもの"), ("room_need", "会場の条件"), ("care_note", "手話などの用意"),
        ("remarks", "備考"), ("keywords", "さがすための言葉"), ("easy_title", "やさしい日本語の名前"),
        ("easy_summary", "やさしい日本語の説明"),
    ):  # fmt: skip
        yield Column(key, heading, kinds.Words(_most(LecturePage, key)), 22)


def _rules() -> Iterable[Column]:
    days, people = kinds.Whole(0, _MOST_SMALL), kinds.Whole(0, _MOST_SMALL)
    for key, heading, kind in (
        ("lead_days", "条件：何日前まで", days),
        ("earliest_days", "条件：何日先まで", days),
        ("min_people", "条件：何人から", people),
        ("max_people", "条件：何人まで", people),
        ("weekends", "条件：土日", kinds.OneOf(YES_NO)),
        ("holidays", "条件：祝日", kinds.OneOf(YES_NO)),
        ("day_from", "条件：何時から", kinds.Clock()),
        ("day_until", "条件：何時まで", kinds.Clock()),
        ("season_months", "条件：行う月", kinds.Months()),
        ("season_from", "条件：この日から", kinds.Day()),
        ("season_until", "条件：この日まで", kinds.Day()),
        ("quota", "条件：1年度に何回まで", kinds.Whole(0, 999)),
    ):
        yield Column(key, heading, kind, 13, Part.RULES)


RULE_NAMES = [column.key for column in _rules()]
assert {field.name for field in BookingRules._meta.fields} > set(RULE_NAMES)


def _most(model: type[models.Model], name: str) -> int:
    field: Any = model._meta.get_field(name)
    return field.max_length


def spelt(kind: Kind, value: Any) -> str:
    """A field's value as its cell says it."""
    if value is None or value == "":
        return ""
    if isinstance(kind, kinds.OneOf):
        return next((name for name, held in kind.values.items() if held == value), "")
    if isinstance(kind, kinds.Months):
        return kind.spelt(map(int, value.split(",")))
    if isinstance(kind, kinds.Clock):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(kind, kinds.Day) else str(value)
