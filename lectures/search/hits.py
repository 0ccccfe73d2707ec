"""Pages that hold what was asked, the likeliest first: the engine's score, then the title, then the kind.

The engines' scores have scales of their own; here the best one counts 1. Reads only.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from lectures.search import asking
from lectures.search.folding import fold

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
    key: UUID
    language: str


def hits(
    pages: QuerySet, query: str, *, later: Collection[str], number_of: str, language: str
) -> list[Hit]:
    """`later`: models that come after the others. `number_of`: where a lecture's number stands."""
    found = pages.search(query).annotate_score("score")[:MOST]
    rows = list(
        found.get_queryset().values_list(
            "pk", "content_type_id", "translation_key", "locale__language_code", "title",
            number_of, "score",
        )
    )  # fmt: skip
    best = max((abs(row[-1]) for row in rows), default=0.0) or 1.0
    typed = _typed(query, synonyms=found.query_compiler.synonyms)
    exact, made = fold(query.strip()), []
    for pk, kind, key, code, title, number, score in rows:
        model, folded = ContentType.objects.get_for_id(kind).model, fold(title)
        worth = abs(score) / best + _of_title(folded, typed)
        worth *= 1.0 if code == language else _OTHER_LANGUAGE
        worth -= _LATER if model in later else 0.0
        worth += _EXACT if exact == folded or (number and exact == fold(number)) else 0.0
        made.append(Hit(pk, model, worth, key, code))
    return sorted(made, key=lambda hit: (-hit.score, hit.pk))


def _typed(query: str, *, synonyms: asking.Synonyms) -> list[str]:
    return [fold(one.words) for one in asking.concepts(query, synonyms=synonyms)]


def _of_title(folded: str, typed: list[str]) -> float:
    """The part of what was typed that stands in the title, letter for letter."""
    return sum(word in folded for word in typed) / (len(typed) or 1)
