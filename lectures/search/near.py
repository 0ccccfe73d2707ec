"""When nothing is found: parts of what was typed, and like words, that would find something. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import QuerySet

from lectures.search import asking
from lectures.search.folding import fold, is_hiragana
from lectures.search.synonyms import synonyms_here
from lectures.search.words import words_of

_MOST_PARTS, _MOST_ALIKE, _MOST_TITLES = 4, 5, 300
_ALIKE_ENOUGH = 0.6


@dataclass(frozen=True)
class Instead:
    words: str
    count: int


def instead(pages: QuerySet, query: str, *, titles: Iterable[str]) -> list[Instead]:
    """`pages`: those that were searched in vain. `titles`: whose words may be offered."""
    typed = [one.words for one in asking.concepts(query, synonyms=synonyms_here()) if not one.light]
    parts = typed[:_MOST_PARTS] if len(typed) > 1 else []
    alike = _alike([fold(word) for word in typed], _vocabulary(titles))
    found: list[Instead] = []
    for words in dict.fromkeys([*parts, *alike]):
        if count := pages.search(words).count():
            found.append(Instead(words, count))
    return found[:_MOST_ALIKE]


def _vocabulary(titles: Iterable[str]) -> dict[str, str]:
    """By how it is written and by how it is read: the words of the titles."""
    known: dict[str, str] = {}
    for title in list(titles)[:_MOST_TITLES]:
        for word in words_of(title):
            if word.says and len(word.surface) > 1:
                known.setdefault(fold(word.surface), word.surface)
                known.setdefault(word.reading, word.surface)
    return known


def _alike(typed: Iterable[str], known: dict[str, str]) -> list[str]:
    found: list[str] = []
    for word in typed:
        near = get_close_matches(word, known, n=3, cutoff=_ALIKE_ENOUGH)
        if not is_hiragana(word):  # 自身 for 地震; but 授業 sounds only like 寿命
            near += ["".join(one.reading for one in words_of(word))]
        found += [known[one] for one in near if one in known]
    return list(dict.fromkeys(found))[:_MOST_ALIKE]
