"""いつ: up to three wishes, or the one time that a department has promised already."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.forms.base import StepForm
from bookings.forms.fields import DayField, TimesField, WordsField
from bookings.forms.terms import Terms
from bookings.rules import Wish, open_parts
from bookings.spelling import SpellingError, parse_day
from lectures.forms import Noted
from lectures.models import PartOfDay

RANKS = (1, 2, 3)
YES, NO = "yes", "no"
_ABOUT_HOURS = ("order", "hours", "does_not_fit", "too_short", "taken", "usable")


class WhenForm(StepForm):
    """`wishes` holds what was understood, in order; gaps are closed. `agreed_with`: who promised."""

    agreed = forms.ChoiceField(
        label=_("担当課と、日にちの約束がありますか"),
        choices=[(NO, _("いいえ")), (YES, _("はい、決めてあります"))],
        initial=NO,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("「いいえ」か「はい」を、もう一度えらんでください")},
    )
    agreed_day = DayField(
        label=_("約束した日にち"), help_text=_("例：令和8年12月20日、2026/12/20、12月20日")
    )
    agreed_times = TimesField(label=_("約束した時刻"), help_text=_("例：10時〜11時半、午後2時から"))
    agreed_with = WordsField(
        label=_("約束した担当課の人の名前"), max_length=80, help_text=_("例：防災課の田中さん")
    )

    def __init__(self, data: Any = None, *, terms: Terms, **options: Any):
        own = type(self).declared_fields  # type: ignore[attr-defined]
        self.base_fields = {
            **own,
            **{name: field for rank in RANKS for name, field in _fields(rank)},
        }
        if "initial" in options:
            options["initial"] = with_times(options["initial"])
        super().__init__(None if data is None else with_times(data), terms=terms, **options)
        self.wishes: tuple[Wish, ...] = ()
        for rank in RANKS:
            self.fields[f"wish{rank}_part"].choices = self._parts(rank)  # type: ignore[attr-defined]

    @property
    def is_agreed(self) -> bool:
        return self.data.get("agreed") == YES

    @property
    def agreed_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("agreed_day", "agreed_times", "agreed_with")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._forget("wish" if self.is_agreed else "agreed_")
        if self.is_agreed:
            self.wishes = tuple(filter(None, [self._promised()]))
            return cleaned
        cleaned["agreed_with"] = ""
        found: dict[int, Wish] = {}
        for rank in RANKS:
            if wish := self._wish(rank):
                found[rank] = wish
                self._refuse_repeated(rank, found)
        if not found and not self.errors:
            self.add_error("wish1_day", _now("第1希望の日をえらんでください"))
        self.wishes = tuple(found.values())
        return cleaned

    def _forget(self, prefix: str) -> None:
        """The other half of the page is not meant: how it is spelt does not matter."""
        for name in [name for name in self.errors if name.startswith(prefix)]:
            del self.errors[name]

    def _promised(self) -> Wish | None:
        wanted = {
            "agreed_day": _now("約束した日にちを入れてください"),
            "agreed_times": _now("約束した時刻を入れてください。例：10時〜11時半"),
            "agreed_with": _now("約束した担当課の人の名前を入れてください"),
        }
        for name, sentence in wanted.items():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if any(name in self.errors for name in wanted):
            return None
        starts, ends = self.cleaned_data["agreed_times"]
        wish = self._exact(self.cleaned_data["agreed_day"], starts, ends)
        problem = self.terms.wish_problem(wish, agreed=True)
        if problem is None:
            return wish
        beside = "agreed_times" if problem.code in _ABOUT_HOURS else "agreed_day"
        self.add_error(beside, forms.ValidationError(problem.sentence, code=problem.code))
        return None

    def _exact(self, day: date, starts: time, ends: time | None) -> Wish:
        return Wish(day, starts=starts, ends=ends or later(starts, minutes=self.terms.minutes))

    def _wish(self, rank: int) -> Wish | None:
        """The wish of that rank if it is whole; otherwise its error stands beside it."""
        names = [f"wish{rank}_{name}" for name in ("day", "part", "times")]
        day, part, times = (self.cleaned_data.get(name) for name in names)
        if day is None or any(name in self.errors for name in names):
            return None
        if times is not None:
            if part and not self._inside(part, times[0]):
                self.add_error(
                    f"wish{rank}_part",
                    _now("えらんだ時間帯と、入れた時刻がちがいます。どちらかを直してください"),
                )
                return None
            return self._allowed(rank, self._exact(day, *times), beside="times")
        if not part:
            self.add_error(
                f"wish{rank}_part",
                _now("第%(rank)d希望の時間帯をえらんでください") % {"rank": rank},
            )
            return None
        return self._allowed(rank, Wish(day, part), beside="part")

    def _allowed(self, rank: int, wish: Wish, *, beside: str) -> Wish | None:
        problem = self.terms.wish_problem(wish)
        if problem is None:
            return wish
        whole_day = self.terms.day_problem(wish.day) is not None
        about_hours = problem.code in _ABOUT_HOURS and not whole_day
        self.add_error(
            f"wish{rank}_{beside if about_hours else 'day'}",
            forms.ValidationError(problem.sentence, code=problem.code),
        )
        return None

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

    def _parts(self, rank: int) -> list[tuple[str, Noted]]:
        """The parts of the day in which the lecture has room; which of them is taken that day."""
        day = self._day(rank)
        return [
            (part, Noted(PartOfDay(part).label, note=self._note(day, part)))
            for part in open_parts(self.terms.rules, minutes=self.terms.minutes)
        ]

    def _day(self, rank: int) -> date | None:
        kept = self.data if self.is_bound else self.initial
        try:
            return parse_day(str(kept.get(f"wish{rank}_day") or ""), self.terms.today)
        except SpellingError:
            return None

    def _note(self, day: date | None, part: str) -> str:
        if day is None or self.terms.day_problem(day) is not None:
            return ""
        return "" if self.terms.wish_problem(Wish(day, part)) is None else _now("うまっています")


def with_times(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Drafts from before there was one box for the hours had two."""
    kept = {name: typed.get(name) for name in typed}
    for rank in RANKS:
        starts, ends = (str(kept.get(f"wish{rank}_{end}") or "") for end in ("from", "until"))
        if f"wish{rank}_times" not in kept and (starts or ends):
            kept[f"wish{rank}_times"] = f"{starts}〜{ends}" if ends else starts
    return kept


def _fields(rank: int) -> list[tuple[str, forms.Field]]:
    words = {"rank": rank}
    part = forms.ChoiceField(
        label=_now("第%(rank)d希望の時間帯") % words,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("時間帯を、もう一度えらんでください")},
    )
    times = TimesField(
        label=_now("第%(rank)d希望の時刻") % words, help_text=_("例：10時〜11時半、午後2時から")
    )
    return [
        (f"wish{rank}_day", DayField(label=_now("第%(rank)d希望の日") % words)),
        (f"wish{rank}_part", part),
        (f"wish{rank}_times", times),
    ]


def later(starts: time, *, minutes: int) -> time:
    """`minutes` after `starts`, at most the end of the day."""
    moment = datetime.combine(date(2000, 1, 1), starts)
    ends = moment + timedelta(minutes=minutes)
    return ends.time() if ends.date() == moment.date() else time(23, 59)
