"""講座 in one box: its number, or a few letters of its name that fit one lecture only."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from bookings.forms.fields import WordsField
from lectures.eras import fiscal_year_of, folded
from lectures.models import Lecture
from lectures.zones import local

_NAMED = 4


class LectureField(WordsField):
    """The form sets `lectures`, this year's first. A Lecture; also the words of the list beside it."""

    lectures: Sequence[Lecture] = ()

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = matching(text, self.lectures)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                _(
                    "「%(text)s」の講座は、いま受け付けていません。番号か、講座の名前の一部を入れてください"
                )
                % {"text": text[:30]}
            )
        names = "、".join(in_list(row, self.lectures) for row in found[:_NAMED])
        more = _(" ほか") if len(found) > _NAMED else ""
        raise forms.ValidationError(
            _("「%(text)s」の講座は%(count)dつあります。番号を入れてください：%(names)s%(more)s")
            % {"text": text[:30], "count": len(found), "names": names, "more": more}
        )


class OptionalLecture(LectureField):
    def clean(self, value: Any) -> Any:
        return super().clean(value) if str(value or "").strip() else None


def matching(text: str, lectures: Sequence[Lecture]) -> list[Lecture]:
    """By number, by the list's own words, else by letters of the name."""
    wanted = _plain(text)
    if not wanted:
        return []
    for row in lectures:  # this year's come first, so that a number alone means this year's
        if wanted in (_plain(row.number), _plain(in_list(row, lectures))):
            return [row]
    return [row for row in lectures if wanted in _plain(f"{row.number}{row.title}")]


def on_offer(*, at: datetime) -> list[Lecture]:
    """What can be asked for, this year's first: a number alone is theirs."""
    now = fiscal_year_of(local(at).date())
    rows = Lecture.objects.accepting().select_related("department", "fiscal_year")
    ordered = rows.order_by("fiscal_year__year", "number", "pk")
    return sorted(ordered, key=lambda row: row.fiscal_year.year != now)


def in_list(row: Lecture, lectures: Sequence[Lecture]) -> str:
    """1-01 わが家の防災マップづくり; another year's says so."""
    same_number = [other for other in lectures if other.number == row.number]
    year = "" if same_number[:1] == [row] else f"（{row.fiscal_year}）"
    return f"{row.number} {row.title}{year}"


def _plain(text: str) -> str:
    """Kana and letters of any width and case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", folded(text)).casefold().split())
