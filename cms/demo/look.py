"""/demo/look/: every component of the style sheet on one page, for who changes the look.

Sample words only: nothing is read from the database but the frame, and nothing is stored.
"""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lectures.charts import LineChart, Name, Series, line_chart, progress_bar
from lectures.forms import Noted, PlainForm

MONTHS = ("4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月", "1月", "2月", "3月")
DELIVERED = (6, 15, 29, 41, 50, 66, 90, 98, None, None, None, None)
EXPECTED = (None, None, None, None, None, None, None, 98, 104, 108, 112, 118)
TARGET = (8, 18, 31, 45, 55, 68, 85, 104, 118, 130, 145, 160)


@dataclass(frozen=True)
class Day:
    day: int
    mark: str
    words: str
    rank: int = 0


class SampleForm(PlainForm):
    """Wrong on purpose: this is how mistakes look."""

    group = forms.CharField(
        label=_("団体の名前"),
        help_text=_("例：桜が丘自治会"),
        error_messages={"required": _("団体の名前を入れてください")},
    )
    phone = forms.CharField(label=_("電話番号"), widget=forms.TextInput(attrs={"type": "tel"}))
    people = forms.CharField(
        label=_("人数"), widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    kind = forms.ChoiceField(
        label=_("団体の種類"),
        choices=[("", _("えらんでください")), ("a", _("自治会・町内会")), ("b", _("学校・PTA"))],
        required=False,
    )
    part = forms.ChoiceField(
        label=_("時間帯"),
        choices=[("m", _("午前")), ("a", _("午後")), ("e", _("夜"))],
        widget=forms.RadioSelect(attrs={"class": "across"}),
        error_messages={"required": _("時間帯をえらんでください")},
    )
    lecturers = forms.MultipleChoiceField(
        label=_("うかがう人"),
        choices=[
            ("1", "田中 一郎"),
            ("2", Noted("鈴木 花", note=_("この時間は、ほかの講座にうかがいます"))),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    same = forms.BooleanField(label=_("代表者と同じ人です"), required=False)
    remarks = forms.CharField(
        label=_("伝えたいこと（なくてもかまいません）"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


def look(request: HttpRequest) -> HttpResponse:
    form = SampleForm({"phone": "0000-00-0000", "people": "２５", "lecturers": ["2"]})
    context = {
        "form": form,
        "chart": sample_chart(),
        "bar": progress_bar(
            delivered=98,
            planned=20,
            target=160,
            title="目標160回のうち98回、予定20回",
            key="bar",
            legend=[
                Name("done", "実施 98回"),
                Name("planned", "このあとの予定 20回"),
                Name("target", "目標 160回"),
            ],
        ),
        "months": zip(MONTHS, DELIVERED, TARGET, strict=True),
        "weeks": _weeks(),
        "december": date(2026, 12, 1),
    }
    return render(request, "frame/guide.html", context)


def sample_chart() -> LineChart:
    return line_chart(
        [
            Series("目標 160", TARGET, "target"),
            Series("予定 118", EXPECTED, "planned"),
            Series("実施 98", DELIVERED, "done"),
        ],
        labels=MONTHS,
        title="11月の目標まで、あと6回です",
        description="実線は実施の累計、点線は予定を入れた累計、破線は目標です。",
        key="year",
    )


def _weeks() -> list[list[Day | None]]:
    def cell(number: int) -> Day | None:
        if not 1 <= number <= 31:
            return None
        if number < 14:
            return Day(number, "－", "期限をすぎました")
        if number == 20 or number > 27:
            return Day(number, "×", "うかがえません")
        return Day(number, "○", "申し込めます", rank={17: 1, 21: 2}.get(number, 0))

    return [[cell(7 * week + place - 1) for place in range(7)] for week in range(5)]
