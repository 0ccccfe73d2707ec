"""Lines that only say who writes: a section, a post, a name; a letter's number. By words.

「環境政策課 ごみ減量係 つじ」, 「（担当 ごみ減量係 二階堂）」, 「防災第412号」. No verb, no particle, no loaded word.
"""

import re

from bookings.answers import people
from bookings.answers.speech import lexicon
from bookings.answers.speech.clauses import Clause, doubts_of
from bookings.answers.speech.words import Word, is_person, is_unlisted, words_of

_NUMBER = re.compile(
    r"(?:令和\d{1,2}年)?\d{0,2}\s?[一-龯ぁ-ん]{1,8}\s?(?:発|収|第)?第?\s?\d{1,6}(?:の\d{1,2})?号"
)
_PHONE = re.compile(r"\(?(?:内線|直通|電話|TEL|FAX)?[\s:.]*[\d()-]{3,16}\)?")
_PIECES = re.compile(r"[\s()・/,、:]+")
_UNIT_ENDS = (
    "課",
    "係",
    "担当",
    "グループ",
    "コーナー",
    "チーム",
    "センター",
    "署",
    "局",
    "館",
    "室",
    "班",
    "図書館",
    "庁",
    "役所",
    "役場",
    "部",
    "委員会",
    "市",
    "町",
    "村",
    "館長",
    "課長",
    "署長",
    "本部",
    "団",
)
_ROOMS = re.compile(
    r"会議室|会館|公民館|体育館|集会|教室|和室|ホール|児童館|[休開閉来入]館|前$|^[別隣控和洋大小]室"
)
_TITLES = re.compile(
    r"(?:[一-龯]{1,8})?(?:"
    + "|".join(
        sorted(
            lexicon.TITLE_ENDS - {"さん", "様", "者", "講師", "氏", "担当"}, key=len, reverse=True
        )
    )
    + r")"
)
_LONGEST = 60


def is_card(text: str) -> bool:
    """Whether the line names its writer, and says nothing else."""
    if _NUMBER.fullmatch(text):
        return True
    if (
        len(text) > _LONGEST
        or "講師" in text
        or "派遣" in text
        or text.endswith(("へ", "様", "さん", "御中", "殿", "さま"))
    ):
        return False
    pieces = [one for one in _PIECES.split(_PHONE.sub(" ", text)) if one and one != "一同"]
    kinds = [_kind_of(piece) for piece in pieces]
    if kinds == ["name"] and _PHONE.search(text) and "(" in text:
        return True
    if not pieces or None in kinds or "unit" not in kinds:
        return False
    names = kinds.count("name")
    return names <= 2 and (not names or kinds[-1] in ("name", "unit", "title"))


def _kind_of(piece: str) -> str | None:
    piece = piece.removesuffix("一同")
    words = words_of(piece)
    if not re.fullmatch("[ぁ-ん]+", piece) and any(
        word.lemma in lexicon.LOADED | lexicon.STAND_IN for word in words
    ):
        return None
    if doubts_of(Clause(tuple(words))) - {"later"}:
        return None
    if _is_unit(piece, words):
        return "unit"
    if _TITLES.fullmatch(piece):
        return "title"
    return "name" if _is_name(piece, words) else None


def _is_unit(piece: str, words: list[Word]) -> bool:
    if not piece.endswith(_UNIT_ENDS) or _ROOMS.search(piece):
        return False
    return all(
        word.kind in ("名詞", "接尾辞", "接頭辞", "形状詞")
        or (word.kind == "動詞" and word.form.startswith("連用形"))
        for word in words
    )


def _is_name(piece: str, words: list[Word]) -> bool:
    if piece in lexicon.NO_PERSON:
        return False
    if (
        len(words) == 1
        and len(piece) <= 4
        and (is_unlisted(words[0]) or words[0].sort.startswith("固有名詞"))
    ):
        return True
    return is_person(words) or (len(piece) <= 6 and people.is_name(piece, known=()))
