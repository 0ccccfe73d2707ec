"""いつ: up to three wishes, each a day with a part of it or with exact times."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions.submitting import wish_problem
from bookings.forms.base import StepForm
from bookings.forms.fields import ClockField, DayField
from bookings.forms.terms import Terms
from bookings.rules import Usable, Wish
from lectures.models import PartOfDay

RANKS = (1, 2, 3)


class WhenForm(StepForm):
    """`wishes` holds what was understood, in order; gaps are closed."""

    def __init__(self, data: Any = None, *, terms: Terms, **options: Any):
        self.base_fields = {name: field for rank in RANKS for name, field in _fields(rank)}
        super().__init__(data, terms=terms, **options)
        self.wishes: tuple[Wish, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        found: dict[int, Wish] = {}
        for rank in RANKS:
            if wish := self._wish(rank):
                found[rank] = wish
                self._refuse_repeated(rank, found)
        if not found and not self.errors:
            self.add_error("wish1_day", _now("第1希望の日をえらんでください"))
        self.wishes = tuple(found.values())
        return cleaned

    def _wish(self, rank: int) -> Wish | None:
        """The wish of that rank if it is whole; otherwise its error stands beside it."""
        day, part, starts, ends = (
            self.cleaned_data.get(f"wish{rank}_{name}") for name in ("day", "part", "from", "until")
        )
        if day is None or any(
            f"wish{rank}_{name}" in self.errors for name in ("day", "part", "from", "until")
        ):
            return None
        if starts is None:
            return self._of_part(rank, day, part or "", ends)
        ends = ends or later(starts, minutes=self.terms.minutes)
        wish = Wish(day, starts=starts, ends=ends)
        if part and not self._inside(part, starts):
            self.add_error(
                f"wish{rank}_part",
                _now("えらんだ時間帯と、入れた時刻がちがいます。どちらかを直してください"),
            )
            return None
        return self._allowed(rank, wish, beside="from")

    def _of_part(self, rank: int, day: date, part: str, ends: time | None) -> Wish | None:
        if ends is not None:
            self.add_error(f"wish{rank}_from", _now("何時からかを入れてください"))
            return None
        if not part:
            self.add_error(
                f"wish{rank}_part",
                _now("第%(rank)d希望の時間帯をえらんでください") % {"rank": rank},
            )
            return None
        return self._allowed(rank, Wish(day, part), beside="part")

    def _allowed(self, rank: int, wish: Wish, *, beside: str) -> Wish | None:
        terms = self.terms
        problem = wish_problem(
            terms.rules, wish, minutes=terms.minutes, usable=Usable(), today=terms.today
        )
        if problem is not None:
            about_hours = problem.code in ("order", "hours", "does_not_fit")
            self.add_error(f"wish{rank}_{beside if about_hours else 'day'}", problem.sentence)
            return None
        if wish.starts and wish.ends and wish.ends < later(wish.starts, minutes=terms.minutes):
            self.add_error(
                f"wish{rank}_until",
                _now("この講座は%(minutes)d分かかります。おわりの時刻をおそくしてください")
                % {"minutes": terms.minutes},
            )
            return None
        return wish

    def _inside(self, part: str, starts: time) -> bool:
        window = self.terms.rules.parts[part]
        return window.opens <= starts < window.closes

    def _refuse_repeated(self, rank: int, found: dict[int, Wish]) -> None:
        for other, wish in found.items():
            if other < rank and (wish.day, wish.part, wish.starts) == (
                found[rank].day,
                found[rank].part,
                found[rank].starts,
            ):
                self.add_error(
                    f"wish{rank}_part",
                    _now(
                        "第%(one)d希望と第%(two)d希望が同じです。ちがう日か時間帯をえらんでください"
                    )
                    % {"one": other, "two": rank},
                )


def _fields(rank: int) -> list[tuple[str, forms.Field]]:
    words = {"rank": rank}
    part = forms.ChoiceField(
        label=_now("第%(rank)d希望の時間帯") % words,
        choices=PartOfDay.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("時間帯を、もう一度えらんでください")},
    )
    return [
        (f"wish{rank}_day", DayField(label=_now("第%(rank)d希望の日") % words)),
        (f"wish{rank}_part", part),
        (f"wish{rank}_from", ClockField(label=_now("第%(rank)d希望：何時から") % words)),
        (f"wish{rank}_until", ClockField(label=_now("第%(rank)d希望：何時まで") % words)),
    ]


def later(starts: time, *, minutes: int) -> time:
    """`minutes` after `starts`, at most the end of the day."""
    moment = datetime.combine(date(2000, 1, 1), starts)
    ends = moment + timedelta(minutes=minutes)
    return ends.time() if ends.date() == moment.date() else time(23, 59)
