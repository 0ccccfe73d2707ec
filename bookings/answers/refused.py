"""What a refusal refuses: the ask, or something beside it, once before, or by somebody else. Pure.

Where it may be anything but the ask itself, a person reads it.
"""

import re

from bookings.answers import asked, doubts, when
from bookings.answers.understood import Doubt

_BEFORE = re.compile(
    r"昨年|去年|一昨年|前回|前年|先月|先週|先々月|以前|かつて|過去|これまで|いつも|通常|例年"
)
_MATTERS = re.compile(
    r"謝礼|謝金|報償|報酬|お礼(?!申)|交通費|旅費|土産|菓子|昼食|弁当|食事|お茶|飲み物|懇親|打ち上げ|打上げ|宴|撮影|録画|録音|収録|取材|送迎|出迎|駐車|アンケート|表彰|記念品|花束|(?:別|他|ほか|もう一つ|もう一件)の(?:講座|ご?依頼|件|お話|課題)(?!の(?:予定|準備|実施|開催|日程|派遣|担当)|(?:が|と|を|も)[^、。]{0,12}(?:入っ|重な|予定|実施|抱え|開催|控え|多))|別件|取り?下げ|取りやめ"
    r"|(?:変更|延期|延長|中止|取り?下げ|取り?消し?|増員|追加)(?:の(?:ご?依頼|件|お話|ご?希望))?(?:は|を|について|につきまして|に関して|の?ご?辞退)"
    r"|\b(?:photo|lunch|dinner|record|video|film|fees?\b|gift|interview|payment|honorari|parking|survey)",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"(?:団体|先方|相手方?|本人|参加者|受講者|代表者?|申込者|申請者|主催者|自治会|町内会|老人会|子ども会|(?<![当本弊])課)(?:様|さん|側|の方)?(?:が|は|も|から|より)(?![、,]?[^、,]{1,30}(?:ため|ので))"
    r"|(?:団体|先方|相手方?|参加者|代表者?|申込者|申請者|主催者|講師)(?:様|側)?の(?:ご?都合|事情|希望|意向|申し?出)(?:により|につき|で|のため|から)"
    r"|(?:講師|職員|担当者?|[一-龯]{1,4}さん|田中|佐藤|鈴木)(?:の[^\sはがをのに]{1,6})?(?:が|は)[、,]?(?:[^、,]{0,10}(?:により|につき)[、,]?)?ご?(?:辞退|お断り)"
)
_TOPIC = re.compile(
    r"(?:^|[、,\s])(?P<topic>[^、,\s]{1,40}?)の(?:件|ご?依頼|お申し?込み|お話|講座|講演|派遣)(?:について|につきまして|に関しまして)?(?:は|を|も|ですが|[、,]|$)"
)
_WHY = re.compile(
    r"ため|為|ので|から|により|につき|によって|重な|かぶ|ません|ない|ず(?:$|[、,])|不足|不在|多忙|繁忙|忙し|手一杯|余裕|(?<=..)中$|中の|対応|準備|議会|会議|会期|研修|出張|訓練|行事|式典|大会|健診|検診|点検|監査|選挙|工事|説明会|協議会|立会|休暇|休業|育休|産休|休み|休館|閉館"
    r"|病|体調|けが|入院|忌引|欠員|異動|退職|人手|人員|体制|都合|先約|予定|業務|事務|公務|遠方|難し|困難|無理|厳し|決算|予算|年末|年度末|災害|警戒|警報|コロナ|インフル|重複|廃止|対象外|出払|塞が|埋ま|ふさが|入って|入り$|手が"
)
_SECTION = re.compile(
    r"(?:担当|所管|主管|窓口)(?:課|係|部署)?(?:は|が|:)\S{1,14}|\S{1,14}(?:課|係|室|館|署|本部|センター)(?:の(?:講座|担当|所管|業務|仕事)|が担当|へ|に|宛て?|まで)?(?:です|と思われます|になります|でお願いします|お願いします)?"
)
_ELSEWHERE = re.compile(
    r"(?<![当本弊]課)(?<![当本弊]館)(?<![当本弊]係)(?<=[課係室館署部])の(?:業務|所管|担当|仕事|事務)(?:の)?(?:ため|で|です|なので)"
)
_OPEN = re.compile(r"(?:調整|確認|検討|相談|協議|審議|保留|予定|照会)中?|未定")
_PART = re.compile(
    r"(?:午前|午後|夜間?|夕方|\d{1,2}月|年内|年度内|今月|来月|年末|年度末|平日|土日|土曜|日曜)中?(?:のみ|だけ|の部|分)?|.{0,4}(?:オンライン|土曜|日曜|平日|土日|録画|駐車場?|資料|予定表)(?:対応|資料)?"
)
_ENGLISH = re.compile(
    r"\b(?:because|due|as|since|owing|lack|short|busy|budget|session|meeting|conflict|schedul\w*|training|drill|inspection|camp|leave|absent|unavailable|away|staff|closed|holiday|event|booked|nobody|sick|ill|year-end|overload|workload)\b|not available|no one",
    re.IGNORECASE,
)


def refuse_other_matter(text: str) -> None:
    """「謝礼は辞退します」, 「団体が辞退しました」, 「昨年は辞退しました」, 「取材のご依頼は…」."""
    if _MATTERS.search(text) or _SOMEBODY.search(text):
        raise Doubt("more_than_answer")
    if _BEFORE.search(text):
        raise Doubt("not_understood")
    for found in _TOPIC.finditer(text):
        if not asked.names_the_ask(found["topic"]):
            raise Doubt("more_than_answer")


def refuse_no_reason(text: str) -> None:
    """「辞退 午前」: of one part only? What stands beside a refusal must say why."""
    bare = text.strip(" 、,.:()「」").removeprefix("理由(")
    if _SECTION.fullmatch(bare) and not re.search(
        r"ため|ので|により|につき|ません|体調|休|病|出張|不在|研修|けが|入院|欠勤|多忙|重な|塞が",
        bare,
    ):
        raise Doubt("handed_over")
    if _ELSEWHERE.search(bare):
        raise Doubt("handed_over")
    if _OPEN.fullmatch(bare):
        raise Doubt("later")
    if _PART.fullmatch(bare):
        raise Doubt("condition")
    if bare and not (_WHY.search(bare) or _ENGLISH.search(bare)):
        doubts.refuse_in_reason(when.without_days(bare))
        raise Doubt("more_than_answer")


def is_english_reason(text: str) -> bool:
    return bool(_ENGLISH.search(text))
