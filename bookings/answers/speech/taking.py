"""Yes by words: the verb that takes the whole ask, and what may stand around it."""

import re
from itertools import pairwise

from bookings.answers.speech import kinds, lexicon, telling
from bookings.answers.speech.clauses import Clause, doubts_of
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.marks import Count, Half, Wish
from bookings.answers.speech.words import Word


def taking(clause: Clause, *, ours: frozenset[str]) -> Said | None:
    """Whether it takes the ask: one verb that takes it, only known words around, nothing denied."""
    at = _last(clause, lexicon.TAKE)
    weak = at is None
    if at is None:
        at = _last(clause, lexicon.COME | lexicon.WORK | lexicon.ABLE | {"希望", "手伝い"})
    if at is None or not _is_affirmed(clause):
        return None
    hopes = weak and _hopes_to_come(clause.words[at:])
    if not hopes and not _goes_on(clause.words[at:], weak=weak, humble=_is_humble(clause)):
        return None
    ahead = clause.words[:at]
    if _AT_VENUE.search(clause.text):
        return None
    if not kinds.known(
        ahead,
        lexicon.ASK
        | lexicon.SLOT
        | lexicon.SELF
        | lexicon.MANNER
        | lexicon.LINKS
        | lexicon.COME
        | lexicon.WORK
        | (_THEN if _is_chosen_if(clause) else frozenset())
        | (_THIS_YEAR if _AGAIN.search(clause.text) else frozenset())
        | (_ON_PHONE if {"話す", "件"} <= set(clause.lemmas) else frozenset())
        | (_UNITED if "一致" in clause.lemmas else frozenset())
        | (_UNOPPOSED if "・" in clause.gist else frozenset())
        | ours,
    ):
        return None
    if (
        kinds.is_partly(ahead, clause.words[at])
        or not kinds.is_our_section(ahead, ours)
        or _is_somebodys(clause, at)
    ):
        return None
    if clause.words[at].lemma in _FREE:  # 「17日は空いています」: perhaps
        return None
    if hopes:  # no yes by itself
        return Said(Kind.COMES, clause)
    if weak and not _has_ground(clause, at):
        bare = clause.words[at].lemma in _BARE and not any(_is_heavy(word) for word in ahead)
        bare = bare or _is_fine(clause, at)
        return Said(Kind.TAKES, clause, weak, loose=True) if bare else None
    return Said(Kind.TAKES, clause, weak)


_FREE = frozenset(("空く", "都合"))
_BROKEN_OFF = frozenset("希望 番 番目 目 候補 案 つ 第".split())
_THEN = frozenset(("なら", "ば"))
_AGAIN = re.compile("今年度?も")
_THIS_YEAR = frozenset(("今年", "年度"))
_AT_VENUE = re.compile("(?:公民|会|児童|体育|集会|市民)(?:館|所|室)では")
_ON_PHONE = frozenset(("電話", "話す"))  # 「先日お電話でお話しした件」
_UNITED = frozenset("全員 一致 満場 全会".split())
_UNOPPOSED = frozenset("異議 異存 異論 支障 滞り 無い 問題".split())  # 「異存なく承諾します」


def _hopes_to_come(words: tuple[Word, ...]) -> bool:
    """「まいりたいと思います」: politeness beside a firm yes."""
    after = [
        word.lemma for word in words[1:] if word.lemma not in ("為る", "致す", "て", "頂く", "せる")
    ]
    return words[0].lemma in ("参る", "伺う", "行く", "邪魔") and after in (
        ["たい", "と", "思う", "ます"],
        ["たい", "と", "存じる", "ます"],
        ["たい", "と", "考える", "居る", "ます"],
        ["たい", "と", "思う", "居る", "ます"],
    )


_BARE = frozenset("伺う うかがう 参る 行く 大丈夫 可能 問題 対応 差し支える 支障".split())


def _is_fine(clause: Clause, at: int) -> bool:
    """「体操の件OKです」: no yes by itself."""
    if clause.words[at].lemma == "願う" and not clause.marks and "其方" in clause.lemmas:
        return _is_by(clause.words[:at])  # 「そちらでお願いします」: of what was named before
    return clause.words[at].lemma in ("OK", "オーケー", "大丈夫", "了解") and "件" in clause.lemmas


def _is_heavy(word: Word) -> bool:
    return (
        word.mark is None
        and word.kind in ("名詞", "動詞")
        and word.lemma
        not in lexicon.MANNER
        | lexicon.OWN
        | {"課", "館", "此方", "当方", "出来る", "対応", "問題", "可能", "伺う"}
    )


def _last(clause: Clause, group: frozenset[str]) -> int | None:
    found = [
        at
        for at, word in enumerate(clause.words)
        if word.lemma in group and word.kind not in ("助詞",)
    ]
    verbs = [at for at in found if not _is_in_topic(clause.words, at)]
    return verbs[-1] if verbs else None


def _is_in_topic(words: tuple[Word, ...], at: int) -> bool:
    """「ご依頼を受けた件」, 「派遣の件」: no predicate."""
    after = words[at + 1] if at + 1 < len(words) else None
    if (
        any(word.lemma in ("旨", "為", "回答", "返事") for word in words[at + 2 : at + 4])
        and words[at].lemma == "承諾"
    ):
        return False
    return after is not None and (
        after.lemma in ("の", "に", "は", "を") and words[at].kind == "名詞"
    )


def _is_affirmed(clause: Clause) -> bool:
    found = doubts_of(clause) - {"request", "later"}
    if found == {"condition"} and _is_chosen_if(clause):
        found = set()
    if found == {"condition"} and _is_humble(clause):
        found = set()
    return not found and not clause.has(kinds.OPEN)


def _is_chosen_if(clause: Clause) -> bool:
    """「第2希望であれば対応できます」: that wish is taken."""
    ranks = [mark for mark in clause.marks if isinstance(mark, Wish)]
    if clause.has(_BROKEN_OFF):
        return False  # 「第2であれば希望でお願いします」: an if put into it
    past = any(word.lemma == "た" for word in clause.words[-2:])
    return len(ranks) == 1 and not past and telling.is_then(clause.words)


def _is_humble(clause: Clause) -> bool:
    """「お受けさせていただければと存じます」, 「第2希望でお願いできればと存じます」."""
    lemmas = clause.lemmas
    asks = ({"せる", "させる"} & set(lemmas) and "頂く" in lemmas) or (
        "願う" in lemmas
        and "出来る" in lemmas
        and any(isinstance(mark, Wish) for mark in clause.marks)
    )
    return bool(asks) and lemmas[-4:-1] in (["ば", "と", "存じる"], ["ば", "と", "思う"])


def _goes_on(words: tuple[Word, ...], *, weak: bool, humble: bool) -> bool:
    """The verb and what follows: politeness, a decision, a report; a wish only as ～させていただきたく存じます."""
    after = words[1:]
    wishing = {"ば", "思う"} if humble else set()
    agrees = (
        {
            "異存",
            "異論",
            "異議",
            "差し支える",
            "差し支え",
            "支障",
            "問題",
            "無い",
            "御座る",
            "有る",
            "ず",
        }
        if _agrees(words)
        else set()
    )
    if not kinds.known(
        after,
        lexicon.CHAIN | wishing | agrees | {"無い", "ない", "ず", "有る", "居る"}
        if words[0].lemma in lexicon.ABLE
        else lexicon.CHAIN | wishing | agrees,
    ):
        return False
    lemmas = [word.lemma for word in words]
    wishes = next((word for word in after if word.lemma == "たい"), None)
    if wishes is not None and wishes.form.startswith("連用形") and after[-1] is wishes:
        return True
    if "たい" in lemmas and not ("存じる" in lemmas or ("頂く" in lemmas and "思う" in lemmas)):
        return False
    if any(word.form.startswith("意志推量") for word in after) or any(
        word.lemma == "か" for word in after
    ):
        return False
    if after and (
        after[-1].surface in _DANGLING or any(isinstance(word.mark, Half | Count) for word in after)
    ):
        return False
    if "居る" in lemmas and words[0].lemma in lexicon.TAKE:
        return False
    if "とのこと" in "".join(word.surface for word in after):
        return False
    if "願う" in lemmas and "た" in lemmas[lemmas.index("願う") :]:
        return False
    if "頂く" in lemmas and not {"せる", "させる"} & set(lemmas[: lemmas.index("頂く")]):
        return False
    if "言う" in lemmas and not {"事", "こと"} & set(lemmas):
        return False
    lets = {"せる", "させる", "進める", "取り計らう"} & set(lemmas)
    return bool(lets) or not {"貰う", "下さる"} & set(lemmas)


_DANGLING = frozenset("は も を の か とは へ より".split())


def _agrees(words: tuple[Word, ...]) -> bool:
    """「お引き受けすることに異存ございません」."""
    return "・" in Clause(words).gist


def _is_somebodys(clause: Clause, at: int) -> bool:
    """「ご承諾いただき」, 「一人で」, 「お話を伺います」, 「私は」: not the section's own yes."""
    words, verb = clause.words, clause.words[at]
    if clause.people and verb.lemma in lexicon.TAKE:
        return True
    before = words[at - 1] if at else None
    if before is not None and before.lemma == "御" and verb.lemma in ("承諾", "快諾", "受諾"):
        return True
    behind = [word.lemma for word in words[max(at - 2, 0) : at] if word.lemma != "御"]
    if verb.lemma == "伺う" and behind[-1:] == ["を"]:
        return True
    if (
        any(isinstance(mark, Count) for mark in clause.marks)
        and not clause.people
        and "職員" not in clause.lemmas
    ):
        return True
    return (
        any(one.lemma == "私" and two.lemma in ("は", "が") for one, two in pairwise(words))
        and verb.lemma in lexicon.TAKE
    )


def _has_ground(clause: Clause, at: int) -> bool:
    """A weak verb takes the ask beside its slot, its topic, or a person who comes."""
    verb, ahead = clause.words[at], clause.words[:at]
    if verb.lemma in ("遣る", "手伝い"):
        return _is_let(clause, at)
    slot = any(isinstance(mark, kinds.EXACT) for mark in clause.marks) or _names_slot(ahead)
    if verb.lemma in ("願う", "出る", "説明", "送る", "決める", "決まる"):
        return slot and _is_by(ahead)
    if verb.lemma in lexicon.WORK | {
        "OK",
        "オーケー",
        "大丈夫",
        "結構",
        "問題",
        "差し支える",
        "支障",
        "異存",
        "良い",
        "宜しい",
        "空く",
        "都合",
        "構う",
    }:
        lets = any(
            word.lemma in ("せる", "させる") for word in clause.words[at:]
        ) and verb.lemma in ("担当", "対応", "実施")
        return (
            slot
            or bool(clause.people)
            or (lets and any(word.lemma in ("件", "依頼", "講座") for word in ahead))
        )
    if verb.lemma == "派遣" and any(word.lemma in ("講師", "職員", "者") for word in ahead):
        return True
    lets = any(word.lemma in ("せる", "させる") for word in clause.words[at:])
    return (
        slot
        or bool(clause.people)
        or any(word.lemma in ("件", "依頼", "講座", "話", "申し込み", "喜ぶ") for word in ahead)
        or (lets and any(word.lemma == "是非" for word in ahead))
    )


def _is_let(clause: Clause, at: int) -> bool:
    """「ぜひやらせていただきます」, 「ご依頼の件、お手伝いいたします」; not 「講座を手伝います」."""
    ahead, after = clause.words[:at], [word.lemma for word in clause.words[at + 1 :]]
    if ahead and ahead[-1].lemma in ("を", "の", "も"):
        return False
    if clause.words[at].lemma == "遣る" and not ("せる" in after and "頂く" in after):
        return False
    if any(isinstance(mark, kinds.EXACT) for mark in clause.marks):
        return True
    group = {"件", "依頼", "講座", "話"} | ({"是非", "喜ぶ", "勿論"} if "せる" in after else set())
    return any(word.lemma in group for word in ahead)


def _names_slot(ahead: tuple[Word, ...]) -> bool:
    """「ご依頼の日時で」, 「ご提示の日程にて」, 「ご依頼のとおり」."""
    lemmas = [word.lemma for word in ahead]
    asked = {
        "依頼",
        "提示",
        "指定",
        "希望",
        "上記",
        "示す",
        "其の",
        "此の",
        "申し越し",
        "案内",
        "照会",
        "連絡",
        "標記",
        "記載",
        "申し込み",
        "頂く",
        "此方",
    } & set(lemmas)
    return bool(
        asked
        and {
            "日時",
            "日程",
            "日",
            "時間",
            "通り",
            "内容",
            "日取り",
            "スケジュール",
            "侭",
            "候補",
            "方",
        }
        & set(lemmas)
    )


def _is_by(ahead: tuple[Word, ...]) -> bool:
    """…で, …にて, …に, …から お願いします."""
    return bool(ahead) and [
        w.lemma
        for w in ahead
        if w.lemma not in ("御", "、", "何とぞ", "宜しい", "宜しく", "どうぞ")
    ][-1:] in (
        ["で"],
        ["にて"],
        ["に"],
        ["から"],
        ["より"],
        ["だ"],
        ["と"],
        ["~"],
        ["を"],
        ["通り"],
        [""],
        ["は"],
    )
