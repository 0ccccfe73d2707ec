"""A text as the dictionary's words, in its shortest units. Knows no index and no query."""

import unicodedata
from dataclasses import dataclass

from sudachipy import Morpheme, SplitMode

from lectures import sudachi
from lectures.search.folding import fold

_LOST = (
    "助詞",
    "助動詞",
    "補助記号",
    "記号",
    "空白",
    "連体詞",
    "接続詞",
    "感動詞",
    "接頭辞",
    "代名詞",
)
_HELPING = {
    "為る",
    "居る",
    "有る",
    "成る",
    "出来る",
    "無い",
    "良い",
    "こと",
    "事",
    "もの",
    "物",
    "為",
    "ため",
}
_HONOURS = ("さん", "様", "さま", "氏", "くん", "君")
# The dictionary takes 16 kB of UTF-8 at once; nothing that is read by words is longer.
_LONGEST = 5000


@dataclass(frozen=True)
class Word:
    """`start`, `end`: where it stands in the text after NFKC. `says`: it names something.
    `ends`: it only ends the word before it, as 所 in 避難所."""

    surface: str
    lemma: str
    reading: str
    start: int
    end: int
    says: bool
    ends: bool


def words_of(text: str) -> list[Word]:
    plain = unicodedata.normalize("NFKC", text)[:_LONGEST]
    return [_word(one) for one in sudachi.tokenizer(SplitMode.A).tokenize(plain)]


def _word(one: Morpheme) -> Word:
    kind, lemma = one.part_of_speech()[0], one.normalized_form()
    return Word(
        surface=one.surface(),
        lemma=lemma,
        reading=fold(one.reading_form()),
        start=one.begin(),
        end=one.end(),
        says=kind not in _LOST and lemma not in _HELPING,
        ends=kind == "接尾辞",
    )


def names_somebody(text: str) -> bool:
    """Whether the dictionary takes a part of it for a person's name, or 様 and the like follows one."""
    words = sudachi.tokenizer(SplitMode.A).tokenize(text[:_LONGEST])
    kinds = [(one.surface(), *one.part_of_speech()) for one in words]
    return any(kind[3] == "人名" or (kind[0] in _HONOURS and kind[1] == "接尾辞") for kind in kinds)
