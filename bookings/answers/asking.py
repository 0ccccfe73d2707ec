"""Questions: the mail asks something and answers nothing."""

import re

from bookings.answers import courtesy, doubts
from bookings.answers.sentences import Sentence
from bookings.answers.understood import Intent, Meaning

_REQUEST = re.compile(
    r"(?:教えて|お知らせ|ご教示|ご教授|ご連絡|お聞かせ|ご確認|ご回答|確認させて)(?:を|の(?:ほど|上))?(?:くだ|下さ|いただ|頂|願|お願)|(?:質問|お尋ね|お伺い|おうかがい|お聞き|確認)(?:が|を|し|です|させ|いた|が(?:ある|あり|ござい))|知りたい"
    r"|please (?:tell|let us know|advise)|could you (?:tell|let)",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"(?:承諾|お?引き?受け|お受け|受け)(?:し|する|した|できる|の)*(?:場合|とき|時|際|前|に(?:は|あたり|当たり)|と(?=[、,])|として(?=[、,]))"
)
_PAPER = re.compile(r"(?:承諾|辞退)(?:書|届|願|通知|の(?:様式|用紙|書式|文書|通知))")
_LEANS = re.compile(r"承諾|辞退|引き?受け|お受け|お断り")


def read(said: list[Sentence]) -> Meaning | None:
    """A question and what leads to it; None where the mail is not just that."""
    asked = [one for one in said if doubts.asks(one.plain) or _REQUEST.search(one.plain)]
    if not any(
        doubts.asks(one.plain) or "教え" in one.plain or "教示" in one.plain for one in asked
    ):
        return None
    others = [one for one in said if one not in asked]
    if any(_decides(one) for one in others) or any(_leans(one) for one in said):
        return None
    if any(doubts.wavers(one.plain) or _offers(one.plain) for one in said):
        return None
    return Meaning(Intent.QUESTION, "question", reason="\n".join(one.raw for one in asked))


def _offers(text: str) -> bool:
    """「来週の金曜ではどうでしょうか」 proposes a day without naming it."""
    return doubts.is_relative(text) and bool(re.search(r"いかが|どうでしょう|可能|変更", text))


def _leans(sentence: Sentence) -> bool:
    """Whether it holds an answer's word, other than 「承諾した場合は」."""
    return bool(_LEANS.search(_PAPER.sub("", _HYPOTHETICAL.sub("", sentence.plain))))


def _decides(sentence: Sentence) -> bool:
    """Whether it leans to an answer: then a person reads both."""
    if courtesy.is_acknowledgement(sentence.plain):
        return True
    return doubts.postpones(sentence.plain) or doubts.hands_over(sentence.plain)
