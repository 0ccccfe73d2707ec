"""Words that take an answer's certainty away. Looked for before any answer is believed.

Every list errs on the side of doubt: what is caught here too often only goes to a person.
"""

import re

from bookings.answers.understood import Doubt

_QUESTION = re.compile(r"\?|でしょうか|ですか|ますか|ませんか|かどうか|いかが")
_TRAILING_KA = re.compile(r"か[」』)\s]*$")  # not asked of an acceptance: 「承諾 たなか」
_CONDITION = re.compile(
    r"なら|であれば|れば|たら|場合|ただし|但し|(?<!い)ただ(?![いき])|条件|次第|限り|限っ|限る|限定|のみ|以外|だけ"
    r"|除[くきい]|もし|前提|うえで|上で|ときは|時は|代わりに|かわりに|もしくは|または|又は"
)
_UNDECIDED = re.compile(
    r"検討|確認|相談|保留|未定|後日|追って|改めて|あらためて|後ほど|のちほど|待[ちった]|かもしれ"
    r"|おそらく|恐らく|たぶん|多分|一旦|いったん|とりあえず|できれば|仮[に押決)]|\(仮|見込|暫定|内々"
    r"|思[いうっ]|はず|可能性|つもり|これから|今から|問い?合わせ中|協議|探し|照会中|決裁"
)
_BUSY = re.compile(r"調整|予定|難し|厳し|微妙|困難|都合")
_NEGATION = re.compile(
    r"ない|ません|なく|なかっ|なし$|ず(?=$|[、。,\s]|に)|ぬ(?=$|[、。,\s])|不可|不能|不要|不承|否|無理|無効"
    r"|かね[るまて]|兼ね|拒|断[らりるっわ]|お断|取り?消|とりけ|撤回|中止|キャンセル|NG|やめ|止め|間違|誤[りっ]"
    r"|訂正|嘘|冗談|反対|×|✕|わけ|とは(?:言|い)"
)
# "We cannot come" is a reason, not a reversal. Taken out before a reason is searched for negations.
_INABILITY = re.compile(
    r"(?:伺え|うかがえ|行け|対応でき|対応が?でき|出席でき|参加でき|派遣でき|引き?受けられ|お?受けでき|受けられ"
    r"|お引き?受けでき|確保でき|担当でき|出られ|手配でき|実施でき|都合がつ(?:か|き|けられ)|調整がつ(?:か|き)|調整でき"
    r"|(?:講師|職員|担当|担当者|人)が(?:い|おり)|手が足り|人手が足り|空いてい|余裕が|時間が|時間がとれ"
    r"|日程が合わ)(?:ません(?:でした)?|ない(?:ため|ので|の?です|こと(?:になり|から))?|なく|ず|かね(?:ます|るため))"
    r"|(?:少な|足りな|危な)い|(?:お断り)(?:いた|致)?します|お断りさせていただきます"
    r"|申し訳(?:ありません|ございません|ない)|すみません"
)
_LOOKED = re.compile(
    r"(?:確認|検討|相談|調整)(?:を?した|いたしました|しました)?(?:ところ|結果|ものの|が[、,])"
)
_WISH = re.compile(
    r"第\s*[1-9一二三]|希望\s*[1-9]|[1-9]\s*(?:番|つ目|は)|[他別]の日|ほかの日|別日|(?:^|[\s、,と])[1-9](?=$|[\s、,とか])"
)
_BENDING = re.compile(r"以降|以前|頃|ごろ|前後|一部|半分")
_ACCEPTING = re.compile(r"承諾|受諾|了承|引き?受けます|お受けし")
_WILLING = re.compile(
    r"伺います|伺えます|可能|できます|大丈夫|行けます|空いています|OK", re.IGNORECASE
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


def refuse_question(sentence: str) -> None:
    _refuse(sentence, question=_QUESTION)
    _refuse(sentence, question=_TRAILING_KA)


def refuse_in_note(sentence: str) -> None:
    """For words beside another date: being unable is fine, reversing or accepting is not."""
    refuse_question(sentence)
    known = _LOOKED.sub("", _INABILITY.sub("", sentence))
    _refuse(known, condition=_CONDITION, later=_UNDECIDED, negation=_NEGATION)
    _refuse(known, two_answers=_WISH)
    _refuse(known, condition=_BENDING)
    _refuse(known, two_answers=_ACCEPTING)


def refuse_in_reason(sentence: str) -> None:
    """For words beside a refusal: as for another date, and no willingness either."""
    refuse_in_note(sentence)
    _refuse(_INABILITY.sub("", sentence), two_answers=_WILLING)


def _refuse(sentence: str, **patterns: re.Pattern[str]) -> None:
    for reason_code, pattern in patterns.items():
        if pattern.search(sentence):
            raise Doubt(reason_code)
