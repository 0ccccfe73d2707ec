"""決まりの外で受け付ける: which of the broken rules the office lets go, named one by one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.rules import WAIVABLE
from lectures.forms import PlainForm

NAMES: Mapping[str, Promise] = {
    "too_few": _("人数の下限"),
    "too_many": _("人数の上限"),
    "too_early": _("申込みのしめきり"),
    "too_late": _("申し込める一番先の日"),
    "closed": _("市の休みの日"),
    "weekend": _("土曜・日曜"),
    "holiday": _("祝日"),
    "house_shut": _("会場の休館日"),
    "before_menu": _("メニューがまだ始まっていない日"),
    "next_menu": _("次の年度のメニューで受け付ける日"),
    "season": _("講座の時期"),
    "quota": _("1年の回数"),
    "hours": _("うかがえる時間"),
    "away": _("担当課の不在"),
    "taken": _("講師の予定"),
}


@dataclass(frozen=True)
class Waiver:
    """One box to tick; `on`: it is ticked already."""

    code: str
    name: Promise
    on: bool


def waived_in(codes: Iterable[str]) -> frozenset[str]:
    """Whatever else was sent is nothing."""
    return WAIVABLE.intersection(codes)


def waivers(forms_of_sheet: Iterable[PlainForm], waived: Collection[str]) -> list[Waiver]:
    """For the rules that are broken now, and for those that were let go before."""
    broken = {code for form in forms_of_sheet for code in _codes(form)}
    return [
        Waiver(code, name, code in waived)
        for code, name in NAMES.items()
        if code in broken or code in waived
    ]


def _codes(form: PlainForm) -> set[str]:
    """Of the broken rules that can be let go."""
    if not form.is_bound:
        return set()
    found: list[forms.ValidationError] = [
        problem for problems in form.errors.as_data().values() for problem in problems
    ]
    return {problem.code or "" for problem in found} & WAIVABLE
