"""What narrows the result: each choice with how many pages it would leave, the chosen ones as chips."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cms.search.asked import LABELS, Asked
from cms.search.facts import Facts

_MOST = 12


@dataclass(frozen=True)
class Choice:
    words: str
    count: int
    href: str


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Chip:
    label: str
    words: str
    href: str


def fits(facts: Facts, chosen: Mapping[str, str]) -> bool:
    return all(
        any(value == wanted for value, _words in facts.get(name, ()))
        for name, wanted in chosen.items()
    )


def facets(facts: Sequence[Facts], asked: Asked) -> list[Facet]:
    """Of what is not chosen yet, and only where a choice would change something."""
    shown = [one for one in facts if fits(one, asked.chosen)]
    found = []
    for name, label in LABELS.items():
        if name in asked.chosen:
            continue
        counts = Counter(pair for one in shown for pair in one.get(name, ()))
        choices = [
            Choice(words, count, asked.with_choice(name, value).query)
            for (value, words), count in counts.most_common(_MOST)
            if count < len(shown)
        ]
        if choices:
            found.append(Facet(name, str(label), choices))
    return found


def chips(facts: Sequence[Facts], asked: Asked) -> list[Chip]:
    known = {
        (name, value): words
        for one in facts
        for name in asked.chosen
        for value, words in one.get(name, ())
    }
    return [
        Chip(str(LABELS[name]), known.get((name, value), value), asked.without(name).query)
        for name, value in asked.chosen.items()
    ]
