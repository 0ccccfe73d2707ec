"""アンケートの結果: how many gave which mark in one fiscal year. Reads only; no words, no names."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.models import LectureSession, SurveyResponse
from lectures.charts import Share, shares

# From so few answers one could tell who gave which.
FEWEST_IN_PUBLIC = 5
QUESTIONS: tuple[tuple[str, Promise], ...] = (
    ("understood", _("講座の内容が、よく分かった")),
    ("useful", _("これからの生活や活動に、役に立つ")),
)


@dataclass(frozen=True)
class Opinion:
    """One question with its four marks, the best first."""

    question: Promise
    marks: tuple[Share, ...]


@dataclass(frozen=True)
class Opinions:
    """`answered` of `held` sessions."""

    answered: int
    held: int
    questions: tuple[Opinion, ...]

    @property
    def may_be_public(self) -> bool:
        return self.answered >= FEWEST_IN_PUBLIC


def opinions_of(year: int) -> Opinions:
    """Of the sessions that were held in that fiscal year."""
    given = SurveyResponse.objects.filter(session__in=_held(year))
    return Opinions(
        answered=given.count(),
        held=_held(year).count(),
        questions=tuple(Opinion(words, _marks(given, name)) for name, words in QUESTIONS),
    )


def _held(year: int) -> Any:
    return LectureSession.objects.delivered().filter(fiscal_year__year=year)


def _marks(given: Any, name: str) -> tuple[Share, ...]:
    counted = dict(given.order_by().values_list(name).annotate(count=Count("pk")))
    marks = sorted(SurveyResponse.Mark, reverse=True)
    return shares([(str(mark.label), counted.get(mark.value, 0)) for mark in marks])
