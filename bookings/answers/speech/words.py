"""A sentence as words: surface, lemma, class. Pure; it knows Japanese, no answer and no ask."""

from dataclasses import dataclass
from functools import cache

from sudachipy import Morpheme, SplitMode

from lectures import sudachi

_VARIANTS = str.maketrans("髙﨑栁濵邊邉齋齊澤眞廣國嶋", "高崎柳浜辺辺斎斉沢真広国島")
_LONGEST_NAME = 8
_SAME = {
    "おる": "居る",
    "うかがう": "伺う",
    "つとめる": "務める",
    "つく": "付く",
    "つける": "付ける",
    "いずれ": "何れ",
    "かなう": "叶う",
    "おく": "置く",
    "すむ": "済む",
    "つとめ": "務める",
    "引き受け": "引き受ける",
}  # left apart by the dictionary


@dataclass(frozen=True)
class Word:
    """`lemma`: one form for all spellings and conjugations (いただき, 頂け: 頂く).

    `kind` and `sort` are the dictionary's classes: 名詞 and 固有名詞-人名-姓, 助詞 and 接続助詞.
    `mark`: what stands in place of a word (a day, a time, a wish, a person), see `marks`.
    """

    surface: str
    lemma: str
    kind: str
    sort: str = ""
    form: str = ""
    base: str = ""  # as the dictionary lists it: 伺える where the lemma is 伺う
    mark: object | None = None


def words_of(text: str) -> list[Word]:
    """The words in the order written; spaces are left out."""
    apart = text.replace("(", " ( ").replace(")", " ) ")  # kana in brackets is no reading
    found = (_word(one) for one in sudachi.tokenizer(SplitMode.C).tokenize(apart))
    return _with_or([word for word in found if word.kind != "空白"])


def _with_or(words: list[Word]) -> list[Word]:
    """The dictionary takes some 「または」 for また and は: it leaves a choice open all the same."""
    joined: list[Word] = []
    for word in words:
        if joined and (joined[-1].lemma, word.lemma) == ("又", "は"):
            joined[-1] = Word(joined[-1].surface + word.surface, "又は", "接続詞")
        else:
            joined.append(word)
    return joined


def _word(one: Morpheme) -> Word:
    kind, *sorts, _type, form = one.part_of_speech()
    sort = "-".join(part for part in sorts if part != "*")
    if one.surface() == "ない":  # never 内
        return Word("ない", "無い", "形容詞", sort, form, "ない")
    lemma = _SAME.get(one.normalized_form(), one.normalized_form())
    return Word(one.surface(), lemma, kind, sort, form, one.dictionary_form())


@cache
def _classes(text: str) -> frozenset[str]:
    """Which kinds of person's name the dictionary knows this text as: 姓, 名."""
    known = (one.part_of_speech() for one in sudachi.dictionary().lookup(text))
    return frozenset(part[3] for part in known if part[2] == "人名")


def is_family(text: str) -> bool:
    return "姓" in _classes(text.translate(_VARIANTS))


def is_person(words: list[Word]) -> bool:
    """Whether the words are a family name, or a family name and a given name, of the dictionary."""
    parts = [word.surface.translate(_VARIANTS) for word in words]
    text = "".join(parts)
    if len(text) > _LONGEST_NAME or not all(
        word.kind in ("名詞", "動詞", "副詞", "形状詞", "感動詞") for word in words
    ):
        return False
    if "姓" in _classes(text):
        return words[0].kind == "名詞"
    if len(words) == 1:
        return is_unlisted(words[0]) and _splits(text)
    return any(
        "姓" in _classes("".join(parts[:at])) and _is_given("".join(parts[at:]))
        for at in range(1, len(parts))
    )


def _is_given(text: str) -> bool:
    return "名" in _classes(text) or all("ぁ" <= letter <= "ゖ" for letter in text)


def is_full_name(text: str) -> bool:
    """近藤隼人: a family name and a given name of two letters or more, both of the dictionary."""
    parts = text.translate(_VARIANTS)
    return any(
        "姓" in _classes(parts[:at]) and "名" in _classes(parts[at:]) and parts[at:] != "一人"
        for at in range(1, len(parts) - 1)
    )


def is_unlisted(word: Word) -> bool:
    return word.sort == "普通名詞-一般" and not len(sudachi.dictionary().lookup(word.surface))


def _splits(text: str) -> bool:
    return any(
        "姓" in _classes(text[:at]) and "名" in _classes(text[at:]) for at in range(1, len(text))
    )
