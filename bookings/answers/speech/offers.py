"""Another date by words: days and hours with a word that offers them. Nothing bends them.

「14時以降」, 「頃」, 「20人までなら」 hold words of no table here: such a clause offers nothing.
"""

import re
from datetime import date
from itertools import pairwise

from bookings.answers import when
from bookings.answers.speech import lexicon
from bookings.answers.speech.clauses import Clause, doubts_of
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.marks import Count, Person, Weekday, Wish
from bookings.answers.speech.words import Word

# Words that offer by themselves; of the verbs only what can be done, not what will be.
_OFFERING = frozenset(
    "変更 替える 変える 換える 振り替える 振り替え 移す ずらす 延期 前倒し 繰り上げる 繰り下げる 代わり 代替 代案 別 候補 提案 如何 どう 可能 出来る 大丈夫 空く 願う 助かる 幸い 有り難い 希望 お願い 都合 改める".split()
)
_ASKING = frozenset(
    "如何 どう 可能 出来る 頂く 貰う 下さる 願う 伺う 大丈夫 良い 宜しい 対応 何れ どちら".split()
)
_ABLE = frozenset(
    "伺える 行ける 参れる 出向ける 受けられる 出られる 出せる 引き受けられる 対応できる".split()
)
_AROUND = (
    lexicon.SLOT
    | lexicon.OWN
    | _OFFERING
    | frozenset(
        "日日 いく いける ては の に で を は が も と へ から より にて て た ます です だ 、 ・ ( ) : ~ - , . 御 等 為る 致す 成る 居る 頂く 下さる 貰う 申し上げる 存じる 思う か 此方 当 課 館 係 側 下記 上記 以下 次 記 検討 調整 いずれ 何れ どちら 何方 どれ 又 又は 若しくは 或いは 付く 合う 良い 宜しい 宜しく 伺う 行く 参る 対応 派遣 実施 開催 訪問 引き受ける 受ける 出る 出す 講師 職員 年明け 翌週 翌日 翌月 同じ 後 前 其れ で 日 曜 曜日 月 火 水 木 金 土 せる られる れる よう ほど 程 何とぞ どうぞ 恐れ入る 恐縮 勝手 ながら 乍ら 大変 誠 申し訳 出来る ば 場合 ず 無い ない 有る 御座る こと 事 形 方 ね 、 団体 様 さん 皆 参加 開始 スタート 中 内 うち 案 欲しい たい ! 来年 来月 再来週 再度 考える 早速 一度 つきまして つく 付き 派遣 話 上 間 こちら 当方 とも 程度 挙げる 示す 提示 通り 申す 知る 知らせる 記す 頂戴 御願い 折角 生憎 例えば 是非 只 その 其の 此の 日にち ?".split()
    )
    - frozenset(("程度", "只", "たい "))
)
_BENDING = frozenset(
    "以降 以前 頃 前後 過ぎ くらい 位 辺り まで 迄 のみ だけ 程度 毎週 毎 午前中 午後中".split()
)


def offering(clause: Clause) -> Said | None:
    """A day, an hour, or the words that announce them: 「次のどちらかでお願いします」."""
    words = clause.words
    if any(isinstance(mark, Person | Count | Weekday) for mark in clause.marks) or clause.has(
        _BENDING
    ):
        return None
    if _is_title(clause) or _asks_to_move(clause):
        return Said(Kind.OFFERS, clause, weak=True)
    if not all(
        word.mark is not None or word.lemma in _AROUND or _counts(words, at)
        for at, word in enumerate(words)
    ):
        return None
    if not _is_open_question(clause) or _splits_or_ranks(words):
        return None
    dated = any(isinstance(mark, date | when.Span | when.DayOnly) for mark in clause.marks)
    offers = (
        "request" in doubts_of(clause)
        or clause.has(_OFFERING)
        or any(word.base in _ABLE for word in words)
        or _is_if(words)
    )
    if not dated and not (
        offers
        and (
            clause.has(frozenset("変更 替える 変える 下記 次 以下 いずれ どちら 何れ".split()))
            or "question" not in doubts_of(clause)
        )
        and clause.has(
            frozenset("いずれ 下記 次 以下 変更 代わり 別 候補 代替 改める 記 提案".split())
        )
    ):
        return None
    if "question" in doubts_of(clause) and not clause.has(_ASKING):
        return None
    return Said(Kind.OFFERS, clause, weak=not offers)


_MOVING = frozenset("変える 替える 換える 変更 ずらす 移す 振り替える 改める".split())
_MOVING_DAYS = frozenset("日日 日程 日時 日取り 期日".split())


def _asks_to_move(clause: Clause) -> bool:
    """「お日にちを変えさせていただければと思います」: no day yet."""
    known = (
        _MOVING
        | _MOVING_DAYS
        | frozenset(
            "御 を の に 為る 致す させる せる て 頂く 下さる ば と 思う 存じる ます 願う たい です 出来る か が だ 大変 恐縮 申し訳 無い 有る 御座る 、 で も 勝手 乍ら ながら".split()
        )
    )
    moves = clause.has(_MOVING) and clause.has(_MOVING_DAYS) and "request" in doubts_of(clause)
    return moves and not clause.marks and all(word.lemma in known for word in clause.words)


def _splits_or_ranks(words: tuple[Word, ...]) -> bool:
    """「12/3なら14時」: if on that day; 「12/3 14時を第1希望」: in an order of their own."""
    split = any(
        one.surface in ("なら", "たら", "ば") and isinstance(two.mark, when.Span)
        for one, two in pairwise(words)
    )
    return split or _asks_midway(words) or _hangs_on_nothing(words) or not _only_lists(words)


def _only_lists(words: tuple[Word, ...]) -> bool:
    """A wish's number stands at most ahead of its day: 「第1候補：12/10 10時」."""
    ranks = [at for at, word in enumerate(words) if isinstance(word.mark, Wish)]
    if not ranks:
        return True
    behind = words[1] if len(words) > 1 else None
    leads = behind is not None and (isinstance(behind.mark, date) or behind.lemma in (":", "・"))
    return ranks == [0] and leads


def _hangs_on_nothing(words: tuple[Word, ...]) -> bool:
    """「なら」 that stands behind no day and no hour, or before nothing."""
    return any(
        word.surface in ("なら", "ならば", "たら", "ば")
        and word.mark is None
        and (not _leads_on(words[at + 1 :]) or not _is_time(words[:at]))
        for at, word in enumerate(words)
    )


def _leads_on(after: tuple[Word, ...]) -> bool:
    """To what can be done: no other day or hour, and not only お願いします."""
    verbs = ("動詞", "形容詞", "形状詞", "名詞", "副詞")
    return any(word.kind in verbs for word in after) and all(
        word.mark is None and word.lemma != "願う" for word in after
    )


def _asks_midway(words: tuple[Word, ...]) -> bool:
    """「別日でしょうか 12/3」; not 「いずれかに」."""
    asking = [
        at
        for at, word in enumerate(words)
        if at and word.lemma == "か" and words[at - 1].lemma in ("です", "ます")
    ]
    return any(at + 1 < len(words) for at in asking)


def _is_time(ahead: tuple[Word, ...]) -> bool:
    """A day or an hour, before だ, から and the like."""
    for word in reversed(ahead):
        if word.mark is not None:
            return not isinstance(word.mark, Wish)
        if word.lemma not in (
            "だ",
            "で",
            "です",
            "有る",
            "から",
            "より",
            "~",
            "スタート",
            "開始",
            "に",
            "の",
            ")",
            "頂く",
            "出来る",
            "ます",
            "て",
            "為る",
            "変更",
            "替える",
            "変える",
        ):
            return False
    return False


_HOW_ABOUT = re.compile(
    r"(?:、?(?:ご都合は?|団体(?:様|さん)の?ご都合は?|それで)?(?:いかが|どう)(?:でしょうか|ですか|でございましょうか)[?]?)"
)


def considering(clause: Clause) -> Said | None:
    """「ご検討いただけますでしょうか」, 「団体様とご調整ください」: of what was offered."""
    if _HOW_ABOUT.fullmatch(clause.text):
        return Said(Kind.CONSIDER, clause)
    known = _AROUND | {
        "ご",
        "再度",
        "都合",
        "確認",
        "相談",
        "団体",
        "様",
        "と",
        "皆",
        "、",
        "忙しい",
        "所",
        "手数",
        "掛ける",
    }
    asks = clause.has(frozenset(("検討", "調整", "相談"))) and bool(
        doubts_of(clause) & {"request", "question"}
    )
    if not asks or clause.marks or not all(word.lemma in known for word in clause.words):
        return None
    return (
        Said(Kind.CONSIDER, clause)
        if "negation" not in doubts_of(clause) or "question" in doubts_of(clause)
        else None
    )


def _is_title(clause: Clause) -> bool:
    """「講師派遣の日程変更について（依頼）」: what the letter is about."""
    known = _AROUND | lexicon.TOPICS | {"講座", "気軽い", "講師"}
    return (
        not clause.marks
        and "変更" in clause.lemmas
        and "について" in clause.text
        and all(word.lemma in known for word in clause.words)
    )


def _counts(words: tuple[Word, ...], at: int) -> bool:
    """「1) 12/7 10時」: a figure that only counts the lines."""
    if at or not words[0].sort.startswith("数詞") or len(words) < 2:
        return False
    return isinstance(words[1].mark, date) or words[1].lemma in (")", ".", ":")


def _is_open_question(clause: Clause) -> bool:
    """A denial only as 「…できませんか」; a condition only as 「10時でしたら」."""
    found = doubts_of(clause)
    if "negation" in found and "question" not in found:
        return False
    return (
        "condition" not in found
        or _is_if(clause.words)
        or clause.has(frozenset("代わり 若しくは 又は 或いは 助かる 幸い 有り難い と".split()))
    )


def _is_if(words: tuple[Word, ...]) -> bool:
    return any(word.surface in ("なら", "たら", "ば", "でしたら", "ならば") for word in words)
