"""Greetings, introductions and signatures: sentences of a mail that say nothing about the ask.

A closed list. What is not on it is not courtesy, and makes an acceptance unclear.
"""

import re

from bookings.answers import doubts

_THANKS = r"(?:誠に|どうも|大変)?(?:ありがとう|有難う|有り難う)ござい(?:ます|ました)"
_PLEASE = r"(?:お願い(?:いた|致)?し(?:ます)?|お願い(?:申し|もうし)上げます|お願い(?:いた|致)します)"
_COURTESIES = (
    r"(?:いつも|平素より|平素は|日頃より)?(?:大変)?お世話(?:に)?なっ(?:て(?:い|お)ります|ております)",
    r"(?:いつも)?お世話(?:に|様|さま)(?:です|なります|になります|になっております)",
    r"(?:お疲れ|おつかれ|ご苦労)(?:様|さま)(?:です|でございます)",
    r"(?:この度|このたび|今回)は?(?:ご)?(?:連絡|依頼|照会|案内|相談)?(?:を)?"
    r"(?:いただき|頂き|くださり|下さり)?(?:まして)?" + _THANKS,
    r"(?:ご|お)(?:連絡|依頼|照会|案内|相談|問い合わせ)(?:を)?(?:いただき|頂き|くださり|下さり)?(?:まして)?"
    + _THANKS,
    _THANKS,
    r"(?:以上)?(?:どうぞ|何卒|どうか|引き続き)?(?:ご確認のほど)?(?:よろしく|宜しく)(?:"
    + _PLEASE
    + r")?",
    r"(?:当日は?)(?:どうぞ)?(?:よろしく|宜しく)" + _PLEASE,
    r"以上(?:です|となります)?",
    r"取り?急ぎ(?:ご?(?:回答|返信|連絡))(?:まで|(?:いた|致)?します|申し上げます)",
    r"(?:(?:標記|首記|標題|表題|件名)の件(?:について|につきまして|ですが|につき)?)?"
    r"(?:(?:下記|以下|次)の(?:とおり|通り))?(?:ご?(?:回答|返信|返答)(?:いた|致)?します)?",
    r"(?:標記|首記|標題|表題|件名|ご依頼|ご照会)の件(?:について|につきまして|ですが)?",
    r"(?:メール|ご連絡|内容|依頼)(?:を)?(?:確認|拝見)(?:いた|致)?しました",
    r"受付番号:?",
)
_COURTESY = re.compile("|".join(f"(?:{pattern})" for pattern in _COURTESIES))
_ACKNOWLEDGED = re.compile(
    r"(?:(?:は|を|の件)?[、,]?)(?:了解|承知|了承)(?:(?:いた|致)?しました|です)?|(?:わか|分か)りました|OK(?:です)?|はい",
    re.IGNORECASE,
)
_REGRET = re.compile(
    r"(?:大変|誠に)?(?:申し訳(?:ありません|ございません)|すみません)(?:が)?|(?:誠に)?恐縮ですが|ご了承(?:ください|下さい|願います)"
    r"|(?:あいにく|せっかく)(?:です)?が|またの機会に(?:よろしく)?お願い(?:いた|致)?します"
)
_KANJI = "一-龯々ヶ髙﨑𠮷"
_PERSON = rf"[{_KANJI}]{{1,5}}(?:\s[{_KANJI}ぁ-んァ-ヶー]{{1,6}})?"
_UNIT = r"(?:課|係|室|局|センター|館|署|消防本部|委員会|役所|役場|グループ|担当|学校|大学|保健所)"
_ORGANISATION = rf"[^\s。、:はがを\d]{{1,20}}(?:{_UNIT}|市|町|村|県|部|所)"
_INTRODUCTION = re.compile(
    rf"(?:{_ORGANISATION}\s?)?[^\s。、:はがを\d]{{1,20}}{_UNIT}(?:[の\s]\s*{_PERSON})?(?:です|と申します|でございます)"
)
_ADDRESSEE = re.compile(
    rf"(?:{_ORGANISATION}\s?){{0,3}}(?:(?:{_PERSON})?\s?(?:ご?担当者?)?\s?(?:様|さま|殿)|御中|各位)(?:へ)?"
)
_SENDER_LINE = re.compile(rf"(?:{_ORGANISATION}(?:\s|$)){{1,4}}(?:{_PERSON})?(?:\s?拝)?")
_PHONE = r"\+?\(?\d{2,4}[-)( ]{0,2}\d{1,4}[-)( ]{0,2}\d{2,4}"
_CONTACT_LINE = re.compile(
    r"(?:(?:TEL|FAX|電話|ファック?ス|直通|代表|携帯)(?:番号)?[/・\s]*)+[:.\s]*"
    + _PHONE
    + r"(?:\s*\(?(?:内線|代表|直通)\s?:?\s?\d{0,6}\)?)?(?:\s*[/ ]?\s*FAX[:.\s]*"
    + _PHONE
    + ")?"
    r"|内線\s?:?\s?\d{2,6}|(?:(?:E-?mail|mail|メール|URL|HP|Web)[:.\s]*)?(?:https?://[!-~]+|[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+)"
    r"|" + _PHONE + r"(?:\s*\(?内線\s?:?\s?\d{2,6}\)?)?",
    re.IGNORECASE,
)
_ADDRESS_LINE = re.compile(
    r"(?:〒\s?\d{3}-?\d{4}\s?)?\S{2,20}[市町村区]\S{0,20}\d[\d番地丁目号の-]{0,12}|〒\s?\d{3}-?\d{4}"
)
_RULE = re.compile(r"-- ?|[-_=*~#+━―ー＿☆★◆◇■□●○.\s|:]{3,}")
_NOTICE = re.compile(
    r".*(?:このメール|本メール|本電子メール|誤送信|誤って受信|機密|個人情報).*"
    r"(?:削除|破棄|ご?連絡|複写|転送|開示|含まれ|含み|固く).*"
)
_WEIGHTY = re.compile(  # words that a name or a department does not contain
    r"承諾|辞退|別日|別の日|待ち|予定|都合|見込|回答|検討|確認|相談|判断|決裁|不可|不明|未定|保留|無理|欠席|不在"
    r"|中止|取消|条件|仮|次第|限|除|以外|のみ|だけ|なし|なら|場合|ない|ません|NG|反対|否|断|難し|拒|他の|ほか|別の"
    r"|希望|変更|使用|以降|以前|開始|終了|午前|午後|時間|人数|会場|日程|場所|必要|有料|無料|費用|駐車|集合|延期|短縮"
    r"|一部|全部|外部|内部|禁止|要望|賛成|代理|交代|辞任|定員|満員|返上|差し?戻"
)
_STATEMENT = re.compile(
    r"(?:です|ます|ません|ください|下さい|でしょう|ない|たい|した|まで|のみ|限る|可|不可|要|願い|こと|済み?)[。!.]*$"
)


def is_courtesy(sentence: str) -> bool:
    return bool(_COURTESY.fullmatch(_bare(sentence)))


def is_opening(sentence: str) -> bool:
    """Whom a mail is for, or who writes it. Looked for before the answer only: below it, the same
    words may say something (「体育館の前です」)."""
    bare = sentence.strip(" 、。")
    if _WEIGHTY.search(bare) or doubts.any_in(bare):
        return False
    return bool(_INTRODUCTION.fullmatch(bare) or _ADDRESSEE.fullmatch(bare))


def is_regret(sentence: str) -> bool:
    """An apology: courtesy beside a refusal or another date only."""
    return bool(_REGRET.fullmatch(_bare(sentence)))


def is_acknowledgement(sentence: str) -> bool:
    """了解しました and its like: no answer by itself, no harm beside one."""
    return bool(_ACKNOWLEDGED.fullmatch(_bare(sentence)))


def is_rule(line: str) -> bool:
    """A row of dashes and the like: a signature may follow."""
    return bool(_RULE.fullmatch(line))


def is_contact(line: str) -> bool:
    """A line with a sender or a way to reach him."""
    if _CONTACT_LINE.fullmatch(line) or _ADDRESS_LINE.fullmatch(line):
        return not (_WEIGHTY.search(line) or doubts.any_in(line))
    return bool(_SENDER_LINE.fullmatch(line)) and not _is_statement(line)


def is_ornament(line: str) -> bool:
    """Below a row of dashes, in a signature: a slogan or a notice, but nothing with a number or a
    statement. 「20人まで」 under dashes is still a condition."""
    if _NOTICE.fullmatch(line):
        return not re.search(r"承諾|辞退|別日|別の日", line)
    return not _is_statement(line) and not re.search(r"\d", line)


def _is_statement(line: str) -> bool:
    return bool(_WEIGHTY.search(line) or _STATEMENT.search(line)) or doubts.any_in(line)


def _bare(sentence: str) -> str:
    return re.sub(r"[\s、,。.!・]", "", sentence)
