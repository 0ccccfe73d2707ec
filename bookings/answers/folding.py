"""One spelling for matching: widths, dashes, figures, honorifics. Never shown to anyone."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")
_CIRCLED = {ord(mark): f" {number} " for number, mark in enumerate("①②③④⑤⑥⑦⑧⑨⑩", start=1)}
_STROKES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−⁃─", "-")
    | dict.fromkeys("〜∼〰", "~")
    | {"︰": ":", "∶": ":", "→": ":", "⇒": ":", "／": "/", "℡": "TEL", "№": "No."}
)
_HALF_KANA = re.compile("[\uff66-\uff9f]+")
_INFLECTED = re.compile("マス|マセン|デス|マシタ|シタ|クダサイ|オネガイ|サマ|ケマス|ゴザイ|イタシ")
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}
_HONORIFIC = re.compile(
    "御(?=調整|対応|賢察|高察|海容|寛恕|多用|指名|尽力|支援|用命|手配|通知|報告|依頼|了承|了解|理解|協力|検討|相談|連絡|質問|回答|返事|返答|返信|提案|照会|案内|都合|多忙|担当|教示|査収"
    "|確認|清祥|健勝|清栄|発展|盛栄|隆盛|自愛|容赦|放念|指導|厚情|高配|配慮|辞退|承諾|礼|要望|期待|指定|提示|希望|意見"
    "|挨拶|無沙汰|手数|世話|願い|引き?受け|受け|断り|伺い|慶び|喜び)"
)
_OWN_READING = re.compile("ご(?=願い|引き?受け|受け|断り|伺い|慶び|喜び|世話|手数|礼)")
_KANJI_FIGURE = re.compile(
    "(?<![〇一二三四五六七八九十百千万第])([〇一二三四五六七八九十]{1,4})"
    "(?=月|日(?!曜)|時(?![的期代間])|(?<=時.)分|(?<=時..)分|(?<=時...)分|年)"
)
_IN_KANJI = {
    "もうしわけ": "申し訳",
    "おことわり": "お断り",
    "だいじょうぶ": "大丈夫",
    "おねがい": "お願い",
    "おうけ": "お受け",
    "おひきうけ": "お引き受け",
    "ひきうけ": "引き受け",
    "しょうだく": "承諾",
    "じたいします": "辞退します",
    "じたいさせ": "辞退させ",
    "よろこんで": "喜んで",
    "おせわに": "お世話に",
    "おつかれさま": "お疲れさま",
}
_KANA = re.compile("|".join(sorted(_IN_KANJI, key=len, reverse=True)))
_MORNING = re.compile(r"(?<![今翌毎明早])朝の?(?=(?:1[01]|[5-9])\s*(?::|時))")
_DIGITS = {character: number for number, character in enumerate("〇一二三四五六七八九")}


def plain(text: str) -> str:
    """NFKC, one kind of dash and wave, single spaces."""
    widened = _INVISIBLE.sub("", text).translate(_CIRCLED)
    widened = _HALF_KANA.sub(_of_half_kana, widened)
    folded = unicodedata.normalize("NFKC", widened).translate(_STROKES)
    folded = re.sub(r"(?<=[\d時分半])\s*ー\s*(?=\d|午)", "-", folded)
    return re.sub(r"\s+", " ", folded).strip()


def spoken(folded: str) -> str:
    """Of a folded sentence: 御 as ご or お, kanji figures as figures, 正午 as 12時."""
    folded = _OWN_READING.sub("お", _HONORIFIC.sub("ご", folded))
    folded = _KANA.sub(lambda found: _IN_KANJI[found[0]], folded)
    return _MORNING.sub("午前", _KANJI_FIGURE.sub(_figure, folded.replace("正午", "12時")))


def _of_half_kana(match: re.Match[str]) -> str:
    """承諾ｼﾏｽ is 承諾します; ﾅｶｻﾞﾜ stays ナカザワ."""
    wide = unicodedata.normalize("NFKC", match[0])
    return wide.translate(_TO_HIRAGANA) if _INFLECTED.search(wide) else wide


def _figure(match: re.Match[str]) -> str:
    text = match[1]
    if "十" not in text:
        return "".join(str(_DIGITS[character]) for character in text)
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return text
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))
