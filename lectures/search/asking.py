"""What somebody typed, as what a page must hold. Pure but for the dictionary.

「避難所運営の手引き」 asks for 避難所 and 運営 and 手引き, wherever they stand; pages that hold the
compound as typed come first, because the engines count it too.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lectures.search.folding import asked_tokens, fold, is_hiragana
from lectures.search.words import Word, words_of

LONGEST = 100
_MOST_WORDS = 12
# What is left of 「ゴミの分別」 beside a known word.
_PARTICLES = re.compile(r"^[のをにがはとでもへや]+|[のをにがはとでもへや]+$")
# In a catalogue of lectures these tell little, and no page needs them.
_LIGHT = set(
    "講座 教室 授業 講習 講習会 セミナー 講演 講演会 勉強 勉強会 学習 学習会 体験 出前 話 仕方 しかた やり方 方法 方 "
    "たい 知る 聞く 学ぶ 教える 習う 始める する の について とは 入門 基礎 基本 使い方 使う 使い "
    "a an and for how in of on the to what".split()
)


@dataclass(frozen=True)
class Near:
    """These tokens next to each other; `prefix`: the last is the beginning of a word."""

    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class All:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Any:
    parts: tuple["Node", ...]


Node = Near | All | Any


@dataclass(frozen=True)
class Synonyms:
    """Groups of words that mean the same, folded."""

    groups: Sequence[Sequence[str]] = ()
    words: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[Iterable[str]]) -> "Synonyms":
        folded = [[fold(word) for word in group] for group in groups]
        words: dict[str, list[int]] = {}
        for number, group in enumerate(folded):
            for word in group:
                words.setdefault(word, []).append(number)
        return cls(folded, words)

    def beside(self, folded: str) -> list[str]:
        """The word first, then all that mean the same."""
        found = [word for number in self.words[folded] for word in self.groups[number]]
        return list(dict.fromkeys([folded, *found]))


@dataclass(frozen=True)
class Concept:
    """One thing asked for, as typed. `light`: no page needs it. `made_of`: the parts of a compound."""

    words: str
    node: Node
    light: bool = False
    made_of: tuple[str, ...] = ()

    @property
    def pieces(self) -> tuple[str, ...]:
        return self.made_of or (self.words,)


def concepts(text: str, *, synonyms: Synonyms, prefix: bool = False) -> list[Concept]:
    plain = unicodedata.normalize("NFKC", text)[:LONGEST]
    found = _known(plain, synonyms) if synonyms.words else []
    wanted: list[Concept] = []
    for piece, is_known in found or [(plain, False)]:
        if is_known:
            wanted.append(
                Concept(piece, _any(_term(word) for word in synonyms.beside(fold(piece))))
            )
        else:
            free = _PARTICLES.sub("", piece) if len(found) > 1 else piece
            wanted += [one for chunk in _chunks(free) for one in _of_chunk(chunk, prefix=prefix)]
    return wanted[:_MOST_WORDS]


def asked(query: str, *, operator: str, synonyms: Synonyms, prefix: bool) -> Node | None:
    """What both engines put into their own words; None where nothing was typed that could be found."""
    found = concepts(query, synonyms=synonyms, prefix=prefix)
    return needed(found, any_will_do=operator == "or")


def phrase(text: str) -> Node | None:
    return _near(text[:LONGEST])


def needed(found: Sequence[Concept], *, any_will_do: bool = False) -> Node | None:
    """Everything but the light words; those only where nothing else was typed."""
    nodes = [one.node for one in found if not one.light] or [one.node for one in found]
    if not nodes:
        return None
    return _any(nodes) if any_will_do else _all(nodes)


def _known(plain: str, synonyms: Synonyms) -> list[tuple[str, bool]]:
    """The text cut at words that have synonyms, longest first, only where the dictionary cuts too."""
    edges = _edges(plain)
    pieces: list[tuple[str, bool]] = []
    start = at = 0
    while at < len(plain):
        end = next((end for end in edges if end > at and fold(plain[at:end]) in synonyms.words), 0)
        if at in edges and end:
            pieces += [(plain[start:at], False), (plain[at:end], True)]
            start = at = end
        else:
            at += 1
    pieces.append((plain[start:], False))
    return [(text, known) for text, known in pieces if text.strip()]


def _edges(plain: str) -> list[int]:
    """Where words begin and end, the last first."""
    words = words_of(plain)
    cuts = {edge for word in words for edge in (word.start, word.end)}
    cuts -= {word.start for word in words if word.ends}
    cuts |= {at for at, letter in enumerate(plain) if letter.isspace()}
    cuts |= {at + 1 for at, letter in enumerate(plain) if letter.isspace()}
    return sorted(cuts | {0, len(plain)}, reverse=True)


def _chunks(piece: str) -> list[str]:
    """Spaces, 、 and the like part what is asked; ・ and - stay inside a word."""
    return "".join(
        letter if letter.isalnum() or letter in "・-ー々" else " " for letter in piece
    ).split()


def _of_chunk(chunk: str, *, prefix: bool) -> list[Concept]:
    words = words_of(chunk)
    heavy = _pieces([word for word in words if fold(word.lemma) not in _LIGHT])
    light = [word for word in words if word.says and fold(word.lemma) in _LIGHT]
    whole = _near(chunk, prefix=prefix)
    if whole is None:
        return []
    if is_hiragana(fold(chunk)):
        return [Concept(chunk, _spoken(whole, heavy), light=fold(chunk) in _LIGHT)]
    if not heavy:
        return [Concept(chunk, whole, light=bool(light))]
    typed = chunk[heavy[0][0].start : heavy[-1][-1].end]
    parts = [node for piece in heavy if (node := _word(piece, prefix=prefix))]
    whole = _near(typed, prefix=prefix) or whole
    node = _any([whole, _all(parts)]) if parts else whole
    made_of = tuple("".join(word.surface for word in piece) for piece in heavy)
    return [
        Concept(typed, node, made_of=made_of),
        *(Concept(one.surface, _term(one.surface), True) for one in light),
    ]


def _spoken(whole: Near, pieces: Sequence[Sequence[Word]]) -> Node:
    """Hiragana is cut badly by any dictionary: as typed, or by words long enough to mean something."""
    parts = [_near("".join(word.surface for word in piece)) for piece in pieces]
    if len(parts) < 2 or any(part is None or len(part.tokens) < 1 for part in parts):
        return whole
    if any(len(word.surface) < 2 for piece in pieces for word in piece):
        return whole
    return _any([whole, _all([part for part in parts if part])])


def _pieces(words: Sequence[Word]) -> list[list[Word]]:
    """Words that say something; a single letter goes with its neighbour: 避難所, 運営."""
    pieces: list[list[Word]] = []
    for word in words:
        if not word.says:
            continue
        close = bool(pieces) and pieces[-1][-1].end == word.start
        if close and (len(word.surface) == 1 or _length(pieces[-1]) == 1):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return pieces


def _length(piece: Sequence[Word]) -> int:
    return sum(len(word.surface) for word in piece)


def _word(piece: Sequence[Word], *, prefix: bool = False) -> Node | None:
    surface = "".join(word.surface for word in piece)
    near = _near(surface, prefix=prefix)
    if near is None or len(piece) > 1 or surface.isascii() or is_hiragana(fold(surface)):
        return near
    form = _near(piece[0].lemma)
    return _any([near, form]) if form else near


def _term(word: str) -> Node:
    return _near(word) or Near((word,))


def _near(text: str, *, prefix: bool = False) -> Near | None:
    """A single letter, and a word of English, is the beginning of what a page may hold."""
    tokens = asked_tokens(text)
    if not tokens:
        return None
    last = tokens[-1]
    if _is_english(last):
        return Near((*tokens[:-1], last.removesuffix("s")), prefix=True)
    return Near(tuple(tokens), prefix=prefix or (len(last) == 1 and not last.isascii()))


def _is_english(token: str) -> bool:
    """earthquake finds earthquakes; AI finds AI only."""
    return len(token) > 3 and token.isascii() and token.isalpha()


def _any(nodes: Iterable[Node]) -> Node:
    flat = [part for node in nodes for part in (node.parts if isinstance(node, Any) else (node,))]
    parts = tuple(dict.fromkeys(flat))
    return parts[0] if len(parts) == 1 else Any(parts)


def _all(nodes: Iterable[Node]) -> Node:
    flat = [part for node in nodes for part in (node.parts if isinstance(node, All) else (node,))]
    parts = tuple(dict.fromkeys(flat))
    return parts[0] if len(parts) == 1 else All(parts)
