"""Words beside the figures of a report: courtesy, doubts, a session that was not held. Pure."""

import re
from datetime import date, time, timedelta
from typing import Protocol

from bookings.answers import courtesy, signatures
from bookings.answers.folding import plain

_CALLED_OFF = re.compile(
    r"中止|延期|取り?や(?:め|ん)|取り?消|流れました|お?休みに(?:な|し)|開催(?:でき|しま|され)ません|実施(?:でき|しま|され)ま?せ?ん"
    r"|実施せず|(?:だれ|誰)も(?:来|い)(?:ませ|な)|参加者(?:な|無)し|cancel|postpone",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"たぶん|多分|おそらく|恐らく|不明|わか(?:らな|りませ)|分か(?:らな|りませ)|未確認|確認中|後日|あとで|後ほど|のちほど"
    r"|まだ(?:です|集計)|集計中|速報|仮の|暫定|ではな(?:く|い)|じゃなく|間違|まちがい|誤り|でしたっけ|\d\s*[~]\s*\d|\d\s*か\s*\d"
    r"|\d\s*(?:人|名|分)?\s*(?:以上|以下|未満|弱|強|余り|前後|(?:だ|くらいだ)?と思)"
)
_ASKS = re.compile(
    r"[?？]|(?:です|ます|ました|でしょう|ません)か(?:[。\s、]|$)|(?:教えて|知らせて|連絡(?:を)?|直して|変更して|訂正して|送って|返信)(?:ください|下さい|いただ|頂)"
)
_DAYS_AGO = (
    (r"本日|今日(?!子)|きょう|\btoday\b", 0),
    (r"(?<!一)昨日|きのう|さくじつ|yesterday", 1),
    (r"一昨日|おととい", 2),
)
_HEADS = re.compile(r"\d\s*(?:人|名|分|時間|people|min)|^\W*\d+(?=[\s,、。]|$)", re.MULTILINE)
_LABELLED = re.compile(
    r"(?:大人|おとな|子ども|子供|こども|合計|参加者?)[はがのも:、\s]{0,3}(?:\d|[〇一二三四五六七八九十百]+\s*(?:人|名))"
)
_THANKS = re.compile(
    r"(?:以上|まずは)?(?:、)?(?:の(?:とおり|通り))?(?:(?:実施)?報告|ご報告|回答)(?:を)?(?:(?:いた|致)?し(?:ます|ました)|(?:まで|申し上げます|です|になります))(?:まで)?"
    r"|(?:次|以下|下記)の(?:とおり|通り)(?:です|(?:ご)?報告(?:いた|致)?します)|(?:報告を)?(?:訂正|修正)(?:いた|致)?します|おつかれさまでした|お疲れ(?:様|さま)でした"
    r"|(?:講座)?(?:は)?(?:無事(?:に)?)?(?:終了|終わり|実施)(?:(?:いた|致)?しました|ました)"
)


class Known(Protocol):
    """What of the session may be repeated without a doubt."""

    @property
    def reference(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def said_on(self) -> date | None: ...
    @property
    def hours(self) -> tuple[time, time] | None: ...
    @property
    def title(self) -> str: ...


def bare(text: str, *, context: Known) -> str:
    """Without our own reference and the session's own day, which say nothing new."""
    day = context.day
    year = rf"(?:{day.year}\s*[年/.]|令和\s*{day.year - 2018}\s*年|R{day.year - 2018}\.)\s*"
    weekday = "月火水木金土日"[day.weekday()]
    dated = re.compile(
        rf"(?<![\d/年.])(?:{year})?0?{day.month}\s*[月/]\s*0?{day.day}(?![\d/])\s*日?"
        rf"\s*(?:\({weekday}(?:曜日?)?\))?\s*(?:(?:に|の)(?:実施(?:した|の)?)?(?:講座)?(?:の)?|は)?"
    )
    reference = re.escape(context.reference).replace(r"\-", r"\s*-\s*")
    text = re.sub(rf"(?:受付番号\s*:?\s*)?[\[(【]?{reference}[\])】]?\s*(?:の件)?", "", text)
    return dated.sub("", text)


def without_own_day(text: str, *, context: Known) -> str:
    """Also without the lecture's title, and without 昨日 where that was the session's day."""
    title = plain(context.title)
    text = text.replace(title, "") if title else text
    if context.hours is not None:
        text = re.sub("(?:~|-|から)?".join(f"(?:{_hour(at)})?" for at in context.hours), "", text)
    if context.said_on is None:
        return text
    for words, back in _DAYS_AGO:
        if context.said_on - timedelta(days=back) == context.day:
            text = re.sub(words, "", text)
    return text


def _hour(at: time) -> str:
    minutes = rf"時\s*{at.minute}分" if at.minute else "時(?!間)"
    return rf"(?<![\d:])0?{at.hour}\s*(?::{at.minute:02}(?!\d)|{minutes})"


def is_courtesy(line: str) -> bool:
    """A line of which every sentence is a greeting, thanks or 報告します."""
    sentences = [one for one in re.split(r"[。!]+", line) if one.strip()]
    return bool(sentences) and all(_is_polite(one.strip()) for one in sentences)


def is_called_off(text: str) -> bool:
    return bool(_CALLED_OFF.search(text))


def is_unsure(text: str) -> bool:
    return bool(_UNSURE.search(text))


def asks(words: str) -> bool:
    return bool(_ASKS.search(words))


def has_more_figures(words: str) -> bool:
    """Whether the words hold figures that could be meant instead."""
    return bool(_HEADS.search(words) or _LABELLED.search(words))


def _is_polite(sentence: str) -> bool:
    bare_words = re.sub(r"[\s、,.!]", "", sentence)
    return (
        bool(_THANKS.fullmatch(bare_words))
        or courtesy.is_courtesy(sentence)
        or signatures.is_introduction(sentence)
    )
