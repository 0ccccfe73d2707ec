"""What sections print under every mail: opening hours, closed days, campaigns, slogans.

Only looked for in a signature. A notice that touches the asked days, or speaks of the ask, is none.
"""

import re
from datetime import date

from bookings.answers import when
from bookings.answers.understood import Doubt

_HOURS_KEY = re.compile(
    r"開[庁館所園]|閉[庁館所園]|休[館庁業所園診]|窓口|受付時間|業務時間|執務時間|営業|診療|お休み|年末年始|お盆"
)
_HOURS = re.compile(
    r"開庁|閉庁|開館|閉館|休館|休庁|休業|休所|休園|休診|開所|閉所|開園|閉園|特別整理|蔵書点検|窓口|受付|業務|営業|診療|執務|勤務|定休|中央館|本館|分館|図書館|センター|期間|時間|毎週|毎月|第|曜日?|平日|土日祝?|祝日|祝|年末年始"
    r"|を|除[くき]|まで|から|翌日|翌平日|の場合|当たるときは|に当たる|その|夏季|冬季|お盆|ただし|午前|午後|お休み|休み|です|(?<=[庁館所園業診])(?:します|して(?:い|おり)ます)|となります|となっております|いたします|(?:させて)?いただきます|および|及び|又は|または|日|月|火|水|木|金|土|年|時|分|半|は|が|の|に|と|も|で|中"
    r"|[\d~:/().,、・&\s-]|[■●○◆◇★☆※*【】\[\]<>|]"
)
_EVENT = re.compile(
    r"フェア|フェスタ|フェスティバル|まつり|祭り?(?![日])|展(?=\s|$|[^開望])|週間|月間|運動|キャンペーン|募集|講習会|おはなし会|お話会|読み聞かせ会|健診|検診|相談会|配信中|公開中|受付中|実施中|開催|デー(?=\s|$|[!です])|大会|コンサート"
    r"|登録|フォロー|マイナンバー|火の用心|節電|エコ|マスコット|ふるさと納税|ホームページ|公式|アプリ|LINE|Instagram|SNS|分ければ資源|もったいない|訓練の日|防災の日|国勢調査|選挙|市制|周年"
)
_WEATHER = re.compile(
    r"[※*(]?\s*(?:雨天|荒天|小雨)(?:の?(?:とき|時|場合))?は?\s*(?:決行|順延|延期|中止|別日|翌日)?(?:決行)?[\s\d/月日()（）:火水木金土~にへ]*(?:順延|延期|開催)?\)?"
)
_OF_THE_ASK = re.compile(
    r"承諾|辞退|別日|別の日|引き?受け|お受け|希望|講師|講座|依頼|当日|会場|人数|\d\s*(?:人|名|台|部)|変更|延期|以降|以前|資料|開始|終了|不可|都合|中止|駐車|お願い|願います|ください|下さい|できません|ません|伺|対応|要$|必要|限り|のみ|だけ"
)


def is_hours(line: str, *, known: set[date], today: date) -> bool:
    """Opening hours and closed days, to the last letter."""
    if len(line) > 100 or not _HOURS_KEY.search(line) or _HOURS.sub("", line):
        return False
    return not _touches(line, known=known, today=today)


def is_event(line: str, *, known: set[date], today: date) -> bool:
    """A campaign, an exhibition, a slogan of the section."""
    if len(line) > 80 or not _EVENT.search(line) or _OF_THE_ASK.search(line):
        return False
    return not _touches(line, known=known, today=today)


def is_weather(line: str) -> bool:
    """「雨天のときは別日 12/13」: said of the event in the line above."""
    return bool(_WEATHER.fullmatch(line))


def _touches(line: str, *, known: set[date], today: date) -> bool:
    """Whether its days, or the days between them, are among those of the ask."""
    try:
        pieces = when.pieces(line, today=today)
    except Doubt:
        return False  # a day gone by: no day of an ask
    days = [piece for piece in pieces if isinstance(piece, date)]
    loose = {piece.number for piece in pieces if isinstance(piece, when.DayOnly)}
    if loose & {day.day for day in known}:
        return True
    return bool(days) and any(min(days) <= day <= max(days) for day in known)
