"""Which lecturers an answer names: as written, and which of the department's list they fit.

A name fits exactly one of the department's, or nobody. 髙 is not 高 and 﨑 is not 崎 here: a
person compares them.
"""

import re
import unicodedata

from bookings.answers import doubts, surnames
from bookings.answers.signatures import KANJI, NOT_NAMES, says_english
from bookings.answers.speech.words import is_full_name
from bookings.answers.understood import Doubt

Known = tuple[tuple[int, str, str], ...]  # (id, name, kana)

_THAT_DAY = re.compile(
    r"^(?:なお)?[、,]?\s*(?:当日は?|今回は?)?[、,]?\s*(?:当課(?:から|より)は?|課員の)?\s*"
)
_BEFORE = re.compile(
    r"^(?:(?:派遣|担当)?講師|担当)(?:名|者)?\s*(?:には|は|:|に|として|\s)\s*|^講師\s*"
)
_COMES = (
    r"(?:お?伺い(?:(?:いた|致)?し)?ます|お?伺(?:わせて|い)?いただきます|うかがいます|参ります|まいります|行きます|行かせていただきます"
    r"|担当(?:いた|致)?します|担当させていただきます|(?:講師を)?務め(?:ます|させていただきます)|つとめます|講師を(?:いた|致)?します|お話し(?:いた|致)?します"
    r"|派遣(?:いた|致)?します|出向きます|対応(?:いた|致)?します|です|でございます|になります|となります|(?:で|に)?お願い(?:いた|致)?します)"
)
_COUNT = re.compile(r"の?\s?([2-5二三四五])\s?(?:名|人)$")
_AFTER = re.compile(rf"(?:が|を|で|、)?\s*(?:講師(?:として|で|を)?)?{_COMES}$")
_SECTION = re.compile(rf"^(?:(?![他別])[{KANJI}]{{1,14}}(?:課|係|室|班|館)(?:長)?(?:の|\s))+")
_ROLE = re.compile(
    r"^(?:派遣|担当)?講師|が\s*(?:講師|お?伺|うかが|参|まい|行き|行か|担当|務|つとめ|出向|対応|お話)|を\s*(?:講師|派遣)|(?:名|人)で\s*(?:お?伺|参)"
)
TITLE = (
    r"(?:さん|様|さま|氏|先生|課長補佐|副課長|係長|課長|次長|部長|室長|所長|館長|署長|局長|班長|園長|主任主事|主任|主査|主事補?|主幹|副主幹"
    r"|参事|補佐|技師|技士|保健師|看護師|助産師|管理栄養士|栄養士|学芸員|司書|指導員|相談員|消防士長|消防司令補|消防司令|消防士|救命士|講師|職員|推進員)"
)
_TITLE = re.compile(TITLE + "$")
_JOB = rf"[{KANJI}]{{1,8}}(?:士|師|員|官|医|長|主査|主幹|主任)"
_AHEAD = re.compile(
    rf"^(?:当課の?|担当の|(?:[{KANJI}]{{2,8}}(?:課|係|室)の))?(?:{TITLE}(?:の\s?|\s)|(?!(?:代理|後任|別|他|前任)){_JOB}(?:の\s?|\s))?"
)
_JOB_FIRST = re.compile(rf"({TITLE}|{_JOB})[、,]\s?(?=[{KANJI}]{{1,4}})(?!(?:{TITLE}|{_JOB}))")
_MYSELF = re.compile(r"^(?:私|わたくし|わたし|小職)(?:、|こと\s?)\s?(?=\S)")
_IN_CHARGE = re.compile(
    rf"^(?:当課の?|当館の?)?(?!代理|後任|別|他|前任)[{KANJI}ァ-ヶー][{KANJI}ぁ-んァ-ヶー]{{1,7}}(?:担当の|を担当する)(?={TITLE}|{_JOB}|[{KANJI}]{{1,4}}(?:$|\s))"
)
_FAMILY = rf"(?:[{KANJI}𠀀-𪛟]{{1,4}}|[{KANJI}]{{1,2}}[ノツヶケ][{KANJI}]{{1,2}})"
_KANJI_NAME = re.compile(
    rf"{_FAMILY}(?:\s?[{KANJI}𠀀-𪛟]{{1,4}}|\s[{KANJI}ぁ-んァ-ヶー]{{1,6}}|[ぁ-ん]{{2,4}}|[ァ-ヶー]{{2,6}})?"
)
_KANA_NAME = re.compile(
    r"[ァ-ヶー]{2,8}\s?[ァ-ヶー]{0,8}|[ぁ-んー]{2,6}(?:\s[ぁ-んー]{2,6})?|[A-Z][a-zA-Z'-]+(?: [A-Z][a-zA-Z'-]+)?"
)
_KANA_WORDS = re.compile(
    r"かも|だが|けど|ので|から|よろ|あり|ぜひ|なる|たぶん|おそ|まあ|いちおう|いま|のみ|だけ|まで|です|ます|した|して|する|とり|おね|お願|くだ|ほか|べつ|など|より|ても|でも|ただ|もし|ほど|ため|こと|たい|ない|うち|そちら|こちら"
    r"|ダメ|ムリ|には|では|とは|にも|への|との|あと|いずれ|うそ|ほぼ|そのうち|いつか|だれか|みんな|わたし|まだ|もう|すぐ|はい|いいえ|いや|例|オンライン|ズーム|リモート|ハイブリッド|ウェブ|ライブ|ビデオ|アルバイト|ボランティア|テスト|サンプル|アリーナ|ホール|ゼロ|ドタ|ゲスト|スタッフ|チーム|メンバー|ペア|コース|プラン|に$|を$|へ$|コピー|Zoom|Online|Remote|Teams|Only|Web|パス|キャンセル|ノー|オーケー|ヨロシク"
)
_NOBODY = re.compile(  # who comes without being named
    rf"(?:当課の?|当係の?|当方の?|当館の?|担当の|課員の|弊社の?|当方|係の)?(?:私(?:ども|たち|が)?|わたくし|わたし|小職|自分|本職|職員|担当者?|担当職員|係員|課員|者|講師|当方|{TITLE}|専門職員?|専門員)"
)
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def says_role(text: str) -> bool:
    """Whether the words say that the person is the lecturer: 講師は…, …が伺います."""
    return bool(_ROLE.search(text))


def bare_names(text: str) -> str:
    """The words without 講師は, が伺います and the like."""
    bare = _THAT_DAY.sub("", text.strip(" 、,()"))
    named, said = _BEFORE.subn("", bare)
    named = _SECTION.sub("", named) if said else named
    named = _MYSELF.sub("", named)
    named = _IN_CHARGE.sub("", _JOB_FIRST.sub(r"\1の", named))
    return _AFTER.sub("", named).strip(" 、,()")


def is_nobody(text: str) -> bool:
    """「私」, 「担当職員」: somebody comes, but is not named."""
    bare = bare_names(text)
    counted = _COUNT.search(bare) if says_role(text) else None
    return bool(_NOBODY.fullmatch((bare[: counted.start()] if counted else bare).replace(" ", "")))


def names_in(text: str, *, known: Known = ()) -> tuple[str, ...]:
    """The names as written, without spaces and titles. Doubt where a part is no name."""
    found = [_untitled(name) for name in _split(bare_names(text), known=known)]
    return tuple(name for name in found if name)


def lecturers_named(text: str, *, known: Known) -> tuple[int, ...]:
    """The ids of the lecturers in `text`, in the order written."""
    names = _split(bare_names(text), known=known) if text else []
    found = [_fitting(name, known=known) for name in names]
    unknown = tuple(name for name, ids in zip(names, found, strict=True) if not ids)
    if unknown:
        raise Doubt("unknown_lecturer", unknown_names=unknown)
    ids = [next(iter(fitting)) for fitting in found if len(fitting) == 1]
    if len(ids) < len(names) or len(set(ids)) < len(ids):
        raise Doubt("ambiguous_lecturer")
    return tuple(ids)


def is_name(text: str, *, known: Known) -> bool:
    """Whether the whole text is the name of somebody on the list, or could be a name."""
    return bool(_fitting(text, known=known)) or _like_name(text)


def is_known(text: str, *, known: Known) -> bool:
    """Whether the text names only lecturers of the list, with or without 「講師は」."""
    parts = [part for part in re.split(r"[、,・/&]|\s?と\s?", bare_names(text)) if part.strip()]
    return bool(parts) and all(_fitting(part.strip(), known=known) for part in parts)


def _untitled(name: str) -> str:
    bare = re.sub(r"\s", "", _AHEAD.sub("", name.strip()))
    short = _TITLE.sub("", bare)
    return short or bare


def _like_name(name: str) -> bool:
    bare = _TITLE.sub("", _AHEAD.sub("", name.strip())).strip()
    if is_full_name(bare):
        return True
    given = surnames.without_family(bare)
    if not bare or (given and NOT_NAMES.search(given)):
        return False
    if re.fullmatch(r"[A-Za-z' -]+", bare) and says_english(bare):
        return False
    if _KANA_WORDS.search(bare) or doubts.any_in(bare):
        return False
    return bool(_KANJI_NAME.fullmatch(bare) or _KANA_NAME.fullmatch(bare))


def _split(text: str, *, known: Known) -> list[str]:
    if not text or _fitting(text, known=known):
        return [text] if text else []
    counted = _COUNT.search(text)
    text = text[: counted.start()] if counted else text
    parts = [part.strip() for part in re.split(r"[、,・/&\t]|及び|および|ならびに", text)]
    names = [name for part in parts if part for name in _split_by_to(part, known=known)]
    if counted and _number(counted[1]) != len(names):
        raise Doubt("more_than_answer")
    if not all(is_name(name, known=known) for name in names):
        raise Doubt("more_than_answer")
    return names


def _number(figure: str) -> int:
    return int(figure) if figure.isdecimal() else "一二三四五".index(figure) + 1


def _split_by_to(part: str, *, known: Known) -> list[str]:
    names = [name.strip() for name in re.split(r"\s?と\s?", part)]
    if len(names) > 1 and all(is_name(name, known=known) for name in names):
        return names
    return [part]


def _fitting(name: str, *, known: Known) -> set[int]:
    key = _key(name)
    wanted = {key, _TITLE.sub("", key), _key(_untitled(name))} - {""}
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
