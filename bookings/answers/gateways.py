"""Lines that mail gateways, phones and legal offices add to a mail. They say nothing of the ask."""

import re

_NOTE = re.compile(
    r"無害化|サニタイズ|(?:リンク|URL|ハイパーリンク)\S{0,12}(?:無効|削除|除去|置換|クリック)|添付(?:ファイル)?\S{0,14}(?:削除|除去|無害|分離|取り除)"
    r"|ウイルス\S{0,12}(?:検査|チェック|スキャン|検出)|HTML\S{0,12}テキスト|外部(?:から|メール|ドメイン|ネットワーク)\S{0,20}(?:受信|送信|届|注意|メール)"
    r"|^\W*外部メール\W*$|Scanned by|originated (?:from )?outside|external (?:sender|e-?mail)|hxxps?:|virus[- ]free|迷惑メール(?:判定|対策)",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"(?:本|この|当)(?:電子)?(?:メール|メッセージ).{0,80}(?:機密|秘密|個人情報|誤|破棄|削除|宛先|複写|転送|開示|固く|受信者)"
    r"|誤(?:って|送信|受信|配信).{0,60}(?:破棄|削除|連絡)|(?:機密|秘密)情報.{0,40}含"
    r"|(?:this|the) (?:e-?mail|message).{0,120}(?:confidential|privileged|intended|delete)|intended recipient|received this .{0,20} in error",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"\W*(?:(?:My )?(?:iPhone|iPad|Android|スマートフォン|スマホ|携帯(?:電話)?|モバイル)\s?から(?:の)?送信(?:しています|されました|です)?"
    r"|Sent (?:from|via) .{1,40}|Get Outlook for .{1,20}|(?:Outlook|Yahoo!?メール).{0,30}(?:入手|アプリ|から送信))\W*",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"承諾|辞退|別日|別の日|引き?受け|お断り|伺(?:い|え)|\d\s*[:時]\s*\d|\d+[月/]\d+|\baccept|\bdecline"
)


def is_note(line: str) -> bool:
    """Whether the whole line is such an addition. A line that could be an answer never is."""
    if len(line) > 400 or _SPEAKS.search(line):
        return False
    return bool(_PHONE.fullmatch(line) or _NOTE.search(line) or _LEGAL.search(line))
