"""What a cell may hold. Each kind turns a cell's text into the one spelling that is compared, and
that spelling into the value of a field. Pure: choices come from outside."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from lectures import eras

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_ERA_DAY = re.compile(
    r"(令和|平成|R|H)\s*(\d{1,2}|元)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
)
_CLOCK = re.compile(r"(\d{1,2})[:時](\d{2})?(?::00)?分?")
_BETWEEN = re.compile(r"[、，,・;；\s]+")


class Unfit(ValueError):
    """A sentence about what is wrong with a cell."""


@dataclass(frozen=True)
class Words:
    """Any one line of text."""

    most: int

    def read(self, text: str) -> str:
        text = " ".join(part.strip() for part in text.splitlines()).strip()
        if len(text) > self.most:
            raise Unfit(
                _("%(count)d字あります。%(most)d字までにしてください。")
                % {"count": len(text), "most": self.most}
            )
        return text

    def value(self, text: str) -> Any:
        return text


@dataclass(frozen=True)
class Number:
    """講座番号, in any width. Spreadsheet programs like to take it for a day."""

    most: int
    pattern: str

    def read(self, text: str) -> str:
        text = eras.folded(text)
        if not text:
            return ""
        if len(text) > self.most or not re.fullmatch(self.pattern, text):
            raise Unfit(
                _(
                    "「%(text)s」は、「3-07」の形ではありません。日付に変わっていたら、列の書式を"
                    "「文字列」にして入れ直してください。"
                )
                % {"text": text[:40]}
            )
        return text

    def value(self, text: str) -> Any:
        return text


@dataclass(frozen=True)
class Whole:
    least: int
    most: int

    def read(self, text: str) -> str:
        text = eras.folded(text).replace(",", "")
        if not text:
            return ""
        if not re.fullmatch(r"[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            raise Unfit(
                _("「%(text)s」は、%(least)dから%(most)dまでの数にしてください。")
                % {"text": text[:40], "least": self.least, "most": self.most}
            )
        return str(int(text))

    def value(self, text: str) -> Any:
        return int(text) if text else None


@dataclass(frozen=True)
class OneOf:
    """One of a few words, in any width."""

    values: Mapping[str, Any]

    def read(self, text: str) -> str:
        if not text.strip() or text in self.values:
            return text.strip()
        found = {eras.folded(name).lower(): name for name in self.values}
        name = found.get(eras.folded(text).lower())
        if name is None:
            few = "、".join(list(self.values)[:12])
            raise Unfit(
                _("「%(text)s」はありません。えらべるのは：%(few)s")
                % {"text": text[:40], "few": few}
            )
        return name

    def value(self, text: str) -> Any:
        return self.values[text] if text else None


@dataclass(frozen=True)
class Code:
    """A department by its code; leading zeros are part of it."""

    rows: Mapping[str, Any]

    def read(self, text: str) -> str:
        text = eras.folded(text)
        if not text or text in self.rows:
            return text
        shorter = next((code for code in self.rows if code.lstrip("0") == text.lstrip("0")), None)
        if shorter is not None:
            raise Unfit(
                _(
                    "課コード「%(text)s」はありません。「%(code)s」の先頭の0が消えていませんか。列の"
                    "書式を「文字列」にしてください。"
                )
                % {"text": text[:40], "code": shorter}
            )
        raise Unfit(_("課コード「%(text)s」の課は、ありません。") % {"text": text[:40]})

    def value(self, text: str) -> Any:
        return self.rows[text] if text else None


@dataclass(frozen=True)
class Codes:
    """Several departments, in the order of their codes."""

    rows: Mapping[str, Any]

    def read(self, text: str) -> str:
        parts = [part for part in _BETWEEN.split(text.strip()) if part]
        return "、".join(sorted({Code(self.rows).read(part) for part in parts}))

    def value(self, text: str) -> Any:
        return [self.rows[code] for code in text.split("、")] if text else []


@dataclass(frozen=True)
class Day:
    def read(self, text: str) -> str:
        text = eras.folded(text)
        if not text:
            return ""
        try:
            return self._day(text).isoformat()
        except ValueError:
            raise Unfit(
                _("「%(text)s」という日はありません。2026-04-01 の形で入れてください。")
                % {"text": text[:40]}
            ) from None

    def _day(self, text: str) -> date:
        if found := _DAY.fullmatch(text):
            return date(*map(int, found.groups()))
        if found := _ERA_DAY.fullmatch(text.upper()):
            era, year, month, day = found.groups()
            number = 1 if year == "元" else int(year)
            return date(eras.year_of_era(era, number), int(month), int(day))
        raise ValueError(text)

    def value(self, text: str) -> Any:
        return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Clock:
    def read(self, text: str) -> str:
        text = eras.folded(text)
        if not text:
            return ""
        found = _CLOCK.fullmatch(text)
        try:
            return time(int(found[1]), int(found[2] or 0)).strftime("%H:%M") if found else _no(text)
        except ValueError:
            raise Unfit(
                _("「%(text)s」という時刻はありません。09:30 の形で入れてください。")
                % {"text": text[:40]}
            ) from None

    def value(self, text: str) -> Any:
        return time.fromisoformat(text) if text else None


def _no(text: str) -> str:
    raise ValueError(text)


@dataclass(frozen=True)
class Months:
    """4、5、6. Kept in the order of the fiscal year."""

    def read(self, text: str) -> str:
        parts = [part for part in _BETWEEN.split(eras.folded(text).strip()) if part]
        numbers = {part.removesuffix("月") for part in parts}
        if not all(re.fullmatch(r"0?[1-9]|1[0-2]", number) for number in numbers):
            raise Unfit(
                _("「%(text)s」は、月の数ではありません。「4、5、6」の形で入れてください。")
                % {"text": text[:40]}
            )
        return self.spelt(map(int, numbers))

    def spelt(self, months: Any) -> str:
        return "、".join(map(str, sorted(months, key=lambda month: (month - 4) % 12)))

    def value(self, text: str) -> Any:
        return ",".join(sorted(text.split("、"), key=int)) if text else None


Kind = Words | Number | Whole | OneOf | Code | Codes | Day | Clock | Months
