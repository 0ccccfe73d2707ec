"""A wish of several words that no page holds: what is left of it without one of them. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from lectures.search import asking
from lectures.search.folding import fold
from lectures.search.synonyms import synonyms_here

MOST_TRIED = 6


@dataclass(frozen=True)
class Rest:
    """`words`: to be asked for. `kept`: the same, one by one. `without`: what was left out."""

    words: str
    kept: tuple[str, ...]
    without: str


def rest_of(pages: QuerySet, query: str) -> Rest | None:
    """Without the word whose absence lets a page be found, of several the one whose rest stands most
    in that page's title. `pages`: those that were searched in vain. None: there is no such word.
    """
    found = [(rest, title) for rest in _rests(query) for title in _best_title(pages, rest)]
    return max(found, key=lambda one: _of_title(*one))[0] if found else None


def _rests(query: str) -> list[Rest]:
    """Without the last word first: people begin with what matters most to them."""
    wanted = [one for one in asking.concepts(query, synonyms=synonyms_here()) if not one.light]
    words = [(number, piece) for number, one in enumerate(wanted) for piece in one.pieces]
    if len(words) < 2:
        return []
    return [_without(wanted, words, at) for at in reversed(range(len(words)))][:MOST_TRIED]


def _without(wanted: list[asking.Concept], words: list[tuple[int, str]], at: int) -> Rest:
    """What was written as one word stays one, unless the word left out is a part of it."""
    cut, without = words[at]
    kept = words[:at] + words[at + 1 :]
    parts = [
        " ".join(piece for where, piece in kept if where == cut) if number == cut else one.words
        for number, one in enumerate(wanted)
    ]
    return Rest(" ".join(filter(None, parts)), tuple(piece for _number, piece in kept), without)


def _best_title(pages: QuerySet, rest: Rest) -> Iterator[str]:
    yield from pages.search(rest.words)[:1].get_queryset().values_list("title", flat=True)


def _of_title(rest: Rest, title: str) -> float:
    folded = fold(title)
    return sum(fold(word) in folded for word in rest.kept) / len(rest.kept)
