"""Why not, and how sorry: what stands beside a refusal or another date. Reasons are free text.

What accepts, proposes, postpones, asks or hands over is no reason.
"""

import re

from bookings.answers.speech import lexicon
from bookings.answers.speech.clauses import Clause, denies, doubts_of
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.refusals import is_whole
from bookings.answers.speech.words import Word

_LATER_WORDS = lexicon.HARMLESS | frozenset(
    "声掛け 機会 又 次 別 他 今後 後 声 掛ける 依頼 相談 協力 手伝い 是非 引き受ける 受ける 伺う 対応 有る 御座る た だ ます です ば たら 際 折 せる れる 頂く たい 思う 存じる 為る 致す の が に は を と て で も お 此れ 度 年度 来 来年 来年度 懲りる ず 何時 か 改めて 時 講座 教室 役 立つ 力 成る 考える 場合 時期 誘う 誘い 検討 ・ 等 など ば 出来る 為 申し出 次回 会う お願い 有り難い 嬉しい 光栄 皆".split()
)
_NOT_ENOUGH = frozenset(
    "添える 添う 沿う 答える 応じる 期待 希望 意 貴意 力 役 立つ 立てる 機会".split()
)


def reasoning(clause: Clause) -> Said | None:
    """Why not. A state, a denial, a because: nothing offered, nothing open, nothing asked."""
    if "申し訳" in clause.lemmas and "・" not in clause.gist:
        return None  # the phrase is broken
    found = doubts_of(clause)
    if found - {"negation", "later"} or clause.people or _is_of_before(clause):
        return None
    if "追う" in clause.lemmas and not _PRESSED.search(clause.text):
        return None
    if clause.has(
        frozenset(
            "承諾 受諾 快諾 承る 辞退 別日 代替 代案 提案 変更 振り替え 延期 又は 若しくは 後日 改めて 来月 来年 年明け 次回 別途 回送 転送 移管 所管 主管 管轄 引き継ぐ 引き継ぎ 回す 保留 未定 仮 電話 連絡 問い合わせ 送付 提供 貸し出す 貸し出し 恐らく 多分 かも".split()
        )
    ):
        return None
    if "候補" in clause.lemmas and not is_whole(clause):
        return None
    if _IN_CHARGE.search(clause.text):
        return None
    if ("代わり" in clause.lemmas and not denies(clause)) or not _has_content(clause):
        return None
    if clause.gist.count("無い") > 1 or _offers(clause) or not _is_state(clause):
        return None
    if "later" in found and not _explains(clause):
        return None
    return Said(Kind.REASON, clause)


def _is_of_before(clause: Clause) -> bool:
    """「昨年は」; not 「先月から」, which lasts."""
    following = [*(word.lemma for word in clause.words[1:]), "", ""]
    return any(
        word.lemma in lexicon.BEFORE
        and after not in ("から", "より")
        and (after != "の" or noun in _ASKED)
        for word, after, noun in zip(clause.words, following, following[1:], strict=False)
    )


_ASKED = lexicon.TOPICS | {"講師", "分", "回"}


def _has_content(clause: Clause) -> bool:
    """「ではありません」, 「するつもりはありません」 turn an answer round: they name nothing."""
    if any(turn in clause.text for turn in _TURNS) or (denies(clause) and not _is_unable(clause)):
        return False
    if clause.has(frozenset("訳 積もり 取り消す 撤回 間違い 誤り 違う 嘘 冗談".split())):
        return False
    return bool(clause.marks) or any(
        word.kind == "名詞"
        and word.lemma not in ("こと", "事", "物", "所", "為", "方", "承諾", "辞退", "の")
        for word in clause.words
    )


_TURNS = ("ではあり", "ではない", "ではなく", "じゃない", "でない", "ではございませ")


def _is_unable(clause: Clause) -> bool:
    """What is denied is a state or what one can do, and something is said of it: 「手が足りません」."""
    words = [word for word in clause.words if word.kind != "補助記号"]
    denied = [
        at
        for at, word in enumerate(words)
        if word.kind in ("助動詞", "形容詞", "接尾辞")
        and word.lemma in ("ず", "ない", "無い", "ぬ", "兼ねる")
    ]
    if not denied or not any(
        word.kind == "助詞" and word.sort != "接続助詞" for word in words[: denied[-1]]
    ):
        return not denied
    verbs = [
        word
        for word in words[: denied[-1]]
        if word.kind in ("動詞", "形容詞", "形状詞", "名詞", "助動詞")
        and word.lemma not in ("ます", "です", "致す", "た")
    ]
    return bool(verbs) and (
        verbs[-1].lemma in lexicon.STATES | lexicon.UNABLE | _CAN
        or words[denied[-1]].lemma == "無い"
    )


_CAN = frozenset(
    "残る られる れる 得る 為る つく 空く 余裕 敵う 動く 回る 来る 送り出す 割り振る 捻出 手配 確保 都合 続ける 持つ 届く 及ぶ 許す 引き出す 見通せる 立てる 開ける 割り当てる 賄う 乗る 思わしい 芳しい 少ない".split()
) - frozenset(("為る",))


def _is_state(clause: Clause) -> bool:
    """Its last words deny, or tell a state."""
    last = [word for word in clause.words if word.kind not in ("助詞", "補助記号")][-5:]
    ending = Clause(tuple(last))
    return denies(ending) or ending.has(lexicon.STATES) or bool(_OCCASION.search(clause.text))


_IN_CHARGE = re.compile(  # 「桜が丘は危機管理室に移っております」
    r"窓口(?:です|は|まで|へ|となり|に(?:なり|お|ご|連絡|問い)|が(?:担当|変|異))|(?:課|室|係|署|センター|本部|局|団体|会)[にへ](?:移[っり]|譲|渡|尋|たず|聞|紹介|頼|任)"
)
_PRESSED = re.compile(r"追われ|追い付|追いつ")  # not 「追って」
_OCCASION = re.compile(
    r"の(?:日|期間|最終日|初日|前日|締切日|予定日)(?:です|でした|でして|にあたり|だ)(?:が|ので)?$"
)


def _explains(clause: Clause) -> bool:
    """「検討しましたが」, 「予定が入っており」: past, or why; not 「検討します」."""
    if any(word.form.startswith("意志推量") for word in clause.words) or clause.has(
        frozenset(("思う", "考える", "らしい", "みたい", "筈", "可能性", "微妙", "探す", "迷う"))
    ):
        return False
    if clause.has(frozenset("検討 確認 相談 照会 協議 調整".split())):
        past = any(word.lemma == "た" and word.kind == "助動詞" for word in clause.words)
        return (past or denies(clause)) and "中" not in clause.lemmas
    return True


def _offers(clause: Clause) -> bool:
    """An affirmed 「できます」, 「伺います」, 「空いています」, 「お送りします」."""
    if denies(clause):
        return False
    words = clause.words
    if clause.has(frozenset("可能 大丈夫 OK 構う".split())):
        return True
    return any(_offers_at(words, at) for at in range(len(words)))


_PROMISING = frozenset("出来る 空く 引き受ける 受ける 伺う 参る 願う 送る 出向く".split())
_OTHERWISE = frozenset("居る た の 事 こと 為 者 職員 人".split())  # then the verb only describes


def _offers_at(words: tuple[Word, ...], at: int) -> bool:
    rest = {one.lemma for one in words[at + 1 :]}
    if words[at].lemma == "空く" and "居る" in rest:
        return True
    return words[at].kind == "動詞" and words[at].lemma in _PROMISING and not rest & _OTHERWISE


_NEXT_TIME = re.compile(  # 「来年度はぜひ協力したいと思っております」
    r"(?:来年度?|次回|次の機会|今度)(?:こそ)?(?:は|には)?、?(?:ぜひ|是非)?、?(?:ご?協力|お?引き受け|お?受け|お?伺い|お?手伝い|お?力に)(?:に)?(?:なり|し|させていただき|いたし)?(?:たい|たく)(?:と)?(?:思|存じ|考え)(?:って|えて)?(?:い|お)?(?:り)?ます$"
)


def sorry(clause: Clause, *, ours: frozenset[str]) -> Said | None:
    """An apology, a hope for another time."""
    if "申し訳" in clause.lemmas and "・" not in clause.gist:
        return None  # the phrase is broken
    lemmas = set(clause.lemmas)
    if (
        clause.marks
        or clause.lemmas.count("ず") > 2
        or any(turn in clause.text for turn in _TURNS)
        or lemmas & {"訳", "積もり"}
    ):
        return None
    if "機会" in lemmas:
        return Said(Kind.SORRY, clause) if lemmas <= _LATER_WORDS | lexicon.HARMLESS else None
    if _NEXT_TIME.search(clause.text):
        return Said(Kind.SORRY, clause)
    found = doubts_of(clause)
    if lemmas <= frozenset(
        "今回 は この度 御免 為さる 御 本当 に 大変 下さる です ます ね 、".split()
    ):
        return Said(Kind.SORRY, clause)
    if found - {"negation", "later", "request"}:
        return None
    if "negation" in found and not clause.has(_NOT_ENOUGH):
        return None
    if "request" in found and not all(
        word.lemma in _LATER_WORDS | ours or word.kind == "補助記号" for word in clause.words
    ):
        return None
    if clause.has(
        lexicon.LOADED
        - frozenset(
            "希望 都合 予定 厳しい 困る 難しい 対象 承諾 足りる 検討 確認 相談 調整 協議".split()
        )
        - lexicon.HARMLESS
        - ours
    ):
        return None
    return Said(Kind.SORRY, clause) if clause.has(lexicon.SORRY) or "・" in clause.gist else None
