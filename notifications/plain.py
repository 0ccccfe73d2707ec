"""Why a mail did not arrive, in words for people who know no server. Pure: codes and words in.

It only explains. What happens to a mail is decided elsewhere, before anybody reads this.
"""

import re
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.status import State


class Cause(Enum):
    """What the other side found wrong."""

    NO_ADDRESS = "no_address"
    NO_DOMAIN = "no_domain"
    DISABLED = "disabled"
    FULL = "full"
    TOO_LARGE = "too_large"
    SPAM = "spam"
    SENDER = "sender"
    UNREACHABLE = "unreachable"
    LOOP = "loop"
    THEIR_TROUBLE = "their_trouble"
    FORMAT = "format"
    UNKNOWN = "unknown"


WHY: dict[Cause, Promise] = {
    Cause.NO_ADDRESS: _("その宛先はありません。"),
    Cause.NO_DOMAIN: _("宛先の@より右の部分（ドメイン）が見つかりません。"),
    Cause.DISABLED: _("その宛先は、いま使えなくなっています。"),
    Cause.FULL: _("相手のメールボックスがいっぱいです。"),
    Cause.TOO_LARGE: _("メールが大きすぎて、受け取ってもらえませんでした。"),
    Cause.SPAM: _("迷惑メールとみなされたか、外からのメールを受け取らない設定です。"),
    Cause.SENDER: _("こちらが本物の差出人だと確かめられず、受け取ってもらえませんでした。"),
    Cause.UNREACHABLE: _("相手のメールサーバーにつながりませんでした。"),
    Cause.LOOP: _("相手の側で転送がくり返され、届きませんでした。"),
    Cause.THEIR_TROUBLE: _("相手のメールサーバーの調子がよくありません。"),
    Cause.FORMAT: _("相手のメールサーバーが、このメールの形を受け取れませんでした。"),
    Cause.UNKNOWN: _("理由は、はっきり書かれていません。"),
}
_CHECK = _("宛先の書きまちがいがないか、電話で確かめてください。")
_CALL = _("電話などで知らせてください。")
ADVICE: dict[Cause, Promise] = {
    Cause.NO_ADDRESS: _CHECK,
    Cause.NO_DOMAIN: _CHECK,
    Cause.DISABLED: _("いま使っている宛先を、電話で聞いてください。"),
    Cause.FULL: _("電話で知らせ、メールを整理してもらったら、同じ宛先に送り直せます。"),
    Cause.TOO_LARGE: _CALL,
    Cause.SPAM: _(
        "電話で知らせ、こちらの差出人からのメールを受け取れるようにしてもらってください。"
    ),
    Cause.SENDER: _(
        "電話などで知らせ、システムの担当者に、差出人の設定（SPF・DKIM）を見てもらってください。"
    ),
    Cause.UNREACHABLE: _(
        "急ぐときは電話で知らせてください。つづくときは、宛先を確かめてください。"
    ),
    Cause.LOOP: _("電話で知らせ、転送の設定を見てもらってください。"),
    Cause.THEIR_TROUBLE: _("急ぐときは電話で知らせ、あとで送り直してください。"),
    Cause.FORMAT: _CALL,
    Cause.UNKNOWN: _("宛先を確かめ、電話などで知らせてください。"),
}


@dataclass(frozen=True)
class Trouble:
    """What happened, why, and what to do about it."""

    what: Promise
    why: Promise
    advice: Promise


NOT_MADE = Trouble(
    _("送れませんでした。"),
    _("こちらのシステムの中で、うまくいきませんでした。"),
    _("システムの担当者に知らせ、相手には、電話などで知らせてください。"),
)
UNSURE = Trouble(
    _("届いたかどうか、分かりません。"),
    _("送ったところで、通信が切れました。もう一度送ると、二重に届くかもしれません。"),
    _("相手に、届いているか聞いてください。"),
)
STOPPED = Trouble(
    _("送らずに、止めています。"),
    _("前に届かなかった宛先です。"),
    _("宛先が使えるか、電話などで確かめてください。"),
)
NOT_ARRIVED = _("届きませんでした。")
# RFC 3463 and the registry of enhanced status codes: subject.detail, whatever the class.
_CODES = {
    "1.1": Cause.NO_ADDRESS, "1.3": Cause.NO_ADDRESS, "1.6": Cause.NO_ADDRESS,
    "1.2": Cause.NO_DOMAIN, "1.10": Cause.NO_ADDRESS, "4.4": Cause.NO_DOMAIN,
    "2.1": Cause.DISABLED, "2.2": Cause.FULL, "2.3": Cause.TOO_LARGE, "3.4": Cause.TOO_LARGE,
    "4.1": Cause.UNREACHABLE, "4.2": Cause.UNREACHABLE, "4.7": Cause.UNREACHABLE,
    "4.6": Cause.LOOP, "7.20": Cause.SENDER, "7.23": Cause.SENDER, "7.25": Cause.SENDER,
    "7.26": Cause.SENDER, "7.27": Cause.SENDER,
}  # fmt: skip
_SUBJECTS = {
    "3": Cause.THEIR_TROUBLE, "4": Cause.UNREACHABLE, "6": Cause.FORMAT, "7": Cause.SPAM,
}  # fmt: skip
_WORDS = (
    (Cause.FULL, r"mailbox (is )?full|over ?quota|quota exceed|insufficient storage"
     r"|メールボックス.{0,12}(いっぱい|一杯|超過)|容量.{0,10}(超|不足|いっぱい|一杯)"),
    (Cause.TOO_LARGE, r"too (large|big)|size limit|message size|exceeds.{0,20}size"
     r"|サイズ.{0,12}(超|大き)|大きすぎ"),
    (Cause.NO_ADDRESS, r"user unknown|unknown (user|recipient|mailbox)|no such (user|mailbox|address|recipient)"
     r"|(user|recipient|mailbox|address)\b.{0,30}(does not|doesn.t) exist|recipient address rejected"
     r"|(user|recipient|mailbox|address)\b.{0,12}not found|invalid recipient"
     r"|(宛先|アドレス|ユーザ|受信者).{0,12}(不明|存在し|見つかり|ありません)"),
    (Cause.NO_DOMAIN, r"(domain|host).{0,24}(not found|does not exist|unknown)|nxdomain|no mx"
     r"|ドメイン.{0,12}(不明|存在し|見つかり)"),
    (Cause.DISABLED, r"(account|mailbox|user).{0,20}(disabled|inactive|suspended|unavailable)"
     r"|(アカウント|メールボックス).{0,12}(停止|無効)"),
    (Cause.SENDER, r"\b(spf|dkim|dmarc)\b|sender (verification|not verified)|unauthenticated"),
    (Cause.SPAM, r"spam|blocked|black ?list|block ?list|reputation|policy|junk|virus|malware"
     r"|迷惑|受信(を|が)?拒否|ブロック|セキュリティ"),
    (Cause.LOOP, r"loop|too many hops|ループ"),
    (Cause.UNREACHABLE, r"timed? ?out|unreachable|connection (refused|failed)|could not connect"
     r"|no route|retry time|delivery time expired|(サーバ|ホスト).{0,16}(接続|つなが|応答)|タイムアウト"),
)  # fmt: skip
_COMPILED = [(cause, re.compile(pattern, re.IGNORECASE)) for cause, pattern in _WORDS]
_STATUS = re.compile(r"(?<![\d.])[45]\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLIES = {552: Cause.FULL, 521: Cause.UNREACHABLE, 556: Cause.NO_DOMAIN, 553: Cause.NO_ADDRESS}


def trouble_of(*, state: str, status: str, words: str, smtp_code: int | None) -> Trouble:
    """Of a mail that needs a person; a doubt is not told as a refusal, nor our fault as theirs."""
    if state == State.HELD:
        return UNSURE
    if state == State.SUPPRESSED:
        return STOPPED
    if state == State.FAILED and not smtp_code:
        return NOT_MADE
    cause = cause_of(status=status, words=words, smtp_code=smtp_code)
    return Trouble(NOT_ARRIVED, WHY[cause], ADVICE[cause])


def cause_of(*, status: str = "", words: str = "", smtp_code: int | None = None) -> Cause:
    """The cause: by an exact code, then by what the server wrote, then by the kind of code."""
    found = _STATUS.search(status) or _STATUS.search(words)
    exact = _CODES.get(f"{found[1]}.{found[2]}") if found else None
    said = next((cause for cause, pattern in _COMPILED if pattern.search(words)), None)
    # Exchange says "4.1" and "7.1" also of mailboxes that do not exist; the words know better.
    if exact in (None, Cause.UNREACHABLE) and said is not None:
        return said
    if exact is not None:
        return exact
    by_subject = _SUBJECTS.get(found[1]) if found else None
    return by_subject or _REPLIES.get(smtp_code or 0) or Cause.UNKNOWN
