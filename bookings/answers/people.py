"""Which lecturers an answer names. A name fits exactly one of the department's, or nobody.

髙 is not 高 and 﨑 is not 崎 here: a person compares them.
"""

import re
import unicodedata

from bookings.answers.understood import Doubt

Known = tuple[tuple[int, str, str], ...]  # (id, name, kana)

_THAT_DAY = re.compile(r"^当日は?[、,]?\s*")
_BEFORE = re.compile(
    r"^(?:(?:派遣|担当)?講師|担当)(?:名|者)?\s*(?:には|は|:|に|として|\s)\s*|^講師"
)
_AFTER = re.compile(
    r"(?:が|を)?\s*(?:講師(?:として|で|を)?)?(?:お?伺い(?:(?:いた|致)?し)?ます|うかがいます|参ります|まいります|行きます"
    r"|担当(?:いた|致)?します|務めます|つとめます|派遣(?:いた|致)?します|です|になります"
    r"|(?:で|に)?お願い(?:いた|致)?します)$"
)
_ROLE = re.compile(
    r"^(?:派遣|担当)?講師|が\s*(?:講師|お?伺|うかが|参|まい|行き|担当|務|つとめ)|を\s*(?:講師|派遣)"
)
_TITLE = re.compile(
    r"(?:さん|様|さま|氏|先生|課長補佐|係長|課長|部長|室長|所長|館長|署長|局長|主任主事|主任|主査|主事|主幹|副主幹"
    r"|参事|補佐|技師|保健師|管理栄養士|栄養士|学芸員|司書|指導員|相談員|消防士長|消防司令補|消防司令|消防士|講師)$"
)
_KANJI = "一-龯々ヶ豈-龎𠀀-𪛟"
_NAME_LIKE = re.compile(
    rf"(?!.*(?:課|係|室|午前|午後|開始|終了|可|否|不|未|済|要|無し|有り|希望|時刻|時間))"
    rf"(?:[{_KANJI}]{{1,5}}\s?[{_KANJI}ぁ-んァ-ヶー]{{0,6}}|[ァ-ヶー]{{2,8}}\s?[ァ-ヶー]{{0,8}})"
)
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def says_role(text: str) -> bool:
    """Whether the words say that the person is the lecturer: 講師は…, …が伺います."""
    return bool(_ROLE.search(text))


def bare_names(text: str) -> str:
    """The words without 講師は, が伺います and the like."""
    bare = _THAT_DAY.sub("", text.strip(" 、,"))
    return _AFTER.sub("", _BEFORE.sub("", bare)).strip(" 、,")


def lecturers_named(text: str, *, known: Known) -> tuple[int, ...]:
    """The ids of the lecturers in `text`, in the order written."""
    names = _split(bare_names(text), known=known) if text else []
    found = [_fitting(name, known=known) for name in names]
    if not all(ids or _NAME_LIKE.fullmatch(name) for name, ids in zip(names, found, strict=True)):
        raise Doubt("more_than_answer")
    unknown = tuple(name for name, ids in zip(names, found, strict=True) if not ids)
    if unknown:
        raise Doubt("unknown_lecturer", unknown_names=unknown)
    ids = [next(iter(fitting)) for fitting in found if len(fitting) == 1]
    if len(ids) < len(names) or len(set(ids)) < len(ids):
        raise Doubt("ambiguous_lecturer")
    return tuple(ids)


def is_name(text: str, *, known: Known) -> bool:
    """Whether the whole text is the name of somebody on the list."""
    return bool(_fitting(text, known=known))


def _split(text: str, *, known: Known) -> list[str]:
    if _fitting(text, known=known):
        return [text]
    parts = [part.strip() for part in re.split(r"[、,・/&\t]|及び|および", text)]
    return [name for part in parts for name in _split_by_to(part, known=known)]


def _split_by_to(part: str, *, known: Known) -> list[str]:
    names = [name.strip() for name in part.split("と")]
    if len(names) > 1 and all(_fitting(name, known=known) for name in names):
        return names
    return [part]


def _fitting(name: str, *, known: Known) -> set[int]:
    key = _key(name)
    wanted = {key, _TITLE.sub("", key)} - {""}
    return {
        lecturer_id
        for lecturer_id, written, kana in known
        if wanted & (_spellings(written) | _spellings(kana))
    }


def _spellings(name: str) -> set[str]:
    """The full name without its space, and the family name where a space tells it."""
    parts = unicodedata.normalize("NFKC", name).split()
    family = {_key(parts[0])} if len(parts) > 1 else set()
    return ({_key(name)} | family) - {""}


def _key(name: str) -> str:
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", name))
    return folded.translate(_TO_HIRAGANA)
