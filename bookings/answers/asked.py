"""Whether words name the ask itself: 「標記の件」, the lecture's title; not 「取り下げの件」. Pure.

The title is looked for in our own mail. What only could be the ask is not taken for it.
"""

import re

from bookings.answers.folding import plain, spoken

_TITLE_LINE = re.compile(r"(?:講座|講演|テーマ|題名)\s*(?:名)?\s*:\s*(?P<title>.{2,80})")
_NUMBER = re.compile(r"^[A-Za-z]?-?\d{0,2}-\d{1,3}\s*|\(\s*\d{1,3}分\s*\)$|[\s「」『』]")
_GROUP_LINE = re.compile(r"^\W*(?:申込)?団体(?:名)?\s*:?\s*(?P<name>[^\s(（:]{3,40})")
_VENUE_LINE = re.compile(r"^\W*(?:会場|場所)\s*:?\s*(?P<name>[^\s(（:]{3,40})")
_PEOPLE = r"(?:様方?|さま|さん|殿|の(?:皆様|皆さま|皆さん|みなさま|方々))?"
_HELD = r"(?:開催|実施|行わ?|予定)(?:される|れる|する|いたします|(?:を)?予定(?:され)?(?:の|している)|の)*"
_NOUNS = r"(?=\s?(?:件|講座|講演|出前|お気軽|出張|ご?依頼|講師|派遣|お話|お申|お?申込|「))"
_AGAINST = re.compile(r"ません|ない|なく|ず|かね|断|辞退|見送|別|なら|たら|れば")
_WORDS = re.compile(
    r"ご?依頼|ご?照会|お?申し?込み|お?申込み?|お尋ね|お問い?合わ?せ|お話|お声がけ|ご?連絡|ご?案内|ご?要望|ご?相談|標記|首記|標題|表題|件名|本件|当件|上記|左記|お気軽|出前|出張|公開|講座|講演会?|講師|派遣|出講|開催|実施|件|メール|文書|お手紙"
    r"|今回|この度|このたび|先日|先般|過日|昨日|本日|この|こちら|その|当該|本|例|貴課|貴団体|団体|自治会|町内会|から|より|さん|様|いただ(?:きました|いた|いて(?:い|おり)(?:た|ました))|頂(?:きました|いた)|あ(?:りました|った)|ございました|賜り(?:ました)?|賜った|拝受|拝見|お申し越し|ご?用命|ご?指名|せっかく|また|とない|貴重な|年度"
    r"|に(?:ついて|つきまして|関しまして|関して)|の|は|を|が|も|で|、|,|\s|\t|「|」"
)
_NAMED = re.compile(
    r"「(?P<quoted>[^」]{1,40})」|(?:(?<=^)|(?<=[\s、,]))(?P<bare>[^\s、,「」]{2,40}?)(?=の(?:件|ご?依頼|出前講座|講座|講演|講師派遣|講師の|派遣|お話|お?申し?込み)|(?:出前)?講座の?(?:の|に|を|は|で|、|$))"
)


def title_of(sent_text: str) -> str:
    """The lecture's title, as our mail says it; empty where it says none."""
    for line in sent_text.splitlines():
        if found := _TITLE_LINE.search(plain(line)):
            return _key(spoken(found["title"]))
    return ""


def without_title(text: str, *, sent_text: str) -> str:
    """「わが家の防災マップづくりの件」 as 「本件」: only where the whole title stands there."""
    text, title = _without_names(text, sent_text=sent_text), title_of(sent_text)
    if len(title) < 4:
        return text

    of_ours = _ours(sent_text)

    def named(found: re.Match[str]) -> str:
        said = _key(found["quoted"] or found["bare"])
        part = _part_of(title, said=said)
        ahead = of_ours.sub("", said.removesuffix(part))
        word = "出前" if text[found.end() :].startswith("講座") else "講座"
        return f"{ahead}{word}" if part and names_the_ask(ahead) else found[0]

    return re.sub(r"講座の(?=(?:出前)?講座|講演|講師派遣|派遣)", "", _NAMED.sub(named, text))


def _part_of(title: str, *, said: str) -> str:
    """The longest end of the words that is the title, or a piece of it of four letters or more."""
    ends = (said[at:] for at in range(len(said) - 3))
    return next((end for end in ends if end in title), "")


def _without_names(text: str, *, sent_text: str) -> str:
    """「桜が丘公民館での講座」 as 「講座」: the group and the venue are those that we wrote."""
    group, venue = _name(_GROUP_LINE, sent_text), _name(_VENUE_LINE, sent_text)
    for name in filter(None, (group, venue)):
        text = re.sub(
            rf"(?:会場の)?「?{name}」?{_PEOPLE}(?:(?:へ|で|から|より|に(?:対する|おける|て))?の|(?:にて|で)?{_HELD}|(?:から|より)(?:の)?){_NOUNS}",
            "",
            text,
        )
        text = re.sub(
            rf"{name}{_PEOPLE}(?:から|より)(?=ご?依頼|お申|いただ|頂|あった|ありました)", "", text
        )
    if venue and not _AGAINST.search(text):
        text = re.sub(rf"(?<=[\d分時半)])\s+{venue}$", "", text)
        text = re.sub(rf"^(?:会場|場所)\s?[:は]?\s?{venue}(?:です)?$", "", text)
        text = re.sub(
            rf"\(?(?:会場|場所)?\s?[:は]?\s?{venue}(?:\)|へ|に|まで)(?=$|[\s、,]|お?伺|参|まい|出向|行)",
            "",
            text,
        )
        text = re.sub(
            rf"(?:(?<=^)|(?<=[\s、,分時半)から])){venue}(?:にて|で)[、,]?(?=承諾|お?引き?受|お受|対応|実施|担当)",
            "",
            text,
        )
    return text


def _ours(sent_text: str) -> re.Pattern[str]:
    """The group or the venue before the lecture's title: 「桜が丘自治会さんの」."""
    names = [_name(line, sent_text) for line in (_GROUP_LINE, _VENUE_LINE)]
    known = "|".join(filter(None, names))
    return re.compile(rf"(?:{known}){_PEOPLE}(?:(?:へ|で|から|より)?の)?" if known else r"(?!)")


def _name(line: re.Pattern[str], sent_text: str) -> str:
    for one in sent_text.splitlines():
        if found := line.match(plain(one)):
            return re.escape(spoken(found["name"]))
    return ""


def names_the_ask(topic: str) -> bool:
    """Whether closed words of the ask cover the topic to its last letter."""
    return not _WORDS.sub("", topic)


def _key(text: str) -> str:
    return re.sub(r"[^\w]", "", _NUMBER.sub("", text.strip()))
