"""「辞退」 and why, or a sentence that says the same. The reason is kept in the sender's own words."""

import re

from bookings.answers import courtesy, doubts, refused, when
from bookings.answers.sentences import Sentence
from bookings.answers.understood import AnswerContext, Doubt, Intent, Meaning

_POLITE = (
    r"(?:(?:いた|致)?します|する(?:こと|事)(?:に|と)(?:(?:いた|致)?しま(?:す|した)|なりました|させていただきます)|する(?=$)|と(?:いた|致)?します|申し上げます|と?(?:いた|致)?させて(?:いただきます|頂きます|いただきたい(?:と存じます|です)?|いただきたく(?:存じます|思います)?|ください|下さい)|です|(?:いた|致)したく(?:存じます|思います)?|(?:と?(?:いた|致)?させて)(?:いただきたく|頂きたく)[、,]?\s?(?:ご?(?:連絡|回答|返信|報告)(?:(?:いた|致)?しま(?:す|した)|申し上げます)|お願い(?:(?:いた|致)?します|申し上げます))"
    r"|で(?:お願い(?:(?:いた|致)?します|申し上げます))|(?:いた|致)?しました|となります|の?(?:旨)?[、,]?\s*(?:ご?回答|ご?連絡)(?:いた|致)?します)"
)
_REGRETS = (
    r"(?:今回は?|この度は|このたびは|(?:大変|誠に|まことに|とても)?残念(?:ながら|ですが|なことに|ではございますが|ではありますが)|(?:大変|誠に|まことに)*(?:心苦しく|申し訳なく|恐縮に|遺憾に|残念に)(?:存じます|思います)が|(?:大変|誠に|まことに)*(?:申し訳(?:ありません|ございません|ない)(?:の?です)?が|恐縮(?:ですが|ながら)|心苦しい(?:の)?ですが|遺憾ながら|不本意ながら)"
    r"|恐れ入りますが|あいにく(?:です)?が?|せっかく(?:の(?:ご依頼|お話|機会|お申し出))?(?:です|なの)?(?:が)?|やむを得ず|やむなく|[、,\s])*"
)
_KEYWORD = re.compile(
    rf"(?:{_REGRETS}|(?P<why>.{{2,160}}?(?:ため|ので|につき|により|ことから|から|ており|おり|し|て))[、,\s]*{_REGRETS})ご?辞退"
    rf"(?:{_POLITE}(?P<said>[、,:\s].*)?|[、,:\s]+(?P<rest>.+)|(?:する|{_POLITE})?(?P<annotated>\(.+\)))?"
)
_WEAK = (  # of a day's visit or of the whole ask: only where no day or hour stands before it
    r"(?:(?:ご?対応|講師派遣|講師の派遣|職員の派遣|派遣|実施|訪問|お?伺うこと|お?伺い|講師を派遣すること|職員を派遣すること|対応すること|派遣すること|実施すること|講師を出すこと|講師の手配)(?:を|が|は)?(?:する)?(?:こと(?:が|は))?"
    r"(?:でき(?:ません|かねます|かねる(?:状況|次第)です|ない(?:状況|状態)です)|(?:いた|致)?しかねます|(?:が|は)?(?:叶い|かない)ません)|伺えません)"
)
_CANNOT = (
    r"(?:"
    + _WEAK
    + r"|(?:お?引き?受け|お引受け?|お受け|ご?(?:要望|期待|依頼|希望)に(?:お?応え|お?添い|お?沿い))(?:を)?(?:する|いたす)?(?:こと)?(?:が|は)?"
    r"(?:でき(?:ません|かねます|かねる(?:状況|次第)です|ない(?:状況|状態)です)|(?:いた)?しかねます|致しかねます|いたしかねます|叶いません|かないません|られません)"
    r"|ご?(?:要望|期待|依頼|希望)に(?:は)?(?:お?応え|お?添い|お?沿い|応じ|沿え|添え)(?:かねます|られません|ません)|引き?受けられません|応じられません|応じかねます"
    r"|ご?辞退"
    + _POLITE
    + r"|(?:ご?辞退|お断り|お?見送り)(?:を)?(?:(?:いた|致)?せざるを[得え](?:ません|ない(?:状況|状態|次第|の)です)|(?:いた|致)?(?:する|さざる)(?:ほか|より|以外に|しか)(?:は)?(?:方法が|すべが)?(?:ありません|ございません|ない(?:状況|状態|次第)です))|見送らざるを[得え](?:ません|ない(?:状況|状態|次第)です)"
    r"|お断り(?:いた|致)?(?:します|申し上げます|させて(?:いただきます|頂きます|ください))|(?:ご)?遠慮(?:させて(?:いただきます|頂きます)|(?:いた|致)?します|申し上げます)"
    r"|(?:お?見送り|見送らせて|見送り)(?:させて)?(?:いただきたく(?:存じます|思います)?|いただきたいと(?:存じます|思います)|いただくことと(?:いた)?しました)|見送(?:ら|り)(?:せて)?(?:いただきます|頂きます)|見送ります|お見送り(?:させて)?(?:いただきます|頂きます)?)"
)
_WHY = r"(?:ので|から|が)?(?:、?(?:どうぞ|何卒|悪しからず|あしからず)?ご(?:了承|理解|容赦).{0,24})?"
_FINAL = re.compile(rf"(?P<ahead>.{{0,250}}?){_CANNOT}{_WHY}$")
_LEADING = re.compile(rf"^[\s「『【\[(]*辞退[」』】\])]?{_POLITE}?[\s\u3000、,:：]*")
_SO = re.compile(
    r"^(?:つきましては|そのため|このため|したがいまして|従いまして|以上のことから|以上により|よって|そこで|さて)[、,\s]*"
)
_BARE = re.compile(rf"^{_REGRETS}(?:ご?辞退{_POLITE}?|{_CANNOT})$")
_WORDS = re.compile(r"[一-龯ぁ-んァ-ヶ]{2}|[A-Za-z]{3}")
_PARTICLE = re.compile(r"^(?:は|が|を|も|の|に|と|か|し|せ|さ|する|いた|致|では|じゃ|者|届|待)")
_BECAUSE = re.compile(
    r"(?:まで|から|中|間|は|も|に|\)|日|[~-]|と).{0,40}(?:ため|につき|により|で$|が?(?:入って|続いて|控えて|重なって|出払って|埋まって)(?:い|お)り|ので|から$|期間に当たり|に当たり|にあたり|て(?:い|お)り(?:ます)?$|中(?:で|です)$|期間(?:で|です)$)"
)
_OFFERS = re.compile(
    r"空い|大丈夫|行け(?!ま?せん|ない)|都合がつ(?!か|き?ませ|けられ)|なら(?!び)|でしたら|であれば|可能|いかが|お願い|希望|変更|提案|候補|代わ|かわり|できます|伺え(?!ま?せん|ない)|\d\s*[:時]"
)
_LABEL = re.compile(r"^(?:理由|辞退理由|備考|事由)\s*[:：は]?\s*")
_WHO_COMES = re.compile(r"^(?:(?:派遣|担当)?講師|派遣者|派遣職員)(?:名|氏名)?\s*[:は]")
_TOPIC_END = re.compile(
    r"(?:(?:ご依頼|標記|首記|表題|標題|件名|お申し?込み|本|この|こちら|今回|お話)の?(?:お気軽講座|出前講座|講座|講師派遣|ご依頼|依頼)?の?(?:件)?|(?:お気軽講座|出前講座|講座|講師派遣|講師)の?(?:ご?依頼|派遣|件)?|当課(?:として|で)?|いずれの日(?:も|程も)|どの(?:日|日程)も)"
    r"(?:について|につきまして|に関しまして|ですが)?(?:は|も|を)?[、,\s]*$"
)
_LEADS = re.compile(
    r"(?:ため|ので|から|につき|により|[てしずはもをがでとに、,)]|おり|結果|ながら|次第|にて|同様|一同|課|係|(?:当面|しばらく|当分|会期中|期間中|年度内)(?:の(?:間|あいだ))?|伴い|当たり|あたり|つき|重なり|入り|続き|不足し|多く|多忙で|いずれも?|どれも|とも)$"
)
_WHOLE = re.compile(  # a topic that is the whole ask
    r"(?:件|ご?依頼|お申し?込み|お話|(?<![一-龯]日の)(?<!部の)(?:講座|講演|派遣|講師)|今回|この度|このたび|当課で|当課として|当館で|当館として|当係で|当所で|当室で|いずれ|どれ|すべて|全て|(?:いずれ|どれ|どちら|どの|すべて|全て)の?(?:日|日程|日時|希望日?)|もの|とも|として|残念|ところ|(?:当面|しばらく|当分)の?(?:あいだ|間)|当面|(?:今|本)年度|考え|思い|検討|次第|状況|理由|事情|都合|同様)(?:に?ついて|につきまして|に関しまして)?(?:に?は|も|を|が|に|で|と)?$"
)
_THAT_DAY = re.compile(
    r"(?:その日|当日|同日|両日|この日|午前中?|午後|夜間?|平日|土日|土曜|日曜|祝日|\d+日(?:\(.\))?|\d+/\d+(?:\(.\))?|(?:年内|年度内|今月|来月|今週|来週|今年度)(?:中)?)(?:に)?(?:は|について(?:は)?|だけは?|のみは?)"
)
_OF_ALL = re.compile(  # words that show that the whole ask is meant, not the day alone
    r"今回|この度|このたび|残念|申し訳|恐縮|恐れ入り|あいにく|せっかく|遺憾|心苦し|ご?依頼|標記|件|お申し?込み|お話|ご?希望|ご?期待|講座|派遣|対応(?:いた|致)|いずれ|どの日|どれも|すべて|全て|当面|年度"
)
_WEAKLY = re.compile(_WEAK + r"(?:ので|から|が)?[^。]{0,30}$")
_PARTLY = re.compile(
    r"(?:午前|午後|夜間?|\d+日(?:\(.\))?|\d+/\d+(?:\(.\))?|平日|土日|土曜|日曜|祝日|\d時[^、]{0,4}|第?[1-3一二三]\S{0,4})(?:の部|の回|の分)?(?:は|について(?:は)?|だけは?|のみは?|を)[、,\s]*$"
)


def answers(sentence: Sentence) -> bool:
    if "辞退" in sentence.plain:
        return True
    if not _FINAL.fullmatch(sentence.plain):
        return False
    return not _WEAKLY.search(sentence.plain) or bool(_OF_ALL.search(sentence.plain))


def firmly(sentence: Sentence) -> bool:
    """With a word that can stand for the whole ask only, not for one day of it."""
    return "辞退" in sentence.plain or "お断り" in sentence.plain


def read(said: list[Sentence], *, context: AnswerContext) -> Meaning:
    told = any(map(firmly, said))
    reasons = [_reason(sentence, told=told, context=context) for sentence in said]
    return Meaning(Intent.DECLINE, reason="\n".join(reason for reason in reasons if reason))


def _reason(sentence: Sentence, *, told: bool, context: AnswerContext) -> str:
    text = _SO.sub("", sentence.plain)
    if re.search(r"承諾(?!書)", text):  # cut short, 「承諾できません」 is an acceptance
        raise Doubt("negation")
    if _WHO_COMES.match(text):
        raise Doubt("two_answers")  # who would come, beside a refusal
    refused.refuse_other_matter(text)
    if answers(sentence) and not (told and _only_explains(sentence)):
        text = _beside_keyword(text, context=context)
    elif courtesy.is_acknowledgement(text) or courtesy.is_regret(text):
        return ""
    else:
        refused.refuse_no_reason(_LABEL.sub("", text))
    bare = _LABEL.sub("", text)
    if bare and not _WORDS.search(bare):
        raise Doubt("not_understood")  # 「辞退 2」: of one wish only?
    _refuse_other_days(bare, context=context)
    doubts.refuse_in_reason(when.without_days(bare))
    if _BARE.fullmatch(sentence.plain):
        return ""
    return _LABEL.sub("", _LEADING.sub("", sentence.raw)).strip()


def _only_explains(sentence: Sentence) -> bool:
    """「当日は伺えません」 beside 「辞退します」 is its reason."""
    return not firmly(sentence) and bool(_WEAKLY.search(sentence.plain))


def _beside_keyword(text: str, *, context: AnswerContext) -> str:
    if text.count("辞退") > 1 and not re.fullmatch(r"辞退 理由\([^)]*\)", text):
        raise Doubt("not_understood")
    match = _KEYWORD.fullmatch(text)
    if match is None:
        return _ahead(text, context=context)
    if _PARTICLE.match((match["rest"] or "").strip()):
        raise Doubt("negation")
    if re.fullmatch(r"辞退 理由\([^ぁ-んァ-ヶ一-龯]*\)", text):
        return match["rest"]  # said in English, and read there
    for name in ("said", "rest", "annotated"):
        refused.refuse_no_reason(_LABEL.sub("", (match[name] or "").strip(" 、,:")))
    return " ".join(filter(None, match.group("why", "said", "rest", "annotated"))).strip(" 、,:")


def _ahead(text: str, *, context: AnswerContext) -> str:
    """What stands before a sentence's refusing verb: a topic, regret or a reason."""
    final = _FINAL.fullmatch(text)
    if final is None:
        particle = _PARTICLE.match(text.partition("辞退")[2])
        raise Doubt("negation" if particle else "not_understood")
    ahead = re.sub(_REGRETS + "$", "", final["ahead"]).strip(" 、,")
    of_a_day = len(context.wishes) != 1 and _WEAKLY.search(text) and _THAT_DAY.search(ahead)
    if _PARTLY.search(ahead) or of_a_day:
        raise Doubt("condition")
    if re.search(r"(?:[はもをがにと]|(?<!の)で)$", ahead) and not _WHOLE.search(ahead):
        raise Doubt("condition")
    if ahead and not _LEADS.search(final["ahead"].strip()):
        raise Doubt("not_understood")
    left = _TOPIC_END.sub("", re.sub("^" + _REGRETS, "", ahead)).strip(" 、,")
    return "" if re.fullmatch(r"[のはをもが]*", left) else left


def _refuse_other_days(text: str, *, context: AnswerContext) -> None:
    """Another day beside a refusal may be an offer; within the reason it only tells why."""
    left = "、".join(one for one in _reasonless(text) if one)
    if context.asked_starts is None:
        if when.names_a_day(text) and not re.search(r"ため|ので|から|により|につき|重な", text):
            raise Doubt("two_answers")
    elif not when.known_days_only(left, today=context.today, known=context.known_days):
        raise Doubt("two_answers")


def _reasonless(text: str) -> list[str]:
    """The clauses that do not say why: 「12月14日から24日まで蔵書点検のため」 goes."""
    return [
        clause
        for clause in re.split(r"[、,。]", text)
        if not _BECAUSE.search(clause) or _OFFERS.search(clause)
    ]
