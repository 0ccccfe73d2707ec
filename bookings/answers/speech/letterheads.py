"""The frame of an official letter: number, date, whom, who, title, seal, greetings, contact. By lines.

It takes away only what says nothing of the ask; the wording of a sentence is put into plain forms.
"""

import re
from dataclasses import dataclass
from datetime import date

from bookings.answers import courtesy, signatures, when
from bookings.answers.folding import spoken
from bookings.answers.speech import lexicon
from bookings.answers.speech.words import words_of

_FORMAL = re.compile(
    r"\(ご?回答\)|\(?公印(?:は)?省略\)?|\(?印省略\)?|記|以上|拝復|拝啓|敬具|謹啓|謹白|草々|前略"
)
_FIGURE = r"[\d〇一二三四五六七八九十百千\s]{1,16}"
_NUMBER = re.compile(
    rf"(?:(?:文書番号|発番|文書記号|記号番号|番号|文書)\s?:?\s?)?[\w\s()・-]{{1,40}}?第\s?{_FIGURE}\s?号(?:の{_FIGURE})?"
)
_HEAD = re.compile(
    r"(?:文書番号|発番|日付|発信日|年月日|宛先?|あて先?|宛名|発信者?|差出|送付先)\s?:\s?[^。]{1,40}"
)
_TITLE = re.compile(
    r"(?:(?:件名|標題|表題|題名|みだし|標記)\s?:\s?)?[^。、:]{2,50}(?:について|に関して|に対する回答|の回答|承諾書|回答書|回答票|通知書|回答について|の件)(?:\s?\((?:回答|通知|承諾|回答書|ご?報告|返答|ご回答)\))?|\S{2,40}\((?:回答|ご?回答|通知)\)"
)
_PAPER = re.compile(
    r"(?:講師|職員)?(?:派遣)?(?:依頼)?(?:に対する)?(?:承諾|諾否)?(?:回答書|回答票|回答用紙|承諾書|諾否書)"
)
_OF_ASK = re.compile(r"講師|講座|出前|派遣|講演|依頼|出張")
_OTHER_ASK = re.compile(
    r"昨年|去年|前回|別件|他の|来年|次回|以前|先月|来月|案$|取り?消|取り?下|変更|中止|延期|辞退"
)
_SUBJECT = re.compile(r"(?:件名|標題|表題|みだし|標記)\s?:\s?[^。]{2,50}")
_UNIT = r"(?:課|係|室|局|部|館|署|所|センター|委員会|市|町|役所|役場|本部|園|班|図書館|担当)"
_WHOM = re.compile(
    r"[^。、:はがをに]{0,30}?(?:様方?|殿|さま|御中|ご中|あて|宛て?)(?:\s?\([^()]{1,12}\))?"
)
_SENDER = re.compile(
    rf"[^。、:はがをに\d]{{0,24}}(?:{_UNIT}|長|次長|補佐|主幹|監)(?:\s+[^。、:はがをに\d]{{1,24}})?(?:\s*(?:印|㊞|\(公印省略\)))?"
)
_SEALED = re.compile(r"\(公?印省略\)$")
_SENDS = re.compile(rf"(?:{_UNIT}|長|監)(?:\s|$|\()")
_CONTACT = re.compile(
    r"\(?\s?(?:(?:事務|本件|回答)?(?:担当者?|連絡先|問い?合わせ先|取扱者?)|所属|電話|TEL|FAX|内線|E-?mail|メール|直通)(?:\s|:|\().{0,50}\)?",
    re.IGNORECASE,
)
_REACHED = re.compile(r"内線|電話|TEL|FAX|直通|mail|\d{3,4}-\d{4}", re.IGNORECASE)
_LUCKY = re.compile(r"(?:令和|R)?\s?\d{0,4}\s?年?\s?(?:\d{1,2}月|\S月)\s?吉日")
_MONTHS = re.compile(r"(?:睦|如|弥生|卯|皐|水無|文|葉|長|神無|霜|師走)月?\s?吉日")
_SEASON = re.compile(r"\S{1,8}の(?:候|折|砌|みぎり)")
_WEIGHTY = re.compile(
    r"承諾し|承諾す|承諾い|辞退|ません|ない|条件|変更|別日|ただし|未定|予定|断|延期|中止|欠席|不可|仮|保留|取消|検討|調整"
)
_KANJI_DATE = re.compile(
    r"(?<![一-龯])([一二三四五六七八九十]{1,3})(?=年[^一-龯]?|[月日時分])|(?<=令和)[一二三四五六七八九十元]{1,3}(?=年)"
)


_NO_HEAD = (lexicon.LOADED | lexicon.STAND_IN) - frozenset(
    "承諾 相談 電話 内線 会場 時 部分 対象 申請 添付 登録 案 予定 候補 希望 調整 許可 元 前任 別 責任 費 料 印 契約 保険 文書 番号 協議 車".split()
)


@dataclass
class Frame:
    """Which line belongs to the frame; `listing`: below 「記」, where the facts stand."""

    today: date
    is_formal: bool = False
    listing: bool = False
    ended: bool = False
    signing: bool = False  # below the date at the foot: who writes, and whom to

    def takes(self, line: str, *, raw: str, after_body: bool) -> bool:
        bare = _together(line)
        if _FORMAL.fullmatch(bare):
            self.is_formal = True
            self.listing = self.listing or bare == "記"
            self.ended = self.ended or bare in ("以上", "敬具")
            return True
        if not bare or signatures.is_rule(line):
            return True
        if _SEALED.search(bare) and _SENDER.fullmatch(bare) and _SENDS.search(bare):
            return True
        if self._is_number(bare) or self._is_date(bare):
            self.signing = after_body
            return True
        if courtesy.is_courtesy(bare) or (_SEASON.search(bare) and courtesy.is_courtesy(bare)):
            return True
        if _is_contact(bare, listing=self.listing and not self.ended):
            return True
        return (not after_body or self.signing) and self._heads(bare)

    def _is_number(self, bare: str) -> bool:
        if not _NUMBER.fullmatch(bare):
            return False
        self.is_formal = True
        return True

    def _is_date(self, bare: str) -> bool:
        if _LUCKY.fullmatch(bare) or (_MONTHS.search(bare) and bare.endswith("吉日")):
            self.is_formal = True
            return True
        return when.is_letter_date(bare.replace(" ", ""), today=self.today)

    def _heads(self, bare: str) -> bool:
        """Above the body: whom, who, what about."""
        if _WEIGHTY.search(bare.replace("承諾書", "")) or len(bare) > 70:
            return False
        if {word.lemma for word in words_of(bare)} & _NO_HEAD:
            return False
        if _HEAD.fullmatch(bare) or _SUBJECT.fullmatch(bare):
            self.is_formal = True
            return True
        if _PAPER.fullmatch(bare):
            return True
        if _TITLE.fullmatch(bare) and _OF_ASK.search(bare) and not _OTHER_ASK.search(bare):
            return True
        if _WHOM.fullmatch(bare):
            return True
        return bool(_SENDER.fullmatch(bare) and _SENDS.search(bare)) and not re.search(
            r"(?:会場|講師|講座|団体|日時|理由|備考|諾否|回答)(?:\s|:|$)", bare
        )


def _is_contact(bare: str, *, listing: bool) -> bool:
    """「(担当 防災課 榊 内線2215)」: in the list of facts only with a number to reach."""
    inner = bare.strip("() ")
    if signatures.is_contact(inner):
        return True
    if not _CONTACT.fullmatch(bare) or _WEIGHTY.search(bare) or "講師" in bare:
        return False
    if re.search(r"[。、]|(?:です|ます|ません|ない|する|した|たい|ください|願い?)(?:\)|$)", bare):
        return False
    return bool(_REACHED.search(bare)) or not listing


_SPACED_OUT = re.compile(r"(?<!\S)(?:\S\s+){3,}\S(?!\S)")


def _together(line: str) -> str:
    """「防 災 第 3 0 9 号」 as one word."""
    bare = line.strip(" 【】《》〈〉<>")
    return _SPACED_OUT.sub(lambda found: re.sub(r"\s", "", found[0]), bare).strip()


def dated(line: str) -> str:
    """令和八年十二月十七日 in figures."""
    return spoken(_together(line))


_POLITE = (
    (re.compile(r"承諾(?:を)?(?:する|した)(?:もの(?:とする|です))?$"), "承諾します"),
    (re.compile(r"(?<=派遣)(?:する|した)$"), "します"),
    (re.compile(r"(?<=受諾)する$|(?<=実施)する$|(?<=対応)する$"), "します"),
    (re.compile(r"(?<=辞退)(?:する|した)$"), "します"),
    (re.compile(r"引き?受ける$"), "引き受けます"),
    (re.compile(r"(?<=[しき])かねる$"), "かねます"),
    (re.compile(r"できない$"), "できません"),
    (re.compile(r"困難である$|困難だ$"), "困難です"),
    (
        re.compile(
            r"(?:(?<=^)|(?<=、))(派遣|対応|実施|出講)(?:する|いたす)?(?:こと)?(?:は|が)?(?:極めて|大変|誠に)?(?:困難|不可能)(?:です|である|な状況です|な状況にあります)?$"
        ),
        r"講師の派遣ができません",
    ),
    (re.compile(r"断る$"), "お断りします"),
)
_REPORTS = re.compile(
    r"(?:ので|から|ことから|ため)、?(?:その旨|ここに|下記のとおり|本書をもって|本状をもって)?、?(?:ご|御|お)?(?:回答|通知|報告|連絡|返答|返事|返信|知らせ)(?:を)?(?:いたします|致します|します|する|申し上げます|申しあげます|する次第です)$"
)
_DECIDES = re.compile(
    r"(?:する)?こと(?:を決定|と決定|に決定|に決|と)(?:いた)?(?:しました|した|します|まりました|まった)$"
)
_ARRANGES = re.compile(
    r"(?:ますので|ので|つきましては|ついては)?、?(?:何とぞ|何卒|どうぞ)?、?(?:よろしく|宜しく)?、?(?:お)?取り?(?:計|はか)らい(?:くださいますよう|の(?:ほど|程))?、?(?:よろしく|宜しく)?(?:お)?(?:願います|願い(?:いた|致)?します|願い申し上げます|願いたい|ください|下さい)$"
)
_REFERS = re.compile(
    r"^(?:(?:令和|R)?\s?\d{1,4}年?\s?[\d月./]{1,6}\s?日?付け?(?:で|にて|の|、)?)?(?:[\w-]{1,16}第\d{1,5}号)?(?:で|により|にて|の)?、?(?=(?:ご)?依頼|(?:ご)?照会|貴課|申し?込)"
)
_ASKED = re.compile(
    r"^(?:(?:過日|先般|先日|今般|先に|このたび|この度)(?:の|は)?、?)?(?:貴課から|貴課より)?(?:ご)?(?:依頼|照会|申し?込み?)の?(?:が)?(?:あった|あり|ありました|ございました|いただきました|のあった|のありました)(?=標記|この|これ|上記|講師|職員|お気軽|出前|件|こと)"
)
_BELOW = re.compile(
    r"(?:下記|次|左記|以下|別記|記載)(?:の)?(?:とおり|通り|理由により|理由で|理由から|内容で|内容により|により|によって|のもとに|要領にて|要領で)(?:、?相違なく)?、?"
)
_NEXT = re.compile(
    r"^(?:なお|また|ついては|つきましては)?、?(?:当日)?(?:派遣(?:する|いたします)?)?(?:講師|職員|者)(?:として)?(?:は|につきましては|については)?、?(?:下記|次)の(?:とおり|者|職員)(?:です|とする|とします|といたします|になります|である|を派遣します|を派遣する|を派遣いたします)$"
)
_SENDS_BELOW = re.compile(r"(?:下記|次)の(?=職員|者|日程|日時)")
_OWN_NUMBER = re.compile(r"(?:R\s?\d{1,2}-\d{1,6})(?:号)?(?:で|により|にて|の)?、?")
_TOPIC = r"(?:標記の件(?:については?|につきまして(?:は)?|は|に関し(?:て|まして))?、?)?"
_DOES = re.compile(
    rf"^{_TOPIC}(?:ご依頼(?:の|どおり|のとおり)?、?)?(?:(?:日程|日時)(?:で|にて|により)、?)?(?:(?:当[課館所室署係]|本[課館所])?(?:の)?(?:職員|講師)(?:を)?(?:講師として)?)?(?:の)?(?:派遣|実施|開催|出講)(?:を)?(?:いたします|します|することにしました|させていただきます|することになりました)$"
)
_UNABLE = re.compile(
    r"承諾(?:を)?(?:する|いたす)?(?:こと(?:は|が))?(?:でき(?:ません|ない|かねます)|(?:い?た?し)かねます|し?かねます|しかねる|いたしかねる)$"
)
_BEGINS = re.compile(r"^(?:さて|なお|また|ついては|つきましては)、?")
_GREETING = re.compile(
    r"^(?:\S{1,8}の(?:候|折|砌|みぎり)、?)?(?:貴課|皆様|貴職|時下)?(?:に(?:おかれましては|は))?(?:、)?(?:ますます|益々|いよいよ)?、?(?:ご)(?:清祥|清栄|健勝|隆盛|盛栄|発展)のことと(?:お|ご)?(?:喜び|慶び|よろこび)(?:申し上げ|申しあげ)ます$|^平素(?:より|は|から).{0,30}(?:ご)(?:理解|協力|高配|支援|尽力).{0,14}(?:厚く|深く|心より)?(?:お?礼|感謝)(?:申し上げ|申しあげ|いたし)ます$|^(?:まずは|以上|略儀ながら)?.{0,10}(?:書中|書面|本状)をもって?(?:ご|お|、)?.{0,6}(?:回答|返事|返答|お知らせ|あいさつ|挨拶|お礼|お願い)?(?:まで)?(?:かたがた)?(?:申し上げます|いたします)$"
)


def body(text: str) -> str:
    """A sentence of the letter in the plain words of a short mail; empty where it only frames."""
    bare = _BEGINS.sub("", text.strip())
    bare = re.sub(r"^(?:拝復|拝啓|謹啓)\s*", "", bare)
    if _GREETING.match(bare) or _NEXT.match(bare):
        return ""
    bare = _REFERS.sub("", _OWN_NUMBER.sub("", bare))
    bare = _ASKED.sub("", bare)
    bare = _REPORTS.sub("", _ARRANGES.sub("", bare))
    bare = _THIS.sub("標記の件", bare)
    bare = re.sub(r"(?:これを|その旨を)(?=承諾|受諾|辞退)", "", bare)
    bare = _SENDS_BELOW.sub("", _BELOW.sub("", bare))
    bare = _DECIDES.sub("することにしました", bare)
    for pattern, said in _POLITE:
        bare = pattern.sub(said, bare)
    bare = _UNABLE.sub("お引き受けできません", bare)
    if _ANSWERS.fullmatch(bare):
        return ""
    return _DOES.sub("標記の件、承諾します", bare).strip(" 、")


_THIS = re.compile(
    r"^(?:みだし|見出し|標記|標題|首記|表記|この|これ)の?(?:こと|件)?(?=については|について|につき|は、|に関し)"
)
_ANSWERS = re.compile(
    r"(?:右|以上|上記)?、?(?:の(?:とおり|通り))?、?(?:標記の件)?(?:については?|につきましては?|は)?、?(?:ご)?回答(?:いた)?(?:します|する|申し上げます)"
)


_OFFICIAL = re.compile(
    r"^(?:このこと|これ|みだし|見出し|標記|標題|首記|表記)(?:の(?:件|こと))?(?:について|につき|に関し|は)|(?:下記|左記|別記)の(?:とおり|通り|理由)|(?:旨|ので|ここに)、?(?:ご)?(?:回答|通知)(?:いた)?(?:します|する|申し上げます)$"
)


def is_official(text: str) -> bool:
    """A sentence that only official letters have."""
    return bool(_OFFICIAL.search(text))


_SENDS_NEXT = re.compile(
    r"(?:下記|次)の?(?:者|職員)を(?:講師として)?(?:派遣|推薦)(?:する|します|いたします|(?:する)?こと(?:と|に)(?:する|した|します|しました|いたします|いたしました))$"
)


def names_next(text: str) -> bool:
    """「なお、講師は次の者とする」: a person stands below."""
    bare = text.strip(" 。｡")
    return bool(_NEXT.match(bare) or _SENDS_NEXT.search(bare))
