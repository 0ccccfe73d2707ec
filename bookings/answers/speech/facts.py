"""What our own mail told: its words, and the lines of a letter that repeat them. Pure.

「1 日時 …」, 「2 会場 …」: harmless where every fact is ours, a doubt where one differs.
"""

import re
from functools import lru_cache

from bookings.answers.folding import plain, spoken
from bookings.answers.speech.words import words_of

_OURS = re.compile(
    r"^\W*(?P<label>講座|講演|テーマ|団体|申込団体|会場|場所)(?:名)?\s*:\s*(?P<value>.+)$"
)
_LABELS = {
    "講座": "講座",
    "講演": "講座",
    "テーマ": "講座",
    "演題": "講座",
    "題名": "講座",
    "題目": "講座",
    "内容": "講座",
    "団体": "団体",
    "申込団体": "団体",
    "依頼者": "団体",
    "主催": "団体",
    "主催者": "団体",
    "対象": "団体",
    "申込者": "団体",
    "依頼団体": "団体",
    "派遣先": "団体",
    "会場": "会場",
    "場所": "会場",
    "開催場所": "会場",
    "実施場所": "会場",
    "参加人数": "団体",
    "人数": "団体",
    "受講者": "団体",
    "参加者": "団体",
}
_WRITTEN = re.compile(
    r"^[\W_]*(?:\(?\d{1,2}[).]?\s*)?(?P<label>"
    + "|".join(sorted(map(r"\s?".join, _LABELS), key=len, reverse=True))
    + r")(?:名|者)?(?:\s*:\s*|\s+)(?P<value>\S.*)$"
)
_UNSAID = re.compile(r"\W|様|さま|さん|殿|の皆様")
_NUMBER = re.compile(r"^[A-Za-z]?\d{0,2}-\d{1,3}\s*")


_SPACED = re.compile(
    r"(?<![一-龯])([日会場内講期団時名題])\s(時|場|所|容|師|座|日|体|間|称|名)(?=[\s:]|$)"
)
_OTHER_YEAR = re.compile(r"((?:令和|R)\s?\d{1,2}\s?年?)\s?\(\s?\d{4}\s?年?\s?\)")
_ITEM = re.compile(
    r"^\(?(?:\d{1,2}|[ア-ンa-z])(?:[).]\s*|\s+)(?=[一-龯]{1,6}(?:\s|:))|^\(?\d{1,2}\)\s?(?=\S)"
)
_HEADED = re.compile(r"^(?:標題|件名|表題|ご?回答|諾否|可否|ご?返答)\s*:\s*")
_WHO = re.compile(
    r"^(?!担当者?\s*[:=\s]\s*(?:未定|後日|追って|調整))(?:(?:(?:派遣|担当)?(?:講師|職員|者)|担当(?:保健師|司書|看護師|(?:管理)?栄養士|学芸員|指導[員士]|技師))(?:名|氏名|職氏名|職・?氏名)?|派遣する?職員)\s*[:=\s]\s*(?=\S)"
)
_PREFIXED = re.compile(r"^(?:派遣|実施|開催)(?=日時|場所|会場|期日)")
_TITLE = re.compile(r"(?:[^\s。、はがをに]{0,20})(?:承諾書|回答書|回答票|諾否書)")
_NEXT = re.compile(r"次の(?=者|とおり|通り)")
_COLON = re.compile(r"(?<=[^\d\s]):(?=\S)")


def tidied(text: str) -> str:
    """A letter's line: 「1 日 時 …」 as 「日時 …」."""
    text = _EXTENSION.sub("", _ALSO_OF.sub("", text.replace("みぎり", "折")))
    text = _CALL.sub("当課まで", text)  # else のみ is read in it
    bare = _HEADED.sub("", _ITEM.sub("", _SPACED.sub(r"\1\2", text)))
    bare = _PREFIXED.sub("", _WHO.sub("講師 : ", bare))
    bare = _NEXT.sub("下記の", _OF_UNIT.sub(r"\1の", bare))
    return _COLON.sub(" : ", _OTHER_YEAR.sub(r"\1", bare)).strip()


_OF_UNIT = re.compile(  # 「講師 : ごみ減量係 栗原」
    r"^(講師 : [一-龯ぁ-んァ-ヶー]{1,12}(?:課|係|室|館|署|センター|グループ|班))\s+(?=[一-龯])"
)
_EXTENSION = re.compile(r"\((?:内線|電話|TEL|直通)[\s:]*[\d-]+\)(?=まで)")
_CALL = re.compile(  # 「何かございましたら黒木までご連絡ください」
    r"(?:担当の?)?[一-龯]{1,4}まで(?=、?(?:お気軽に)?(?:ご?連絡|お問い?合わせ|お申し付け|お知らせ|お声|ご一報))"
)
_ALSO_OF = re.compile(
    r"\([一-龯]{0,8}(?:兼務|兼任|併任|担当)\)(?=$|の[一-龯]{1,4}(?:です|と申します))"
)  # 「佐渡です(防災兼務)」


def with_lecture(text: str, *, sent_text: str) -> str:
    """「読み聞かせ、お受けします」 as 「講座、お受けします」: the title that we named, or its end."""
    for part in _title_ends(sent_text):
        text = re.sub(rf"[「『]?{re.escape(part)}[」』]?(?=[、はを]|の件|$)", "講座", text)
    return text


@lru_cache(maxsize=64)
def _title_ends(sent_text: str) -> tuple[str, ...]:
    """絵本の読み聞かせ入門, 読み聞かせ入門, 読み聞かせ: longest first."""
    titles = (value for label, value in _told(sent_text) if label == "講座")
    found: list[str] = []
    for title in (_LENGTH.sub("", _NUMBER.sub("", one)) for one in titles):
        starts = [0, *(one.end() for one in re.finditer("[のー・ ]", title))]
        found += [one for at in starts for one in (title[at:], _KIND_OF.sub("", title[at:]))]
    return tuple(one for one in found if len(one) > _SHORTEST_TITLE)


_LENGTH = re.compile(r"\s*\(\d{2,3}分\)\s*$")
_KIND_OF = re.compile(r"(?:入門|講座|教室|講習会?|体験|基礎|の基本|について)$")
_SHORTEST_TITLE = 3


def without_venue(text: str, *, sent_text: str) -> str:
    """Without 「ひまわり児童館にて」, where that is the venue that we named."""
    for label, value in _told(sent_text):
        name = re.split(r"[\s(・]", value)[0]
        if label == "会場" and len(name) >= _SHORTEST_FACT:
            text = re.sub(
                rf"(?:、|会場の)?{re.escape(name)}(?:にて|において|で(?![はもなすしご]))、?",
                "",
                text,
            )
    return text


def tidied_line(text: str) -> str:
    """A line of a letter's list with its label in one piece: 「日 時 …」, 「派 遣 先 …」."""
    return _SPACED_LABEL.sub(lambda found: found[1] + re.sub(r"\s", "", found[2]), text)


_SPACED_LABEL = re.compile(
    r"^((?:\(?(?:\d{1,2}|[ア-ン])[).、]?\s*)?)((?:[一-龯]\s){1,4}[一-龯](?:名|者|先)?)(?=\s|:|$)"
)


def is_ours(label: str, value: str, *, sent_text: str) -> bool:
    """Whether a letter's fact is what we wrote: the whole of it, or its beginning."""
    of = _LABELS.get(label) or _LABELS.get(label.removesuffix("名"), _LABEL_OF.get(label, ""))
    told = "".join(_key(each) for known, each in _told(sent_text) if known == of)
    said = _key(_NUMBER.sub("", value)) or _key(value)
    figures = set(re.findall(r"\d+", spoken(value))) - {"0"}
    known_figures = set(re.findall(r"\d+", " ".join(each for _label, each in _told(sent_text))))
    return len(said) >= _SHORTEST_FACT and said in told and figures <= known_figures


_SHORTEST_FACT = 3
_LABEL_OF = {
    "派遣場所": "会場",
    "実施会場": "会場",
    "派遣先団体": "団体",
    "実施先": "団体",
    "講演題目": "講座",
    "講義名": "講座",
    "受講人数": "団体",
    "参加予定人数": "団体",
    "講座内容": "講座",
    "実施内容": "講座",
    "依頼元": "団体",
    "講座番号": "講座",
}


@lru_cache(maxsize=64)
def ours(sent_text: str) -> frozenset[str]:
    """The lemmas of the lecture's title, the group and the venue."""
    told = [*(value for _label, value in _told(sent_text)), _asked_section(sent_text)]
    told += [unsplit(value, sent_text=sent_text) for value in told]
    pieces = [piece for value in told for piece in (value, *_PIECES.split(value)) if piece]
    return (
        frozenset(
            word.lemma
            for piece in pieces
            for word in words_of(piece)
            if word.kind not in ("助詞", "助動詞", "補助記号") and not word.lemma.isdigit()
        )
        - _TOO_COMMON
    )


_HILL = re.compile(r"[一-龯]が[一-龯]")


def unsplit(text: str, *, sent_text: str) -> str:
    """「桜が丘自治会」 as 「桜ヶ丘自治会」: が would be a particle."""
    for name in {name for _label, value in _told(sent_text) for name in _HILL.findall(value)}:
        text = text.replace(name, name.replace("が", "ヶ"))
    return text


_PIECES = re.compile(r"(?<=の)|[\s・()、]+")  # 防災マップづくり is cut otherwise behind わが家の


def _asked_section(sent_text: str) -> str:
    """「防災課 ご担当さま」 in the first line: whose answer it is."""
    first = next((plain(line) for line in sent_text.splitlines() if line.strip()), "")
    found = re.match(r"(\S{2,16}(?:課|係|室|館|署|センター|所))(?:\s|ご担当|御中|様|$)", first)
    return found[1] if found else ""


_TOO_COMMON = frozenset("人 歳 名 分 為る 有る 上 下 方 回 別 者 中 伝える 使う 時間 階".split())


@lru_cache(maxsize=64)
def _told(sent_text: str) -> tuple[tuple[str, str], ...]:
    lines = (_OURS.match(plain(line)) for line in sent_text.splitlines())
    return tuple((_LABELS[found["label"]], spoken(found["value"])) for found in lines if found)


_NOTED = re.compile(
    r"^(?P<what>.{3,40}?)(?:とのこと|との件|という件|の?件|こと)(?:です(?:が|ね))?(?:[はも]|について(?:は|も)?)?、?(?:承知|了解|心得|拝承|把握|わかり|分かり|承り)(?:いた)?(?:し)?(?:まし|ており|ています|てい|てお)(?:た|ります|ます)?$"
)
_IN_A_REMARK = frozenset(
    "居る 有る 御座る いらっしゃる 方 様 名 人 参加 当日 為る 成る 利用 出席 御".split()
)


def notes_remark(text: str, *, sent_text: str) -> bool:
    """「車いすの方が2人いらっしゃるとのこと、承知しました」: what our own mail told."""
    found = _NOTED.match(text)
    if found is None:
        return False
    remark = "".join(plain(line) for line in sent_text.splitlines() if _REMARK.match(plain(line)))
    known = {word.lemma for word in words_of(spoken(remark))} | ours(sent_text) | _IN_A_REMARK
    said = [
        word for word in words_of(found["what"]) if word.kind not in ("助詞", "助動詞", "補助記号")
    ]
    return bool(remark) and all(word.lemma in known for word in said)


_REMARK = re.compile(r"^\W*(?:伝えたいこと|備考|連絡事項|要望)\s*:")


def is_title(text: str) -> bool:
    """「講師派遣承諾書」 above a letter: it names the paper."""
    return bool(_TITLE.fullmatch(text))


def repeats(text: str, *, sent_text: str) -> bool | None:
    """True: the line repeats a fact of ours. False: it differs. None: it is no such line."""
    found = _WRITTEN.match(text)
    if found is None:
        return None
    label = _LABELS[re.sub(r"\s", "", found["label"])]
    told = "".join(_key(value) for of, value in _told(sent_text) if of == label)
    return bool(told) and _key(_NUMBER.sub("", found["value"])) in told


def _key(text: str) -> str:
    return _UNSAID.sub("", text)
