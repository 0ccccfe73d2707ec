"""アンケートの結果: how many gave which mark. Reads only; no words, no names.

What groups say and what listeners say stand apart and are never added up.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.models import AudienceAnswer, AudienceTally, LectureSession, SurveyResponse
from bookings.rules import suppressing
from lectures.charts import Share, shares
from lectures.models import Lecture

GLAD = 3  # そう思う, and better
QUESTIONS: tuple[tuple[str, Promise], ...] = (
    ("understood", _("講座の内容が、よく分かった")),
    ("useful", _("これからの生活や活動に、役に立つ")),
)
Counts = dict[str, dict[int, int]]  # question: {mark: how many}


@dataclass(frozen=True)
class Opinion:
    """One question with its four marks, the best first."""

    question: Promise
    marks: tuple[Share, ...]


@dataclass(frozen=True)
class Opinions:
    """`answered`: how many answers; about `heard` of `held` sessions."""

    answered: int
    held: int
    questions: tuple[Opinion, ...]
    heard: int = 0

    @property
    def may_be_public(self) -> bool:
        """From so few answers one could tell who gave which."""
        return self.answered >= suppressing.FEWEST


@dataclass(frozen=True)
class Voice:
    """Of one lecture or session: how many answered, and how many of them were glad. None: nobody."""

    answered: int
    understood: int | None
    useful: int | None


@dataclass(frozen=True)
class OfLecture:
    lecture: Lecture
    group: Voice
    audience: Voice


def opinions_of(year: int) -> Opinions:
    """What groups said of the sessions that were held in that fiscal year."""
    counts = _counted(SurveyResponse.objects.filter(session__in=_held(year)))
    answered = _most(counts)
    return Opinions(answered, _held(year).count(), _questions(counts), heard=answered)


def audience_of(year: int) -> Opinions:
    """What listeners said of the same sessions, on their telephones and on paper."""
    held = _held(year)
    answers = AudienceAnswer.objects.filter(session__in=held)
    tallies = AudienceTally.objects.filter(session__in=held)
    counts = _counted(answers)
    on_paper = tallies.order_by().values_list("question", "mark").annotate(many=Sum("count"))
    for question, mark, many in on_paper:
        _add(counts[question], mark, many)
    heard = (
        answers.values("session").union(tallies.values("session")).count() if _most(counts) else 0
    )
    return Opinions(_most(counts), held.count(), _questions(counts), heard=heard)


def by_lecture(year: int) -> list[OfLecture]:
    """Every lecture of whose sessions somebody said something, by its number."""
    held = LectureSession.objects.delivered().filter(fiscal_year__year=year)
    groups, audiences = _voices_of(SurveyResponse, held), _audience_voices(held)
    rows = Lecture.objects.filter(pk__in={*groups, *audiences}).select_related("department")
    nobody = Voice(0, None, None)
    return [
        OfLecture(row, groups.get(row.pk, nobody), audiences.get(row.pk, nobody))
        for row in rows.order_by("number", "pk")
    ]


def audiences_of(sessions: Iterable[int]) -> dict[int, Opinions]:
    """What listeners said of each of these sessions, by its key; none of whom nobody answered."""
    keys = list(sessions)
    found: dict[int, Counts] = defaultdict(lambda: {name: {} for name, _words in QUESTIONS})
    answers = AudienceAnswer.objects.filter(session__in=keys)
    for key, *marks in answers.values_list("session", "understood", "useful"):
        for (name, _words), mark in zip(QUESTIONS, marks, strict=True):
            _add(found[key][name], mark, 1)
    for tally in AudienceTally.objects.filter(session__in=keys):
        _add(found[tally.session_id][tally.question], tally.mark, tally.count)
    return {
        key: Opinions(_most(counts), 1, _questions(counts), heard=1)
        for key, counts in found.items()
    }


def shown_words(session: LectureSession) -> list[str]:
    """What the office has read and lets the group and the department read."""
    rows = AudienceAnswer.objects.filter(session=session, reading=AudienceAnswer.Reading.SHOWN)
    return list(rows.exclude(words="").order_by("at", "pk").values_list("words", flat=True))


def heard_of(session: LectureSession) -> dict[str, Any]:
    """For the pages of the group and the department; from few answers, nothing."""
    found = audiences_of([session.pk]).get(session.pk)
    shown = found if found is not None and found.may_be_public else None
    return {"heard": shown, "heard_words": shown_words(session)}


def _add(marks: dict[int, int], mark: int, count: int) -> None:
    marks[mark] = marks.get(mark, 0) + count


def _voices_of(model: Any, held: Any) -> dict[int, Voice]:
    """By the key of the lecture."""
    rows = model.objects.filter(session__in=held).order_by().values("session__lecture")
    found = rows.annotate(
        answered=Count("pk"),
        understood=Count("pk", filter=Q(understood__gte=GLAD)),
        useful=Count("pk", filter=Q(useful__gte=GLAD)),
    )
    return {
        row["session__lecture"]: Voice(row["answered"], row["understood"], row["useful"])
        for row in found
    }


def _audience_voices(held: Any) -> dict[int, Voice]:
    found = _voices_of(AudienceAnswer, held)
    sheets: dict[int, dict[str, list[int]]] = defaultdict(
        lambda: {name: [0, 0] for name, _words in QUESTIONS}
    )
    rows = AudienceTally.objects.filter(session__in=held).order_by()
    for lecture, question, mark, many in rows.values_list(
        "session__lecture", "question", "mark"
    ).annotate(many=Sum("count")):
        every_glad = sheets[lecture][question]
        every_glad[0] += many
        every_glad[1] += many if mark >= GLAD else 0
    for lecture, paper in sheets.items():
        known = found.get(lecture, Voice(0, 0, 0))
        found[lecture] = Voice(
            known.answered + max(every for every, _glad in paper.values()),
            (known.understood or 0) + paper["understood"][1],
            (known.useful or 0) + paper["useful"][1],
        )
    return found


def _held(year: int) -> Any:
    return LectureSession.objects.delivered().filter(fiscal_year__year=year)


def _counted(given: Any) -> Counts:
    """Both questions in one statement: whoever answers gives both marks."""
    counts: Counts = {name: {} for name, _words in QUESTIONS}
    rows = given.order_by().values_list(*counts).annotate(many=Count("pk"))
    for *marks, many in rows:
        for name, mark in zip(counts, marks, strict=True):
            _add(counts[name], mark, many)
    return counts


def _questions(counts: Counts) -> tuple[Opinion, ...]:
    return tuple(Opinion(words, _marks(counts[name])) for name, words in QUESTIONS)


def _marks(counted: dict[int, int]) -> tuple[Share, ...]:
    marks = sorted(SurveyResponse.Mark, reverse=True)
    return shares([(str(mark.label), counted.get(mark.value, 0)) for mark in marks])


def _most(counts: Counts) -> int:
    """Some leave one question of a sheet empty."""
    return max(sum(marks.values()) for marks in counts.values())
