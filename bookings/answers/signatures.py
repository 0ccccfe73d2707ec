"""Signatures, senders' names, addressees: lines that say who writes to whom, not what."""

import re

from bookings.answers import doubts, surnames

KANJI = "一-龯々ヶ〆髙﨑𠮷豈-龎"
PERSON = rf"[{KANJI}]{{1,5}}(?:\s[{KANJI}ぁ-んァ-ヶー]{{1,6}})?"
_UNIT = (
    r"(?:課|係|室|局|部|班|センター|館|署|消防本部|委員会|役所|役場|グループ|担当|学校|大学|保健所|支所|出張所|事務所|事務局"
    r"|協会|協議会|財団|法人|クリニック|病院|保育園|幼稚園|公社|組合|チーム)"
)
_TITLE = (
    r"(?:(?:課|係|部|室|所|館|署|局|班|園|校|次)長(?:補佐|代理|心得)?|副(?:課|係|部|室|所|館|署|局|園|校)長|統括主査|専門員|専門官|再任用職員|[一-龯]{1,4}(?:療法士|衛生士|福祉士|心理士|防災士|救命士|調理師|薬剤師|獣医師|保育士|相談員|支援員|推進員|指導員|指導主事)|課長補佐|課長|係長|部長|室長|所長|館長|署長|局長|班長|主任主事|主任|主査|主事補?|主幹|副主幹|参事|技師|技士|保健師"
    r"|管理栄養士|栄養士|学芸員|司書|指導員|相談員|消防士長|消防司令補?|消防士|次長|補佐|事務員|会計年度任用職員)"
)
_ORGANISATION = rf"[^\s。、:はがを\d]{{1,20}}(?:{_UNIT}|市|町|村|県|区|所)(?:長)?"
_INTRODUCTION = re.compile(
    rf"(?:私(?:は|、))?(?:{_ORGANISATION}\s?){{0,3}}[^\s。、:はがを\d]{{1,20}}(?P<unit>{_UNIT})(?:長)?"
    rf"(?:[の\s]?\s*(?:{_TITLE}の?\s?)?(?P<person>{PERSON}|[ァ-ヶー]{{2,8}}))?(?:\s?{_TITLE})?(?:です|と申します|でございます|になります)(?:が)?"
    rf"|{_TITLE}の(?P<titled>{PERSON})(?:です|と申します|でございます)"
)
_BESIDE_UNIT = re.compile(rf"(?<=[課係室])\s?\([^()\d]{{2,16}}(?:{_UNIT})\)")
_LABELLED = re.compile(
    r"[(【\[・\s\d.]*(?:ご?所属|部署|課(?:・係)?名|担当課|職名|役職|職・?氏名|ご?氏名|お?名前|記入者|回答者|担当者(?:名)?|連絡先|電話(?:番号)?|内線|メール(?:アドレス)?|E-?mail|TEL)\s?(?:[)】\]]\s*:?|[:\s])\s*(?P<value>\S.{0,50})",
    re.IGNORECASE,
)
_LONGEST = 80
_PLACE = re.compile(r"^(?:前|隣|横|中|上|下|奥|脇|裏|北|南|東|西|外|近く|そば)")
_ADDRESSEE = re.compile(
    rf"(?:{_ORGANISATION}\s?){{0,3}}(?:(?:{PERSON}|{_TITLE})?\s?(?:ご?担当者?)?\s?(?:様方?|さま|さん|殿)|御中|各位|ご担当(?:者)?)(?:へ|宛)?"
)
_PHONE = r"\+?\(?\d{2,4}[-)( ]{0,2}\d{1,4}[-)( ]{0,2}\d{2,4}"
_PHONE_ABROAD = r"\+?\(?\d{1,4}(?:[-)( ]{1,2}\d{1,4}){2,4}"
_CONTACT = re.compile(
    r"(?:TEL|FAX|電話|Phone|直通|代表|携帯)[:.\s]*" + _PHONE_ABROAD + r"|"
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
_SPOKEN = (  # hiragana that sections' and towns' names hold; a particle is none of it
    r"(?:子ども|こども|子育て|まちづくり|づくり|みどり|くらし|暮らし|いきいき|ふれあい|すこやか|健やか|生きがい|ごみ|まち|ひと|しごと|支え|あい|さくら|お客さま|やすらぎ|あおぞら|つくし|ひまわり|たんぽぽ|いこい|ささえ)"
)
_PART = rf"(?:[{KANJI}A-Za-z0-9&・ー]|[ァ-ヶー]+|ー|{_SPOKEN}|[ぁ-ん]{{2,5}}(?=[野{KANJI}]{{0,2}}[市町村]))"
_TOWN = rf"(?:[ぁ-ん{KANJI}ヶノ]{{1,6}}[{KANJI}]?(?:市|町|村|県|区|都|府)(?:役所|役場|立)?)"
_SECTION_NAME = rf"(?:{_TOWN})?{_PART}{{0,16}}?{_UNIT}(?:併任|兼務|付)?(?:長(?:補佐|代理)?)?"
_COMPANY = rf"\(?(?:株式会社|有限会社|\(株\)|NPO(?:法人)?|一般社団法人|公益財団法人){_PART}{{0,16}}(?:より)?(?:派遣|受託|委託)?\s?{PERSON}?\)?"
_TOKENS = re.compile(r"[\s・/,:★☆◆◇■□●○*【】|]+")
_UNIT_TOKEN = re.compile(
    rf"(?:{_TOWN}|(?:児童|利用者|読書|資料|市民|住民|窓口|図書|館内|閲覧)サービス|{_SECTION_NAME}|担当|{_COMPANY})(?:\({_SECTION_NAME}\))?"
)
_GLUED = re.compile(rf"{_SECTION_NAME}(?P<name>[{KANJI}]{{1,4}})")
_VENUE = re.compile(r"会議室|会館|公民館|体育館|集会|教室|和室|ホール$")
_TITLE_TOKEN = re.compile(
    rf"(?:{_TITLE}|[{KANJI}]{{1,6}}(?:補佐員|職員|技能士|指導主事)|ご?担当者?(?:様|さま)|担当|拝)"
)
_NAME_TOKEN = re.compile(
    rf"(?P<name>[{KANJI}]{{1,5}}|[{KANJI}]{{1,4}}[ぁ-ん]{{2,4}}|[ぁ-ん]{{2,4}}|[ァ-ヶー]{{2,12}})(?:君|さん|様|さま)?(?:\([ぁ-んァ-ヶー\s]{{2,12}}\))?"
)
_LENT = re.compile(  # who lends the person, or where else the person works
    r"\((?:\(株\))?[^()]{2,16}(?:派遣|兼務|併任|受託)\)?|\(株\)[^\s()はがをにも]{1,14}(?:派遣|受託)?|印?電子署名付き?|[^\s()はがをにも]{2,10}(?:受託|委託)|\([^()はがをにも]{0,12}(?:階|番)[^()はがをにも]{0,12}\)?"
)
_INSIDE = re.compile(rf"(?![課所市年館室庁区町村県体以案])[{KANJI}]内")  # 堀内 is a name
_WRITER = re.compile(r"\(?(?:記入者|回答者|担当者?|文責|発信者|取扱)\)?\s*:?\s*")
_KATAKANA = re.compile(
    r"[ァ-ヶー]{2,16}(?:カ|シツ|キョク|センター)(?:\s[ァ-ヶー]{2,16}(?:カカリ|ガカリ)?)?(?:\s[ァ-ヶー]{2,12})?"
)
_FOREIGN = re.compile(r"(?:\(?[A-Z][A-Za-z.'-]*\)?|of|for|and|the|to|&|,|/|\s){1,16}")
_SAYS_ENGLISH = re.compile(  # capital letters that no name begins with
    r"\b(?:no|not|never|only|online|zoom|remote|sorry|if|but|maybe|perhaps|unless|except|cancel\w*|pending|later|draft|test|tentativ\w*|yes|please|we|i|you|they|it|wait|call|check|half|day|fee|required?|limited|seats?|best|effort|parking|refused|denied|reject\w*|declin\w*|approv\w*|hold|busy|full|closed|urgent|important|confidential|copy|sample|soon|now|ok|okay|morning|afternoon|evening|today|tomorrow|next|last|free|paid|fee|postpone\w*|change\w*|move\w*|second|first|third|without|with|until|before|after|once|when|subject|provided|depends|question|help|wrong|error|mistake|ignore|delete)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"(?:[{KANJI}]{{1,3}}|[{KANJI}]{{1,4}}\s[{KANJI}ぁ-んァ-ヶー]{{1,5}})(?:\s?(?:{_TITLE}|拝))?(?:\s?\([ぁ-んァ-ヶー\s]{{2,14}}\))?"
    rf"|{_TITLE}(?:\s|:)[{KANJI}]{{1,4}}(?:\s[{KANJI}ぁ-んァ-ヶー]{{1,5}})?(?:\s?/\s?{_TITLE}\s[{KANJI}]{{1,4}})?(?:\s?\([ぁ-んァ-ヶー\s]{{2,14}}\))?"
)
_ROOM = re.compile(
    r"(?:[別隣本当同和洋控教]|会議|集会|待合|研修|講義|談話|応接|小|大|第.)室|.{0,4}[東西南北別新旧本]館"
)
_SECTION_BEHIND = re.compile(r"\s?\(([^()]{2,24})\)$")
_SECTION_WORD = re.compile(  # 企画調整課, 資料係: in a section's name they weigh nothing
    r"(?:資料|参加|準備|対応|相談|調整|確認|許可|申請|受付|予定|検討|判断|使用|費用|有料)(?:支援|推進|指導|管理|収集|整理)?(?=課|係|室|班|館|センター|サービス|グループ)|(?:児童|利用者|読書|資料|市民|住民|窓口|図書|閲覧)サービス(?=の|\s|$)"
)
_WEIGHTY = re.compile(  # words that a name or a department does not contain
    r"承諾|辞退|別日|別の日|待ち|予定|都合|見込|回答|検討|確認|相談|判断|決裁|不可|不明|未定|保留|無理|欠席|不在"
    r"|中止|取消|条件|仮|次第|限|除|以外|のみ|だけ|なし|なら|場合|ない|ません|NG|反対|否|断|難し|拒|他の|ほか|別の"
    r"|希望|変更|使用|以降|以前|開始|終了|午前|午後|時間|人数|会場|日程|場所|必要|有料|無料|費用|駐車|集合|延期|短縮"
    r"|一部|全部|外部|内部|禁止|要望|賛成|代理|交代|辞任|定員|満員|返上|差し?戻|雨天|全員|資料|持参|準備|機材|参加|要$"
    r"|^要|当日|依頼|講師|対応|了解|承知|了承|可$|^可|済|拝受|伺|引き?受|受け|お願い|以上|以下|追加|減ら|増や|増え|先約|重複|[×✕○◯△]"
)
NOT_NAMES = re.compile(  # what stands where a name could, and is none; then letters of no name
    r"来週|今週|来月|開場|閉場|解散|予備|反発|中途|渋々|撮影|再見|総員|非番|不満|会議室|会館|公民館|体育館|集会|教室|[却誤没拒絶否認疑問答決裁審査検討調整確変更延期停休止禁限約予仮暫未済終閉催集散着到遅急緊危険警報料費額賃謝礼税券宴懇談話電送届転配返承諾辞退断欠員者客様録画像飲煙虚偽嘘冗熟考逡巡迷悩惑嫌怒激悲困苦厳忙疲病傷死忌試験練習訓演講座資材機器具備準必非賛異抗争訴議論言案稿複製枚件回毎週曜昨翌午頃庁署階館選択判測算減増除削抹消替換差戻撤破棄廃失忘漏抜違錯乱補助援護託責職勤働業販価駐概略簡詳短縮超過余諸何誰態況評述覧視申請許罰敗]|"
    r"有料|無料|無償|有償|半日|終日|代役|代読|補欠|内定|見学|夜$|曜|謝礼|謝金|昨年|去年|来年|今年|前年|笑|館$|許可|申請|不服|印鑑|拝見|交替|同席|見習|口頭|書面|体験|貸切|屋外|屋内|公開|極秘|^[朝昼夕晩春夏秋冬]$|^なんちゃ|[〇一二三四五六七八九十]{2,}[月日年]|大丈夫|結構|問題|幸い|訓練|開催|会議|議会|研修|行事|式典|大会|締切|休館|点検|工事|選挙|受付|配信|募集|開館|開庁|勤務|出張|週間|月間|課|係|室$|室\s|午前|午後|開始|終了|可|否|不|未|済|要|無し|有り|希望|時刻|時間|資料|機材|駐車|車椅|持参|準備|全員|参加|会場|公用車"
    r"|人数|名$|人$|台$|部$|回$|分$|円$|前$|後$|頃$|内$|外$|間$|他$|等$|別|当日|現地|直接|集合|雨天|晴天|延期|短縮|追加|予定|都合|了解|承知"
    r"|承諾|辞退|仮|保留|複数|両日|両方|各|毎|計|約|第|以|同|上記|下記|左記|右記|代理|誰|何|場所|住所|内容|講座|資料|担当|連絡|電話|依頼|候補|^件$|^旨$|^由$|^方$|^内容$|^通り$|^記$|^者$|回答|返答|返信|返事|番号|可能|備考|理由|^講$|^師|^[日月火水木金土年時分半第]$"
)
_STATEMENT = re.compile(
    r"(?:です|ます|ません|ください|下さい|でしょう|ない|たい|した|まで|のみ|限る|可|不可|要|願い|こと|済み?|から|ので)[。!.]*$"
)


def is_opening(sentence: str) -> bool:
    """Whom a mail is for, or who writes it. Looked for before the answer only: below it, the same
    words may say something (「体育館の前です」)."""
    bare = _without_section_words(sentence.strip(" 、。"))
    if len(bare) > _LONGEST or _WEIGHTY.search(bare) or doubts.any_in(bare):
        return False
    return bool(_INTRODUCTION.fullmatch(bare) or _ADDRESSEE.fullmatch(bare))


_OF_OTHERS = re.compile(
    r"他[課係部局]|隣の|別の|所管|管轄|講座|仕事|業務|役目"
)  # 「隣の課の講座です」


def is_introduction(sentence: str) -> bool:
    """「防災課の田中です」, anywhere: a section and a person, or a section alone with 課 or 係."""
    if _OF_OTHERS.search(sentence):
        return False
    bare = _BESIDE_UNIT.sub("", _without_section_words(sentence.strip(" 、。")))
    match = _INTRODUCTION.fullmatch(bare) if len(bare) <= _LONGEST else None
    if not match or _WEIGHTY.search(bare) or doubts.any_in(bare):
        return False
    person = match["person"] or match["titled"] or ""
    return bool(
        match["titled"]
        or match["unit"] in ("課", "係", "室", "局", "部", "センター", "図書館", "館")
    ) and not _PLACE.match(person)


def _without_section_words(text: str) -> str:
    return _SECTION_WORD.sub(lambda found: "図書係" if "サービス" in found[0] else "図書", text)


def is_rule(line: str) -> bool:
    """A row of dashes and the like: a signature may follow."""
    return bool(_RULE.fullmatch(line))


def is_contact(line: str) -> bool:
    """A way to reach the sender."""
    if len(line) > 120 or not (_CONTACT.fullmatch(line) or _ADDRESS.fullmatch(line)):
        return False
    return not (_WEIGHTY.search(line) or doubts.any_in(line))


_COMES = re.compile(  # 「担当保健師：木戸」 says who comes
    r"担当(?:保健師|司書|看護師|(?:管理)?栄養士|学芸員|(?:健康)?(?:運動)?指導[員士]|技師|講師)\s*[:は]"
)


def is_signed(line: str) -> bool:
    """A section, perhaps a person: no verb, no doubt, no figure but a phone number."""
    if len(line) > 120 or _COMES.match(line):
        return False
    bare = re.sub(
        r"\(?(?:内線|直通|代表|TEL|FAX|電話)[\s:.]*[\d()\s-]{2,16}\)?|No\.?\s?\d+|〒?\d{3}-\d{4}",
        "",
        line,
        flags=re.I,
    )
    bare = _without_section_words(bare.strip(" ()・、㊞印"))
    if not bare:
        return True
    if (
        len(bare) > 60
        or is_statement(bare)
        or re.search(r"\d\s*[:時]|\d+[月/]|\d\s*(?:名|人|台|部)", bare)
    ):
        return False
    if _FOREIGN.fullmatch(bare):
        return not says_english(bare)
    return bool(_KATAKANA.fullmatch(bare)) or _is_card(bare)


def _is_card(text: str) -> bool:
    """Sections, a title, a person, in this order: nothing else, and no particle between them."""
    bare = _LENT.sub(" ", text)
    writer = _WRITER.match(bare)
    bare = (bare[writer.end() :] if writer else bare).strip()
    bare += ")" * (bare.count("(") - bare.count(")"))
    tokens = [one for one in _TOKENS.split(bare) if one and one not in ("所属", "氏名", "職氏名")]
    units = _leading(tokens, of=_UNIT_TOKEN)
    rest = tokens[units:]
    if any(_VENUE.search(token) for token in tokens[:units]):
        return False
    if rest and not (units or writer or bare != text or _TITLE_TOKEN.fullmatch(rest[0])):
        glued = _GLUED.fullmatch(rest[0])
        return glued is not None and len(rest) == 1 and not NOT_NAMES.search(glued["name"])
    if rest and (glued := _GLUED.fullmatch(rest[0])):
        rest = [glued["name"], *rest[1:]]
    names = [token for token in rest if not _TITLE_TOKEN.fullmatch(token)]
    if names and re.fullmatch(r"[ぁ-ん]+", names[0]):
        return False
    return len(names) <= 2 and all(map(_is_name_token, names))


def says_english(text: str) -> bool:
    """Whether capital letters say something that no name and no section says: 「Half Day」, 「FYI」."""
    return bool(
        _SAYS_ENGLISH.search(text)
        or re.search(r"(?<!\()\b(?!(?:ALTs?|CIRs?|JET|PTA|TEL|FAX)\b)[A-Z]{2,}", text)
    )


def _leading(tokens: list[str], *, of: re.Pattern[str]) -> int:
    return next((at for at, token in enumerate(tokens) if not of.fullmatch(token)), len(tokens))


def _is_name_token(token: str) -> bool:
    found = _NAME_TOKEN.fullmatch(token)
    if found is None:
        return False
    given = surnames.without_family(found["name"])
    return bool(_INSIDE.fullmatch(found["name"])) or not (given and NOT_NAMES.search(given))


def is_section(text: str) -> bool:
    """A section's name, perhaps with a person: what stands in brackets behind an answer."""
    if _ROOM.fullmatch(text):
        return False
    return bool(re.search(_UNIT + r"(?:長)?(?:\s|$|:)|^担当", text)) and is_signed(text)


def is_labelled(line: str) -> bool:
    """「所属：防災課」, 「【氏名】田代」: a form's lines about its sender."""
    found = _LABELLED.fullmatch(line)
    if found is None or is_statement(found["value"]):
        return False
    value = found["value"].strip()
    return is_signed(value) or is_contact(value) or is_name_alone(value)


def is_letterhead(text: str) -> bool:
    """A section, perhaps with a person, above an answer."""
    return is_signed(text) and bool(re.search(_UNIT, text))


def is_name_alone(line: str) -> bool:
    """A short name on a line of its own is the sender's: it names no lecturer."""
    behind = _SECTION_BEHIND.search(line)
    if behind and is_section(behind[1]):
        line = line[: behind.start()]
    return (
        len(line) < 20
        and bool(_ALONE.fullmatch(line))
        and not (is_statement(line) or NOT_NAMES.search(surnames.without_family(line) or "田"))
    )


def is_ornament(line: str) -> bool:
    """Below a row of dashes, in a signature: a slogan or a notice, but nothing with a number or a
    statement. 「20人まで」 under dashes is still a condition."""
    return not is_statement(line) and not re.search(r"\d", line)


def is_statement(line: str) -> bool:
    return bool(_WEIGHTY.search(line) or _STATEMENT.search(line)) or doubts.any_in(line)
