"""Lines that mail gateways, phones and legal offices add to a mail. They say nothing of the ask.

A closed list: a line is such an addition only if known words cover it to its last letter, and if
it is put together as these notices are. The same words said by a person stay, and make doubt.
"""

import re

_MAIL = r"(?:この|本|当)?(?:電子)?(?:メール|メッセージ)(?:及び|および|や|または|又は|、|・|に)?(?:添付(?:の)?(?:ファイル|書類|資料)?)?"
_CLEANED = re.compile(  # told of a mail that a gateway has changed
    r"です|場合が(?:あり|ござい)ます|(?:さ)?れている|ファイル|無害化|サニタイズ|リンク|URL|ハイパーリンク|添付(?:ファイル)?|HTML(?:部分?|形式|メール)?|テキスト(?:形式)?|画像|マクロ|本文"
    r"|この|本|当|(?:電子)?メール|システム|ゲートウェイ|フィルタ(?:ー)?|により|によって|処理|済み?|し(?=、)|ため|自動的?|安全の?ため|セキュリティ(?:対策|上)?の?(?:ため)?"
    r"|(?:は|を|が|と|の|に|へ|も|で|、|及び|および|又は|または)|無効化?|削除|除去|置換|変換|分離|(?:取り?除(?:か|き|い))|され(?:て(?:い|お)り)?(?:ます|ました)|(?:し|行(?:っ|な|わ))(?:て(?:い|お)り)?(?:ます|ました)|されています|しています|れています|れました|行っています|です"
    r"|hxxps?://\S*|https?://\S*|[\w-]+\.(?:docx?|xlsx?|pptx?|pdf|zip|ics|html?)|\(m-[A-Z]{2,8}\)|[\s\[\]【】<>()「」※*＊・■●。.,:!-]",
    re.IGNORECASE,
)
_CLEANED_KEY = re.compile(
    r"無害化|サニタイズ|(?:リンク|URL|添付|HTML|画像).{0,24}(?:無効化|削除され|除去され|分離され|置換され|変換し|変換され|削除しました|除去しました)",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    rf"{_MAIL}は、?(?:外部|庁外|組織外|インターネット)(?:の?(?:ネットワーク|ドメイン|送信者|組織|アドレス))?から(?:受信した|受信しました|届きました|届いた|送信された|送信されました|送信されています|の)(?:(?:電子)?(?:メール|もの))?(?:です|になります)?"
    rf"|(?:外部|庁外)(?:の?(?:ドメイン|送信者|アドレス))?から(?:受信した|届いた|送信された|の)?(?:電子)?メール(?:です|につきご?注意(?:ください|下さい)|ですので?ご?注意(?:ください|下さい)|のためご?注意(?:ください|下さい))?|外部(?:受信)?メール|外部からのメールです。ご?注意(?:ください|下さい)"
    r"|(?:添付ファイル|リンク|URL)(?:の(?:開封|クリック))?(?:や|・|及び|および)?(?:添付ファイル|リンク|URL)?(?:の(?:開封|クリック))?(?:に|には|は)(?:十分)?ご?注意(?:ください|下さい)"
    r"|(?:本|この|当)?メールは?(?:ウイルス|ウィルス)(?:対策ソフト(?:で|により))?(?:チェック|検査|スキャン)(?:済み?(?:です|のメールです)?|(?:さ|実施さ)れています)|(?:ウイルス|ウィルス)は(?:検出|発見)されませんでした|迷惑メール(?:判定|対策)(?:済み?|システム)(?:です)?"
    r"|(?:caution: ?)?this (?:e-?mail|message) originated (?:from )?outside (?:of )?(?:the |your )?organi[sz]ation\W*|external (?:sender|e-?mail)|(?:scanned|checked) by [\w .-]{2,30}|virus[- ]free\W*(?:www\.\S+)?",
    re.IGNORECASE,
)
_LEGAL_WORDS = re.compile(
    r"(?:ご)?注意|お願い|免責事項|(?:この|本|当)?(?:電子)?(?:メール|メッセージ)|添付(?:ファイル|書類|資料)?|(?:の)?(?:内容|情報)|(?:機密|秘密|個人|専有)(?:情報|扱い)?|宛先|名宛人|受信者|受取人|発信者|送信者|差出人|本人|第三者|記載|指定|意図|対象|法律|権利|場合|お?送りする"
    r"|のみ|です|(?:さ)?れる|だけ|以外|まで|から|及び|および|又は|または|もの|に|は|を|が|の|へ|と|で|も|や|方|者|こと|ため|旨|すべて|全て|一切|直ちに|速やかに|ただちに|すみやかに|お手数ですが|恐れ入りますが|大変|固く|万一|万が一|もし|その|これ"
    r"|誤って|誤送信|誤(?:り|配)|心当たり|受信|受領|受け取(?:ら|り|っ)|届(?:い|き)|送信|送付|お?送り|配信|配送|含(?:ま|む|み|んで)|開示|複写|複製|転送|転載|配布|使用|利用|公開|改変|破棄|廃棄|削除|消去|禁(?:じ|止)|保護|通知|ご?(?:連絡|一報|返送|協力)"
    r"|(?:さ)?れ(?:た|て(?:い|お)る|て(?:い|お)り)?(?:場合|とき|際|方)?|(?:場合|とき|際)|あり|ございます|ございません|ある|ない|なく|した|され|いたし|致し|する|して(?:い|お)り?|して|なさ(?:れ|っ)|(?:い|お)り|います|ます|ました|です|ください(?:ます)?|下さい(?:ます)?|くださいますよう|のうえ|の上|うえ|上|申し上げ|願い|いただ(?:き|け|く)|頂(?:き|け|く)|幸いです|幸い|と|よう|、"
    r"|[\s\[\]【】<>()「」※*・■●。.,:!-]"
)
_LEGAL_KEY = re.compile(
    r"誤(?:って|り|配信).{0,12}(?:受信|受領|受け取|届|送信|配信|配送)(?:さ|し|な|い|っ|と)?\S{0,6}(?:場合|とき|際|方)|心当たりの?(?:ない|ございません)\S{0,4}(?:場合|方|とき)"
    r"|(?:本|この|当)(?:電子)?(?:メール|メッセージ)[^。]{0,40}(?:機密|秘密|個人)情報(?:を|が)?含(?:まれる|まれて|む|んで)|(?:本|この|当)(?:電子)?(?:メール|メッセージ)[^。]{0,24}(?:宛先|名宛人|受信者)[^。]{0,20}(?:のみ|対象)"
)
_ENGLISH_LEGAL = re.compile(
    r"(?:notice|disclaimer|confidentiality notice)?\W*this (?:e-?mail|message)(?: and any (?:attachments?|files? transmitted with it))? (?:is|are|may be|contains?|may contain)\b[\w\s,/'-]{0,80}\b(?:confidential|privileged)\b(?:(?!\b(?:until|unless|agree\w*|approv\w*|answer|reply is|but|mayor|manager|final|draft|later)\b)[^?]){0,160}"
    r"|if you (?:are not the intended recipient|(?:have )?received? this (?:e-?mail|message) in error)(?:(?!\b(?:until|unless|agree\w*|approv\w*|answer|reply is|but|mayor|manager|final|draft|later)\b)[^?]){0,160}",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"\W*(?:(?:My )?(?:iPhone|iPad|Android|スマートフォン|スマホ|携帯(?:電話)?|モバイル)\s?から(?:の)?送信(?:しています|されました|です)?"
    r"|Sent (?:from|via) (?:my )?(?:iPhone|iPad|Android(?: device| phone)?|mobile(?: device| phone)?|smartphone|Galaxy|Pixel|Xperia|Samsung[\w ]{0,24}|Outlook(?: for (?:iOS|Android|Mac|Windows))?|Mail for Windows(?: 10| 11)?|Yahoo!? ?Mail[\w ]{0,24}|Gmail(?: Mobile)?)"
    r"|Get Outlook for .{1,20}|(?:(?:Android|iOS|Mac|Windows)\s?版\s?)?(?:Outlook|Yahoo!?メール)\s?(?:for (?:iOS|Android))?\s?(?:を|の|アプリ|から){0,2}(?:入手|アプリ|から送信|送信)(?:する|しています|されました)?)\W*",
    re.IGNORECASE,
)
_CLEANED_BY = re.compile(
    r"[※*]?\s?(?:この|本)メールは、?[^。、]{0,24}(?:無害化|サニタイズ)[^。、]{0,12}(?:処理|変換|検査)(?:され|し)(?:ました|ています)。?"
)
_LINK = re.compile(r"hxxps?://\S+", re.IGNORECASE)
_SPEAKS = re.compile(
    r"承諾|辞退|別日|別の日|引き?受け|お断り|伺(?:い|え)|\d\s*[:時]\s*\d|\d+[月/]\d+|\baccept|\bdecline"
    r"|回答|返事|正式|仮|後日|改めて|あらためて|決裁|参加|会場|講座|講師|様式|名簿|電話|(?:誤り|間違い|下書き)(?:です|でした)|誤って送信し"
)
_LONGEST = 400


def is_note(line: str) -> bool:
    """Whether the whole line is such an addition. A line that could be an answer never is."""
    if len(line) > _LONGEST or _SPEAKS.search(line):
        return False
    return bool(
        _PHONE.fullmatch(line) or _CLEANED_BY.fullmatch(line) or _LINK.fullmatch(line)
    ) or _is_notice(line)


def continues(line: str) -> bool:
    """Whether the line may be the rest of such an addition, right below its beginning."""
    told = re.search(r"削除|破棄|廃棄|ご?連絡|ご?一報|禁(?:じ|止)", line)
    if not told or _SPEAKS.search(line):
        return False
    return not (_LEGAL_WORDS.sub("", line) and _CLEANED.sub("", line))


def _is_notice(line: str) -> bool:
    bare = line.strip(" 　※*＊・■●[]【】<>()「」。.!")
    if _OUTSIDE.fullmatch(bare):
        return True
    if _CLEANED_KEY.search(line) and not _CLEANED.sub("", line):
        return True
    if _LEGAL_KEY.search(line) and not _LEGAL_WORDS.sub("", line):
        return True
    return bool(_ENGLISH_LEGAL.fullmatch(bare))
