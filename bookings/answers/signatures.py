"""Signatures, senders' names, addressees: lines that say who writes to whom, not what."""

import re

from bookings.answers import doubts

KANJI = "一-龯々ヶ〆髙﨑𠮷豈-龎"
PERSON = rf"[{KANJI}]{{1,5}}(?:\s[{KANJI}ぁ-んァ-ヶー]{{1,6}})?"
_UNIT = (
    r"(?:課|係|室|局|部|班|センター|館|署|消防本部|委員会|役所|役場|グループ|担当|学校|大学|保健所|支所|出張所|事務所|事務局"
    r"|協会|協議会|財団|法人|クリニック|病院|保育園|幼稚園|公社|組合|チーム)"
)
_TITLE = (
    r"(?:課長補佐|課長|係長|部長|室長|所長|館長|署長|局長|班長|主任主事|主任|主査|主事補?|主幹|副主幹|参事|技師|技士|保健師"
    r"|管理栄養士|栄養士|学芸員|司書|指導員|相談員|消防士長|消防司令補?|消防士|次長|補佐|事務員|会計年度任用職員)"
)
_ORGANISATION = rf"[^\s。、:はがを\d]{{1,20}}(?:{_UNIT}|市|町|村|県|区|所)(?:長)?"
_INTRODUCTION = re.compile(
    rf"(?:私(?:は|、))?(?:{_ORGANISATION}\s?){{0,3}}[^\s。、:はがを\d]{{1,20}}(?P<unit>{_UNIT})(?:長)?"
    rf"(?:[の\s]?\s*(?:{_TITLE}の?\s?)?(?P<person>{PERSON}|[ァ-ヶー]{{2,8}}))?(?:\s?{_TITLE})?(?:です|と申します|でございます|になります)(?:が)?"
    rf"|{_TITLE}の(?P<titled>{PERSON})(?:です|と申します|でございます)"
)
_LONGEST = 80
_PLACE = re.compile(r"^(?:前|隣|横|中|上|下|奥|脇|裏|北|南|東|西|外|近く|そば)")
_ADDRESSEE = re.compile(
    rf"(?:{_ORGANISATION}\s?){{0,3}}(?:(?:{PERSON}|{_TITLE})?\s?(?:ご?担当者?)?\s?(?:様方?|さま|さん|殿)|御中|各位|ご担当(?:者)?)(?:へ|宛)?"
)
_PHONE = r"\+?\(?\d{2,4}[-)( ]{0,2}\d{1,4}[-)( ]{0,2}\d{2,4}"
_CONTACT = re.compile(
    r"(?:(?:TEL|FAX|電話|ファック?ス|直通|代表|携帯)(?:番号)?[/・\s]*)+[:.\s]*"
    + _PHONE
    + r"(?:\s*\(?(?:内線|代表|直通)\s?:?\s?[\d\s]{0,8}\)?){0,2}(?:\s*[/ ]?\s*FAX[:.\s]*"
    + _PHONE
    + r")?|内線\s?[:.]?\s?\d[\d\s]{1,6}|(?:(?:E-?mail|mail|メール|URL|HP|Web)[:.\s]*)?(?:https?://[!-~]+|[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+)"
    r"|" + _PHONE + r"(?:\s*\(?内線\s?:?\s?\d{2,6}\)?)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:〒\s?\d{3}-?\d{4}\s?)?\S{2,20}[市町村区]\S{0,20}\d[\d番地丁目号の-]{0,12}(?:\s\S{1,20})?|〒\s?\d{3}-?\d{4}"
)
_RULE = re.compile(r"-- ?|[-_=*~#+━―ー＿☆★◆◇■□●○.\s|:^]{2,}")
_SIGNED = re.compile(
    rf"(?=.*(?:{_UNIT}|{_TITLE}|株式会社|有限会社|\(株\)|NPO|市|町|村))[^。!?:]{{2,50}}"
    rf"|\(?(?:記入者|回答者|担当者?|文責|発信者|取扱)\)?\s*:?\s*(?:{_ORGANISATION}\s?){{0,3}}(?:{PERSON})?"
    rf"|(?:{_ORGANISATION}\s?){{1,4}}(?:担当|{_TITLE})?\s?:\s?{PERSON}"
    rf"|[ァ-ヶー]{{2,16}}(?:カ|シツ|キョク|センター)(?:\s[ァ-ヶー]{{2,16}}(?:カカリ|ガカリ)?)?(?:\s[ァ-ヶー]{{2,12}})?"
)
_FOREIGN = re.compile(r"(?:[A-Z][A-Za-z.'-]*|of|for|and|the|&|,|\s){1,12}")
_ALONE = re.compile(
    rf"(?:[{KANJI}]{{1,3}}|[{KANJI}]{{1,4}}\s[{KANJI}ぁ-んァ-ヶー]{{1,5}})(?:\s?(?:{_TITLE}|拝))?"
)
_WEIGHTY = re.compile(  # words that a name or a department does not contain
    r"承諾|辞退|別日|別の日|待ち|予定|都合|見込|回答|検討|確認|相談|判断|決裁|不可|不明|未定|保留|無理|欠席|不在"
    r"|中止|取消|条件|仮|次第|限|除|以外|のみ|だけ|なし|なら|場合|ない|ません|NG|反対|否|断|難し|拒|他の|ほか|別の"
    r"|希望|変更|使用|以降|以前|開始|終了|午前|午後|時間|人数|会場|日程|場所|必要|有料|無料|費用|駐車|集合|延期|短縮"
    r"|一部|全部|外部|内部|禁止|要望|賛成|代理|交代|辞任|定員|満員|返上|差し?戻|雨天|全員|資料|持参|準備|機材|参加|要$"
    r"|^要|当日|依頼|講師|対応|了解|承知|了承|可$|^可|済|拝受|伺|引き?受|受け|お願い|以上|以下|追加|減ら|増や|増え|先約|重複|[×✕○◯△]"
)
NOT_NAMES = re.compile(  # what stands where a name could, and is none
    r"課|係|室$|室\s|午前|午後|開始|終了|可|否|不|未|済|要|無し|有り|希望|時刻|時間|資料|機材|駐車|車椅|持参|準備|全員|参加|会場|公用車"
    r"|人数|名$|人$|台$|部$|回$|分$|円$|前$|後$|頃$|内$|外$|間$|他$|等$|別|当日|現地|直接|集合|雨天|晴天|延期|短縮|追加|予定|都合|了解|承知"
    r"|承諾|辞退|仮|保留|複数|両日|両方|各|毎|計|約|第|以|同|上記|下記|左記|右記|代理|誰|何|場所|住所|内容|講座|資料|担当|連絡|電話|依頼|候補|^件$|^旨$|^由$|^方$|^内容$|^通り$|^記$|^者$|回答|返答|返信|返事|番号|可能|備考|理由|^講$|^師|^[日月火水木金土年時分半第]$"
)
_STATEMENT = re.compile(
    r"(?:です|ます|ません|ください|下さい|でしょう|ない|たい|した|まで|のみ|限る|可|不可|要|願い|こと|済み?|から|ので)[。!.]*$"
)


def is_opening(sentence: str) -> bool:
    """Whom a mail is for, or who writes it. Looked for before the answer only: below it, the same
    words may say something (「体育館の前です」)."""
    bare = sentence.strip(" 、。")
    if len(bare) > _LONGEST or _WEIGHTY.search(bare) or doubts.any_in(bare):
        return False
    return bool(_INTRODUCTION.fullmatch(bare) or _ADDRESSEE.fullmatch(bare))


def is_introduction(sentence: str) -> bool:
    """「防災課の田中です」, anywhere: a section and a person, or a section alone with 課 or 係."""
    bare = sentence.strip(" 、。")
    match = _INTRODUCTION.fullmatch(bare) if len(bare) <= _LONGEST else None
    if not match or _WEIGHTY.search(bare) or doubts.any_in(bare):
        return False
    person = match["person"] or match["titled"] or ""
    return bool(
        match["titled"]
        or match["unit"] in ("課", "係", "室", "局", "部", "センター", "図書館", "館")
    ) and not _PLACE.match(person)


def is_rule(line: str) -> bool:
    """A row of dashes and the like: a signature may follow."""
    return bool(_RULE.fullmatch(line))


def is_contact(line: str) -> bool:
    """A way to reach the sender."""
    if len(line) > 120 or not (_CONTACT.fullmatch(line) or _ADDRESS.fullmatch(line)):
        return False
    return not (_WEIGHTY.search(line) or doubts.any_in(line))


def is_signed(line: str) -> bool:
    """A section, perhaps a person: no verb, no doubt, no figure but a phone number."""
    if len(line) > 120:
        return False
    bare = re.sub(
        r"\(?(?:内線|直通|代表|TEL|FAX|電話)[\s:.]*[\d()\s-]{2,16}\)?|No\.?\s?\d+|〒?\d{3}-\d{4}",
        "",
        line,
        flags=re.I,
    )
    bare = bare.strip(" ()・、㊞印")
    if not bare:
        return True
    if (
        len(bare) > 60
        or is_statement(bare)
        or re.search(r"\d\s*[:時]|\d+[月/]|\d\s*(?:名|人|台|部)", bare)
    ):
        return False
    return bool(_SIGNED.fullmatch(bare) or _FOREIGN.fullmatch(bare))


def is_section(text: str) -> bool:
    """A section's name, perhaps with a person: what stands in brackets behind an answer."""
    return bool(re.search(_UNIT + r"(?:長)?(?:\s|$|:)|^担当", text)) and is_signed(text)


def is_name_alone(line: str) -> bool:
    """A short name on a line of its own is the sender's: it names no lecturer."""
    return (
        len(line) < 20
        and bool(_ALONE.fullmatch(line))
        and not (is_statement(line) or NOT_NAMES.search(line))
    )


def is_ornament(line: str) -> bool:
    """Below a row of dashes, in a signature: a slogan or a notice, but nothing with a number or a
    statement. 「20人まで」 under dashes is still a condition."""
    return not is_statement(line) and not re.search(r"\d", line)


def is_statement(line: str) -> bool:
    return bool(_WEIGHTY.search(line) or _STATEMENT.search(line)) or doubts.any_in(line)
