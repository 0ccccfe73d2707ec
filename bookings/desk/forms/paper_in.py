"""紙で届いたもの: a report, a group's questionnaire and the listeners' sheets, on one page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions.allocating import lecturers_on
from bookings.actions.reporting import Numbers
from bookings.actions.surveying import Marks
from bookings.desk.forms.base import DeskForm, way_field, words_field
from bookings.forms.fields import SpelledField
from bookings.forms.report import MinutesField, PeopleField
from bookings.forms.survey import understood_field, useful_field
from bookings.models import AudienceTally, LectureSession, SurveyResponse
from bookings.spelling import folding
from lectures.models import Lecturer

_REPORT, _GROUP = ("adults", "children", "minutes"), ("understood", "useful")
_OF_REPORT = ("adults", "children", "lecturer", "words")  # the minutes are filled in already
_MARKS = sorted(SurveyResponse.Mark.values, reverse=True)


class TallyField(SpelledField):
    """12 8 1 0: how many sheets gave each mark, the best first, as {mark: count}."""

    nothing = None

    def read(self, text: str) -> dict[int, int]:
        numbers = folding.width(text).replace("、", " ").replace(",", " ").split()
        counts = [int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 5]
        if len(counts) != len(_MARKS) or len(numbers) != len(_MARKS):
            raise forms.ValidationError(
                _("%(name)sは、12 8 1 0のように、四つの数を間をあけて入れてください"),
                params={"name": self.label},
            )
        return dict(zip(_MARKS, counts, strict=True))


class PapersForm(DeskForm):
    """A part that is left empty is left as it was."""

    way = way_field(_("どうやって届きましたか"))
    adults = PeopleField(label=_("報告：大人の人数"))
    children = PeopleField(label=_("報告：子どもの人数"), help_text=_("いないときは0"))
    minutes = MinutesField(label=_("報告：かかった時間"), help_text=_("例：60分、1時間半"))
    lecturer = forms.TypedChoiceField(
        label=_("報告：報告した人"), coerce=int, empty_value=None, required=False
    )
    words = words_field(_("報告：気づいたこと"))
    understood = understood_field()
    useful = useful_field()
    group_words = words_field(_("団体のアンケート：ことば"))
    understood_sheets = TallyField(
        label=_("聞いた人の紙「よく分かった」の枚数"),
        help_text=_(
            "とてもそう思う・そう思う・あまりそう思わない・そう思わないの順に。例：12 8 1 0"
        ),
    )
    useful_sheets = TallyField(
        label=_("聞いた人の紙「役に立つ」の枚数"), help_text=_("同じ順に。例：10 9 2 0")
    )

    def __init__(self, *args: Any, about: LectureSession, **kwargs: Any) -> None:
        super().__init__(*args, about=about, initial=_known(about), **kwargs)
        for name in _GROUP:
            field = self.fields[name]
            field.required, field.label = False, _of_group(field.label)
        self.going = {row.pk: row for row in lecturers_on(about)}
        named = [(pk, row.name) for pk, row in self.going.items()]
        self.fields["lecturer"].choices = [("", _("わからない・そのほかの人")), *named]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if any(data.get(name) not in (None, "") for name in _OF_REPORT):
            for name in _REPORT:
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("大人・子ども・時間を、三つとも入れてください"))
        if data.get("adults") == 0 and data.get("children") == 0:
            self.add_error(
                "adults", _("だれも来なかったときは、この回を中止として記録してください。")
            )
        if any(data.get(name) for name in (*_GROUP, "group_words")):
            for name in _GROUP:
                self.want(name, _("団体の答えは、二つともえらんでください"))
        if not self.errors and not any((self.numbers, self.marks, self.tallies)):
            self.add_error(None, _("届いたものを、どれか一つは入れてください"))
        return data

    @property
    def numbers(self) -> Numbers | None:
        """Of the report; None: none came."""
        data = self.cleaned_data
        return Numbers(*(data[name] for name in _REPORT)) if data["adults"] is not None else None

    @property
    def reporter(self) -> Lecturer | None:
        return self.going.get(self.cleaned_data["lecturer"])

    @property
    def marks(self) -> Marks | None:
        """Of the group; None: no answer came."""
        data = self.cleaned_data
        return Marks(data["understood"], data["useful"]) if data["understood"] else None

    @property
    def tallies(self) -> dict[tuple[str, int], int] | None:
        """Of the sheets; None: none were counted."""
        found = {
            (str(question), mark): count
            for question in AudienceTally.Question
            for mark, count in (self.cleaned_data[f"{question}_sheets"] or {}).items()
        }
        return found or None


def _of_group(label: Any) -> str:
    return str(_("団体のアンケート：%(question)s") % {"question": label})


def _known(about: LectureSession) -> dict[str, Any]:
    """What stands already, to be corrected; a report is typed anew, beside what stands."""
    known: dict[str, Any] = {"minutes": about.request.lecture.minutes}
    given = SurveyResponse.objects.filter(session=about).first()
    if given is not None:
        known |= {name: getattr(given, name) for name in _GROUP} | {"group_words": given.words}
    counted = {
        (row.question, row.mark): row.count for row in AudienceTally.objects.filter(session=about)
    }
    for question in AudienceTally.Question if counted else ():
        known[f"{question}_sheets"] = " ".join(
            str(counted.get((str(question), mark), 0)) for mark in _MARKS
        )
    return known
