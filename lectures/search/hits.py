"""Pages that hold what was asked, the likeliest first: the engine's score, then the title, then the kind.

The engines' scores have scales of their own; here the best one counts 1. Reads only.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from lectures.search import asking
from lectures.search.folding import fold
from lectures.search.synonyms import synonyms_here

# More than any town has pages that one word finds; the answer stays quick whatever is typed.
MOST = 500
_EXACT, _LATER = 100.0, 10.0
_OTHER_LANGUAGE = 0.3


@dataclass(frozen=True)
class Hit:
    """`key`: the same for a page and its translations."""

    pk: int
    model: str
    score: float
    key: str
    language: str


def hits(
    pages: QuerySet, query: str, *, later: Collection[str], number_of: str, language: str
) -> list[Hit]:
    """`later`: models that come after the others. `number_of`: where a lecture's number stands."""
    found = pages.search(query).annotate_score("score")[:MOST].get_queryset()
    rows = list(
        found.values_list(
            "pk", "content_type__model", "translation_key", "locale__language_code", "title",
            number_of, "score",
        )
    )  # fmt: skip
    best = max((abs(row[-1]) for row in rows), default=0.0) or 1.0
    typed, exact, made = _typed(query), fold(query.strip()), []
    for pk, model, key, code, title, number, score in rows:
        worth = abs(score) / best + _of_title(title, typed)
        worth *= 1.0 if code == language else _OTHER_LANGUAGE
        worth -= _LATER if model in later else 0.0
        worth += _EXACT if exact in (fold(title), fold(number or "")) else 0.0
        made.append(Hit(pk, model, worth, str(key), code))
    return sorted(made, key=lambda hit: (-hit.score, hit.pk))


def _typed(query: str) -> list[str]:
    return [fold(one.words) for one in asking.concepts(query, synonyms=synonyms_here())]


def _of_title(title: str, typed: list[str]) -> float:
    """The part of what was typed that stands in the title, letter for letter."""
    folded = fold(title)
    return sum(word in folded for word in typed) / (len(typed) or 1)
