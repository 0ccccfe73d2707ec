"""「辞退」 and why, or a sentence that says the same. The reason is kept in the sender's own words."""

import re

from bookings.answers import courtesy, doubts, when
from bookings.answers.sentences import Sentence
from bookings.answers.understood import AnswerContext, Doubt, Intent, Meaning

_POLITE = (
    r"(?:(?:いた|致)?します|する(?=$)|と(?:いた|致)?します|申し上げます|と?(?:いた|致)?させて(?:いただきます|頂きます|いただきたい(?:と存じます|です)?|いただきたく(?:存じます|思います)?|ください|下さい)|です|(?:いた|致)したく(?:存じます|思います)?"
    r"|で(?:お願い(?:(?:いた|致)?します|申し上げます))|(?:いた|致)?しました|となります|の?(?:旨)?[、,]?\s*(?:ご?回答|ご?連絡)(?:いた|致)?します)"
)
_REGRETS = (
    r"(?:今回は?|この度は|このたびは|残念(?:ながら|ですが|なことに)|(?:大変|誠に|まことに)*(?:申し訳(?:ありません|ございません|ない)(?:の?です)?が|恐縮(?:ですが|ながら)|心苦しい(?:の)?ですが|遺憾ながら|不本意ながら)"
    r"|恐れ入りますが|あいにく(?:です)?が?|せっかく(?:の(?:ご依頼|お話|機会|お申し出))?(?:です|なの)?(?:が)?|やむを得ず|やむなく|[、,\s])*"
)
_KEYWORD = re.compile(
    rf"(?:{_REGRETS}|(?P<why>.{{2,160}}?(?:ため|ので|につき|により|ことから|から|ており|おり|し|て))[、,\s]*{_REGRETS})ご?辞退"
    rf"(?:{_POLITE}(?P<said>[、,:\s].*)?|[、,:\s]+(?P<rest>.+)|(?:する|{_POLITE})?(?P<annotated>\(.+\)))?"
)
_CANNOT = (
    r"(?:(?:お?引き?受け|お引受け?|お受け|ご?(?:要望|期待|依頼|希望)に(?:お?応え|お?添い|お?沿い))(?:を)?(?:する|いたす)?(?:こと)?(?:が|は)?"
    r"(?:でき(?:ません|かねます|かねる(?:状況|次第)です|ない(?:状況|状態)です)|(?:いた)?しかねます|致しかねます|いたしかねます|叶いません|かないません|られません)"
    r"|引き?受けられません|応じられません|応じかねます"
    r"|ご?辞退"
    + _POLITE
    + r"|お断り(?:いた|致)?(?:します|申し上げます|させて(?:いただきます|頂きます|ください))|(?:ご)?遠慮(?:させて(?:いただきます|頂きます)|(?:いた|致)?します|申し上げます)"
    r"|見送(?:ら|り)(?:せて)?(?:いただきます|頂きます)|見送ります|お見送り(?:させて)?(?:いただきます|頂きます)?)"
)
_WHY = r"(?:ので|から|が)?(?:、?(?:どうぞ|何卒|悪しからず|あしからず)?ご(?:了承|理解|容赦).{0,24})?"
_FINAL = re.compile(rf"(?P<ahead>.{{0,250}}?){_CANNOT}{_WHY}$")
_LEADING = re.compile(rf"^[\s「『【\[(]*辞退[」』】\])]?{_POLITE}?[\s\u3000、,:：]*")
_BARE = re.compile(rf"^{_REGRETS}(?:ご?辞退{_POLITE}?|{_CANNOT})$")
_WORDS = re.compile(r"[一-龯ぁ-んァ-ヶ]{2}|[A-Za-z]{3}")
_PARTICLE = re.compile(r"^(?:は|が|を|も|の|に|と|か|し|せ|さ|する|いた|致|では|じゃ|者|届|待)")
_LABEL = re.compile(r"^(?:理由|辞退理由|備考|事由)\s*[:は]?\s*")
_TOPIC_END = re.compile(
    r"(?:(?:ご依頼|標記|首記|表題|標題|件名|お申し?込み|本|この|こちら|今回|お話)の?(?:お気軽講座|出前講座|講座|講師派遣|ご依頼|依頼)?の?(?:件)?|(?:お気軽講座|出前講座|講座|講師派遣|講師)の?(?:ご?依頼|派遣|件)?|当課(?:として|で)?|いずれの日(?:も|程も)|どの(?:日|日程)も)"
    r"(?:について|につきまして|に関しまして|ですが)?(?:は|も|を)?[、,\s]*$"
)
_LEADS = re.compile(
    r"(?:ため|ので|から|につき|により|[てしずはもをがでとに、,)]|おり|結果|ながら|次第|にて|同様|一同|課|係)$"
)
_PARTLY = re.compile(
    r"(?:午前|午後|夜間?|\d+日(?:\(.\))?|\d+/\d+(?:\(.\))?|平日|土日|土曜|日曜|祝日|\d時[^、]{0,4}|第?[1-3一二三]\S{0,4})(?:の部|の回|の分)?(?:は|について(?:は)?|だけは?|のみは?|を)[、,\s]*$"
)


def answers(sentence: Sentence) -> bool:
    return "辞退" in sentence.plain or bool(_FINAL.fullmatch(sentence.plain))


def firmly(sentence: Sentence) -> bool:
    """With a word that can stand for the whole ask only, not for one day of it."""
    return "辞退" in sentence.plain or "お断り" in sentence.plain


def read(said: list[Sentence], *, context: AnswerContext) -> Meaning:
    reasons = [_reason(sentence, context=context) for sentence in said]
    return Meaning(Intent.DECLINE, reason="\n".join(reason for reason in reasons if reason))


def _reason(sentence: Sentence, *, context: AnswerContext) -> str:
    text = sentence.plain
    if answers(sentence):
        text = _beside_keyword(sentence)
    elif courtesy.is_acknowledgement(text) or courtesy.is_regret(text):
        return ""
    bare = _LABEL.sub("", text)
    if bare and not _WORDS.search(bare):
        raise Doubt("not_understood")  # 「辞退 2」: of one wish only?
    _refuse_other_days(bare, context=context)
    doubts.refuse_in_reason(when.without_days(bare))
    if _BARE.fullmatch(sentence.plain):
        return ""
    return _LABEL.sub("", _LEADING.sub("", sentence.raw)).strip()


def _beside_keyword(sentence: Sentence) -> str:
    text = sentence.plain
    if text.count("辞退") > 1 and not re.fullmatch(r"辞退 理由\([^)]*\)", text):
        raise Doubt("not_understood")
    match = _KEYWORD.fullmatch(text)
    if match is None:
        return _ahead(text)
    if _PARTICLE.match((match["rest"] or "").strip()):
        raise Doubt("negation")
    return " ".join(filter(None, match.group("why", "said", "rest", "annotated"))).strip(" 、,:")


def _ahead(text: str) -> str:
    """What stands before a sentence's refusing verb: a topic, regret or a reason."""
    final = _FINAL.fullmatch(text)
    if final is None:
        particle = _PARTICLE.match(text.partition("辞退")[2])
        raise Doubt("negation" if particle else "not_understood")
    ahead = re.sub(_REGRETS + "$", "", final["ahead"]).strip(" 、,")
    if _PARTLY.search(ahead):
        raise Doubt("condition")
    if ahead and not _LEADS.search(final["ahead"].strip()):
        raise Doubt("not_understood")
    return _TOPIC_END.sub("", re.sub("^" + _REGRETS, "", ahead)).strip(" 、,")


def _refuse_other_days(text: str, *, context: AnswerContext) -> None:
    """Another day beside a refusal may be an offer."""
    if context.asked_starts is None:
        if when.names_a_day(text) and not re.search(r"ため|ので|から|により|につき|重な", text):
            raise Doubt("two_answers")
    elif not when.known_days_only(text, today=context.today, known=context.known_days):
        raise Doubt("two_answers")
