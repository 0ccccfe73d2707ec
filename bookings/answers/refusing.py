"""「辞退」 and why. The reason is kept in the sender's own words."""

import re

from bookings.answers import courtesy, doubts, when
from bookings.answers.sentences import Sentence
from bookings.answers.understood import AnswerContext, Decline, Doubt

_POLITE = (
    r"(?:(?:いた|致)?します|申し上げます|と?させて(?:いただきます|頂きます|ください|下さい)|です"
    r"|でお願い(?:(?:いた|致)?します|申し上げます))"
)
_REGRETS = (
    r"(?:今回は|この度は|このたびは|残念(?:ながら|ですが)|(?:大変|誠に)?申し訳(?:ありません|ございません)が"
    r"|恐れ入りますが|(?:誠に)?恐縮ですが|あいにくですが|せっかくですが|[、,\s])*"
)
_WORD = re.compile(
    rf"(?:{_REGRETS}|(?P<why>.{{2,120}}?(?:ため|ので|につき|により|ことから))[、,\s]*{_REGRETS})ご?辞退"
    rf"(?:{_POLITE}(?P<said>[、,:\s].*)?|[、,:\s]+(?P<rest>.+)|(?P<annotated>\(.+\)))?"
)
_LEADING = re.compile(rf"^[\s「『【\[(]*辞退[」』】\])]?{_POLITE}?[\s\u3000、,:：]*")
_BARE = re.compile(rf"^{_REGRETS}ご?辞退{_POLITE}?$")
_WORDS = re.compile(r"[一-龯ぁ-んァ-ヶ]{2}")
_PARTICLE = re.compile(r"^(?:は|が|を|も|の|に|と|か|し|せ|さ|する|いた|致|では|じゃ|者|届|待)")


def answers(sentence: Sentence) -> bool:
    return "辞退" in sentence.plain


def read(said: list[Sentence], *, context: AnswerContext) -> Decline:
    reasons = [_reason(sentence, context=context) for sentence in said]
    return Decline(reason_text="\n".join(reason for reason in reasons if reason))


def _reason(sentence: Sentence, *, context: AnswerContext) -> str:
    text = sentence.plain
    if answers(sentence):
        match = _WORD.fullmatch(text)
        if match is None or text.count("辞退") > 1:
            raise Doubt(
                "negation" if _PARTICLE.match(text.partition("辞退")[2]) else "not_understood"
            )
        text = " ".join(filter(None, match.group("why", "said", "rest", "annotated"))).strip(
            " 、,:"
        )
        if _PARTICLE.match((match["rest"] or "").strip()):
            raise Doubt("negation")
    elif courtesy.is_acknowledgement(text) or courtesy.is_regret(text):
        return ""
    if text and not _WORDS.search(text):
        raise Doubt("not_understood")  # 「辞退 2」: of one wish only?
    days, _ = when.take_days(text, today=context.today)
    if any(day != context.asked_starts.astimezone(context.zone).date() for day in days):
        raise Doubt("two_answers")
    doubts.refuse_in_reason(text)
    return "" if _BARE.fullmatch(sentence.plain) else _LEADING.sub("", sentence.raw)
