"""Words that take an answer's certainty away. Looked for before any answer is believed.

Every list errs on the side of doubt: what is caught here too often only goes to a person.
"""

import re

from bookings.answers.understood import Doubt

_QUESTION = re.compile(
    r"\?|でしょうか|ですか|ますか|ませんか|かどうか|いかが|ましょうか|教えて|ご教示|どちら(?!でも|か)|どのよう|何時"
)
_ASKED_INSIDE = re.compile(r"(?<!元気)(?<!過ごし)で(?:しょう|す)か(?!ら)|ますか(?!ら)")
_TRAILING_KA = re.compile(r"か[」』)\s]*$")  # not asked of an acceptance: 「承諾 たなか」
_CONDITION = re.compile(
    r"なら|であれば|れば|たら|場合|ただし|但し|(?<!い)ただ(?![いき])|条件|次第|限り|限っ|限る|限定|のみ|以外|(?<!いた)だけ"
    r"|除[くきい]|もし|前提|うえで|上で|ときは|(?<!日)時は|代わりに|かわりに|もしくは|または|又は|あるいは|のであれ|ものの|けれど|けど"
)
_UNDECIDED = re.compile(
    r"検討|確認|相談|保留|未定|後日|追って|改めて|あらためて|後ほど|のちほど|待[ちった]|かもしれ"
    r"|おそらく|恐らく|たぶん|多分|一旦|いったん|とりあえず|できれば|仮[に押決)]|\(仮|仮$|見込|暫定|内々|たいと|方向で"
    r"|思[いうっ]|はず|可能性|つもり|これから|今から|問い?合わせ中|協議|探し|照会中|決裁|後刻|未確定"
)
_BUSY = re.compile(r"調整|予定|難し|厳し|微妙|困難|都合")
_NEGATION = re.compile(
    r"ない|ません|なく|なかっ|なし$|ず(?=$|[、。,\s]|に)|ぬ(?=$|[、。,\s])|不可|不能|不要|不承|否|無理|無効"
    r"|かね[るまて]|兼ね|拒|断[らりるっわ]|お断|取り?消|とりけ|撤回|中止|キャンセル|NG|やめ|止め|間違|誤[りっ]"
    r"|訂正|嘘|冗談|反対|×|✕|わけ|とは(?:言|い)|欠席|パス|ダメ|駄目|だめ|ムリ|不承知|見送"
)
# "We cannot come" is a reason, not a reversal. Taken out before a reason is searched for negations.
_INABILITY = re.compile(
    r"(?:お役に立て|お力になれ|伺え|うかがえ|行け|対応でき|対応が?でき|出席でき|参加でき|派遣でき|引き?受けられ|お?受けでき|受けられ"
    r"|お?引き?受けでき|確保でき|担当でき|出られ|出せ|手配でき|実施でき|都合がつ(?:か|き|けられ)|調整がつ(?:か|き)|調整でき"
    r"|お?伺いでき|(?:派遣|対応|実施|訪問)(?:が|は)?かない|かない|お?伺うことがかない|(?:こと|の|も)が?でき|やりくりがつ(?:か|き)|(?:調整|手配|工面|折り合い|配置|段取り|見通し|めど|目途|日程|人員|予定|講師)がつ(?:か|き)|割け|避けられ|外せ|空け(?:られ)?|回せ|抜け(?:られ)?|持て|間に合(?:い|わ)"
    r"|(?:講師|職員|担当|担当者|人|者|課員|経験者|適任者|対応できる者)(?:が|も|は)(?:い|おり|おら)|(?:確保|手配|調整|捻出|工面)(?:が|は|も)でき|お?(?:引き)?受けして(?:い|おり)|(?:し|行っ|扱っ|持っ|予定し|想定し)て(?:い|おり)|手が足り|人手が足り|足り|空いてい|空いており|余裕が(?:あり)?|時間が|時間がとれ|とれ|取れ"
    r"|(?:日程|予定|都合|時間)が(?:合わ|合い)|折り合い?(?:が|い)?(?:つか|つき)|添え|沿え|応えでき|かない|応じられ|整わ|整い|そろわ|揃わ|揃い)"
    r"(?:ません(?:でした)?(?:ので|ため)?|ない(?:ため|ので|の?です|こと(?:になり|から|となり)?|状況|状態|見込み|次第)?|なく|ず(?:に)?|かね(?:ます|るため|ております))"
    r"|(?:少な|足りな|危な)い|(?:お断り)(?:いた|致)?します|お断りさせていただきます|お断り申し上げます|出払って|不在(?:となるため|のため)"
    r"|(?:でき|出来|伺い|(?:引き?受け|お受け|対応|派遣|要望|実施)(?:は|を)?(?:いたし|致し|し)?)かね(?:ます|るため|る(?:状況|次第))"
    r"|(?:手|人手|人員|人数|時間|予算|余裕|余力|体制|態勢|準備|手配|都合|日程|調整|予定|やりくり|公用車|機材|要員|代わり|めど|目途|見通し)(?:が|も|を)"
    r"(?:足り|回り|回ら|まわり|まわら|空き|空か|空け|取れ|[取と]り|[取と]ら|とれ|作れ|つくれ|割け|整わ|整い|合わ|合い|離せ|出せ|持て|及ば|届か|届き|追い(?:つ|付)[かき]|そろわ|揃わ|揃い|[つ付][かきけ]|つけられ|立た|立ち|許さ|許し|間に合[わい]|見つから|見つかり|残って(?:い|おり)|あり|ござい|でき)?(?:ません(?:でした)?(?:ので|ため)?|ない(?:ため|ので|の?です|こと(?:から|となり)|状況|状態|次第)|な(?:い|く)(?=$|[、。,\s・])|ず(?:に)?(?=$|[、。,\s・])|かね(?:ます|るため|ております))"
    r"|(?:職員|講師|担当者?|専門職|適任者|経験者|者|方|人|要員)(?:が|も|を|は)(?:見つか|見つけ|つかま|そろ|揃|集ま|動|動け|来|来られ|向かえ|残って|都合|手配|空)(?:ら|り|わ|い|え|け|き|か|いて|って)?(?:い|おり)?(?:ません(?:でした)?(?:ので|ため)?|ない(?:ため|ので|の?です|こと(?:から|となり)|状況|状態|次第)?|なく|ず(?:に)?)"
    r"|代わり(?:に|の)[^、。]{0,14}(?:者|人|職員|講師)(?:が|も|は)(?:おり|い|見つかり)(?:ません|ない|ず)|(?<!辞退)は不可(?:です)?(?=$|[、。,])"
    r"|(?:でき|出来|出せ|割け|応じられ|対応し得)る(?:体制|状況|状態|余裕|者|職員|講師)(?:に|が|も|では)(?:ある状況に)?(?:あり|ござい|おり|い|整い|整って(?:い|おり))?(?:ません|ない|なく|ず)(?:ので|ため|こと)?"
    r"|申し訳(?:ありません|ございません|ない)|すみません|(?:せ|ら|さ|わ|か)?ざるを[得え](?:ません|ない|ず)|やむを得[ずない]|やむなく|無理(?:です|な)|必ず|まずは|恐れ入り|少なからず"
)
_LOOKED = re.compile(
    r"(?:確認|検討|相談|調整|協議)(?:を?(?:いた)?し(?:ました)?|を重ね(?:ました)?|いたしました|しました|の|を重ねた)?(?:た)?(?:ところ|結果|ものの|が[、,])"
)
_WILLING_BUT = re.compile(  # 「お引き受けしたいところですが、…ず、辞退」
    r"(?:ぜひ|是非|できれば|本来であれば)?(?:お?引き?受け|お受け|お?伺い|ご?協力|お力になり|お役に立ち|ご?対応)(?:(?:いた|致)?し)?たい(?:ところ|の|気持ち(?:は|も)(?:ございます|あります))(?:です|ではございます|ではあります)?(?:が|けれども)"
)
_WISH = re.compile(
    r"第\s*[1-9一二三]|希望\s*[1-9]|[1-9]\s*(?:番|つ目|は)|[他別]の日|ほかの日|別日|(?:^|[\s、,と])[1-9](?=$|[\s、,とか])"
)
_BENDING = re.compile(r"以降|以前|頃|ごろ|前後|一部|半分")
_ACCEPTING = re.compile(
    r"承諾|受諾|了承(?!くだ|下さ|願|のほど|いただ|を)|引き?受けます|お受けし(?!か)|お引き?受け(?:いた|致)?します"
)
_WILLING = re.compile(
    r"伺います|伺えます|可能|できます|大丈夫|行けます|空いています|空いております|(?<![A-Za-z])OK(?![a-z])|構いません|差し支え",
    re.IGNORECASE,
)
_ALL_WISHES = re.compile(
    r"(?:第?\s*[1-3一二三]\s*(?:希望)?(?:日)?(?:から|まで|~|-|、|・|,|と|及び|\s)*){1,3}(?:まで)?(?:の)?(?:すべて|全て|いずれ(?:の(?:日|日程|希望)(?:も|とも))?(?:も)?|とも(?:に)?|どれも)"
    r"|第?\s*1(?:希望)?(?:から|~|-)\s*第?\s*3(?:希望)?(?:まで)?(?:の)?(?:日程|日時|日)?(?:を|は)?(?:(?:検討|確認|調整)(?:(?:いた)?しました|した)(?:が|ところ)[、,]?)?(?:すべて|全て|いずれ(?:の(?:日|日程))?も|とも(?:に)?|どれも)"
    r"|(?:ご?(?:希望|提示|指定|候補)の?)?[2-3二三]つの?(?:ご?(?:希望|候補))?(?:日(?:程|時)?)?(?:は|の)?[、,]?(?:すべて|全て|いずれも|とも(?:に)?|どれも)"
    r"|(?:ご?希望|ご?提示|候補)の?(?:日(?:程|時)?)?(?:は|の)?[、,]?(?:すべて|全て|いずれも|どれも)"
)
_HANDED = re.compile(
    r"(?:課|係|室|局|部|署|センター|館|所|部署|団体)(?:が|の|で)(?:担当|所管|主管|窓口|対応)(?:です|となり|となって|になり|して|部署|課)?"
    r"|(?:課|係|室|局|部|署|センター|館|所|そちら|あちら|部署)(?:へ|に|宛に?)(?:回送|転送|回付|お回し|お問い合わせ|お尋ね|ご?相談(?:を|くだ)|ご?依頼(?:を|くだ|して)|ご?照会|お願い|引き継)"
    r"|(?:担当|所管|主管)(?:外|が(?:異な|違|変わ|移)|(?:では|じゃ)(?:あり|ござい|な)|替え)|(?:事務|業務|担当|所管).{0,8}移管"
)
_ABSENT = re.compile(
    r"(?:不在|出張|休暇|休み|休業|研修|席を外|夏季休|欠勤|病気).{0,24}(?:返事|返信|回答|連絡|折り返|戻り|戻っ|出勤|対応)"
)


def refuse_any(sentence: str) -> None:
    """For an acceptance: no question, condition, delay or negation at all."""
    _refuse(sentence, question=_QUESTION, condition=_CONDITION, later=_UNDECIDED)
    _refuse(sentence, negation=_NEGATION)
    _refuse(sentence, later=_BUSY)


def any_in(sentence: str) -> bool:
    try:
        refuse_any(sentence)
    except Doubt:
        return True
    return False


def bends(sentence: str) -> bool:
    """Whether a courteous sentence sets a condition or takes something back."""
    return bool(_CONDITION.search(sentence)) or bool(
        _NEGATION.search(_INABILITY.sub("・", sentence))
    )


def asks(sentence: str) -> bool:
    return bool(_QUESTION.search(sentence) or _TRAILING_KA.search(sentence))


def asks_plainly(sentence: str) -> bool:
    """Without the trailing か, with which names end too."""
    return bool(_QUESTION.search(sentence))


def asks_inside(line: str) -> bool:
    """A question anywhere in a line; 「お元気ですか」 is none."""
    return bool(_ASKED_INSIDE.search(line))


def without_inability(sentence: str) -> str:
    """The sentence without what says that something cannot be."""
    return _INABILITY.sub("・", sentence)


def postpones(sentence: str) -> bool:
    """Whether it says that the answer is still to come."""
    return bool(_UNDECIDED.search(sentence))


def hands_over(sentence: str) -> bool:
    return bool(_HANDED.search(sentence))


def is_absent(sentence: str) -> bool:
    return bool(_ABSENT.search(sentence))


def refuse_question(sentence: str) -> None:
    _refuse(sentence, question=_QUESTION)
    _refuse(sentence, question=_TRAILING_KA)


def refuse_in_note(sentence: str) -> None:
    """For words beside another date: being unable is fine, reversing or accepting is not."""
    refuse_question(sentence)
    sentence = _WILLING_BUT.sub("・", _ALL_WISHES.sub("・", sentence))
    known = _LOOKED.sub("・", _INABILITY.sub("・", sentence))
    _refuse(known, condition=_CONDITION, later=_UNDECIDED, negation=_NEGATION)
    _refuse(known, two_answers=_WISH)
    _refuse(known, condition=_BENDING)
    _refuse(known, two_answers=_ACCEPTING)


def refuse_in_reason(sentence: str) -> None:
    """For words beside a refusal: as for another date, and no willingness either."""
    refuse_in_note(sentence)
    sentence = _ALL_WISHES.sub("・", sentence)
    _refuse(sentence, handed_over=_HANDED)
    _refuse(_INABILITY.sub("・", sentence), two_answers=_WILLING)


_REASON = re.compile(
    r"ため|ので|から$|につき|により|ことから|重な|議会|会議|研修|出張|訓練|行事|予定|繁忙|都合|難し|厳し|困難|塞が|埋ま|ふさが|入って|無理|NG|不可|合わ|先約|不在|多忙|ません|ない|休館|休み|休業|taken|nobody|no one|difficult|not work|cannot|can't|unable|out of office|on leave|not available|busy|unavailable|conflict"
)
_WAVERS = re.compile(
    r"検討(?:いた|致|中|し)|後日|追って|改めて|のちほど|後ほど|相談(?:し(?:て|た)|いた|致|の(?:うえ|上))|かもしれ|微妙|見込|可能であれば|できれば"
)
_RELATIVE = re.compile(r"(?:再?来週|今週|来月|今月|明日|明後日|あさって|翌日|翌週|翌月)(?!は|も)")


def is_reason(clause: str) -> bool:
    """Whether it tells why something cannot be."""
    return bool(_REASON.search(clause))


def wavers(sentence: str) -> bool:
    """Whether it leans to an answer that is still to come."""
    return bool(_WAVERS.search(sentence))


def is_relative(sentence: str) -> bool:
    return bool(_RELATIVE.search(sentence))


def _refuse(sentence: str, **patterns: re.Pattern[str]) -> None:
    for reason_code, pattern in patterns.items():
        if pattern.search(sentence):
            raise Doubt(reason_code)
