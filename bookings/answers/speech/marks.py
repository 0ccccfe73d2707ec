"""Days, hours, wishes and lengths of a sentence, each as one word; the rest as the dictionary's words.

Raises Doubt where a day or an hour is impossible; it does not judge what they mean.
"""

import re
from dataclasses import dataclass
from datetime import date

from bookings.answers import when
from bookings.answers.speech.words import Word, words_of
from bookings.answers.understood import AnswerContext

_NUMBER = r"(?:[1-9](?!\d)|[一二三](?![〇一二三四五六七八九十]))"
_WISH = r"(?:ご?希望|候補|案)(?:の?(?:日時|日程|日(?!曜)))?"
_BEHIND = r"(?=$|[\s、,()でにをはのとがも])"
_RANKS = (
    re.compile(rf"第\s*(?P<n>{_NUMBER})\s*(?:番目?の?)?(?:{_WISH}|の?(?:日時|日程)|{_BEHIND})"),
    re.compile(r"(?:ご?希望|候補)(?:日時?)?\s*(?P<n>[1-9])(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<n>{_NUMBER})\s*(?:番[目め]|つ[目め]|番)(?:の?(?:{_WISH}|日時|日程|日))?{_BEHIND}"
    ),
    re.compile(r"(?<=、)(?P<n>[1-3])(?=(?:で|にて)、?(?:お願い|承諾|お?引き?受け|お受け))"),
    re.compile(r"^(?P<n>[1-3])(?=は[^、。]{0,16}(?:難し|不可|都合|予定|会議|行事|無理))"),
    re.compile(r"^\(?(?P<n>[1-3])\)?(?=\s*(?:で|にて|を|に|$|\()|\s+(?:午|\d{1,2}(?::|時)))"),
)
_LENGTH = re.compile(r"(?<![\d:時])約?(?P<n>\d{1,3})\s*分間?(?![前後頃])")
_HALF = re.compile(r"(?P<n>午前|午後|夕方|(?<![昨今])夜間?)(?:中|の部)?")
_WEEKDAY = re.compile(r"(?<!毎週)(?P<n>[月火水木金土日])曜日?(?!以外|なら|の?み)")
_COUNT = re.compile(r"(?P<n>[1-5]|[一二三四五])\s*(?:名|人)(?![以程])|(?P<pair>二人|ふたり|両名)")
_COUNTED_ON = re.compile(
    "(?:[1-3]週間後の|前日の|翌日?の?)(?=(?P<day>[\ue000-\uf8ff]))"
)  # the day itself follows
_FROM = re.compile("(?<=[\ue000-\uf8ff])より")  # else it is taken for a noun
_FIRST = 0xE000  # a private letter: the dictionary leaves it alone
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True)
class Wish:
    number: int


@dataclass(frozen=True)
class Length:
    minutes: int


@dataclass(frozen=True)
class Half:
    name: str


@dataclass(frozen=True)
class Weekday:
    number: int  # Monday: 0


@dataclass(frozen=True)
class Count:
    people: int


@dataclass(frozen=True)
class Person:
    name: str


Mark = date | when.DayOnly | when.Span | Wish | Length | Half | Weekday | Count | Person


def marked(text: str, *, context: AnswerContext) -> list[Word]:
    """The words of a folded sentence, with marks among them."""
    found: list[Mark] = []
    text = _PRIVATE.sub(" ", text)
    for pattern in _RANKS:
        text = pattern.sub(lambda one: _put(Wish(_figure(one["n"])), found), text)
    bare = "".join(
        piece if isinstance(piece, str) else _put(piece, found)
        for piece in when.pieces(text, today=context.today)
    )
    bare = _COUNTED_ON.sub(
        lambda one: (
            "" if isinstance(found[ord(one["day"]) - _FIRST], date | when.DayOnly) else one[0]
        ),
        bare,
    )
    bare = _FROM.sub("から", bare)
    bare = _LENGTH.sub(lambda one: _put(Length(int(one["n"])), found), bare)
    bare = _HALF.sub(lambda one: _put(Half(one["n"][:2]), found), bare)
    bare = _WEEKDAY.sub(lambda one: _put(Weekday("月火水木金土日".index(one["n"])), found), bare)
    bare = _COUNT.sub(lambda one: _put(Count(_figure(one["n"] or "2")), found), bare)
    return [each for word in words_of(bare) for each in _unfolded(word, found)]


def _put(mark: Mark, found: list[Mark]) -> str:
    found.append(mark)
    return chr(_FIRST + len(found) - 1)


def _unfolded(word: Word, found: list[Mark]) -> list[Word]:
    """The dictionary takes several marks in a row for one word."""
    if not _PRIVATE.search(word.surface):
        return [word]
    return [
        Word("", "", "印", mark=found[ord(letter) - _FIRST])
        if _PRIVATE.match(letter)
        else Word(letter, letter, "補助記号")
        for letter in word.surface
    ]


def _figure(written: str) -> int:
    return "一二三四五".index(written) + 1 if written in "一二三四五" else int(written)
