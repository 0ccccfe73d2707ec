"""No by words: the verb that refuses the whole ask, why, and how sorry.

Reasons are free text. What accepts, proposes, postpones, asks, hands over or refuses a part is none.
"""

import re
from datetime import date
from itertools import pairwise

from bookings.answers import when
from bookings.answers.speech import kinds, lexicon
from bookings.answers.speech.clauses import Clause, denies, doubts_of
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.marks import Half, Weekday, Wish
from bookings.answers.speech.words import Word

_AFTER = (lexicon.CHAIN - {"可能"}) | frozenset(
    "無い ない ず 兼ねる 状況 状態 次第 出来る 得る ざる 叶う られる れる 他 ほか 難しい 困難 厳しい 判断 見込み 思う 訳 参る 所 結論 為 不可能 無理 も 至る 様子 仕方 術 方法 外 ( ) 見送る 余裕 余力".split()
) - frozenset("か 様子".split())
_OF_ASK = (
    lexicon.ASK
    | lexicon.SLOT
    | lexicon.OWN
    | lexicon.WHOLE
    | frozenset(
        "講師 職員 者 事 こと 方 要望 期待 希望 意 講座 派遣 出講 側 課 館 係 所 室 残念 遺憾 今回 時期 間 当面 当分 年度 今年度 今 人 人員 度 出す 引き受ける 期待 趣旨 件 対応 訪問 実施 伺う 開催 貴 依頼 声 所 場合 誠 担当 状況 上 開催 協力 御 スタッフ 様 さん".split()
    )
)
_BY_SLOT = frozenset(
    "日程 日時 人数 会場 時間 オンライン 条件 内容 場所 英語 夜間 土日 平日 一人 単独 方法 時刻 料金 無料 謝礼".split()
)
_PARTLY = frozenset(
    "のみ だけ しか 一部 半分 以外 部分 前半 後半 以上 以下 以内 以降 以前 夜 土日 土曜 日曜 平日 祝日 年内 今月 来月 今週 来週 午前 午後 月 録画 資料 オンライン 謝礼 撮影 取材 まで 先 当日 其の日 同日 人数 会場 時間".split()
)
_NO = frozenset("無理 駄目 不可 不可能 パス".split())
_SORRY_OPEN = frozenset("機会".split())


def refusing(clause: Clause, *, ours: frozenset[str]) -> Said | None:
    words = clause.words
    at = _verb(clause)
    if (
        at is None
        or clause.people
        or clause.has(lexicon.BEFORE | lexicon.OTHERS)
        or "いつも" in clause.text
    ):
        return None
    if doubts_of(clause) - {"negation", "later", "request"} or not all(
        word.mark is not None or word.lemma in _AFTER for word in _after(words[at + 1 :])
    ):
        return None
    if (
        any(word.lemma == "居る" for word in words[at + 1 :]) and "状況" not in clause.lemmas
    ) or not _is_said_out(clause, at):
        return None
    if _refuses_other(words[:at], words[at], ours=ours) or _refuses_part(clause):
        return None
    if (
        clause.has(frozenset(("承諾", "快諾", "受諾")))
        or not kinds.is_our_section(words[:at])
        or _was_asked(clause, at)
    ):
        return None
    return Said(Kind.REFUSES, clause, weak=_is_weak(clause, at))


def _after(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """「できそうにありません」: its ある is part of the denial."""
    hardly = any([one.lemma, two.surface] == ["そう", "に"] for one, two in pairwise(words))
    return tuple(word for word in words if not (hardly and word.lemma in ("有る", "そう")))


def _is_said_out(clause: Clause, at: int) -> bool:
    """Not 「辞退したい」, 「引き受けられない」, 「…と思います」: said politely, and to the end."""
    lemmas = clause.lemmas
    wishes = [word for word in clause.words if word.lemma == "たい"]
    if wishes and not (
        "存じる" in lemmas
        or wishes[0].form.startswith("連用形")
        or ("頂く" in lemmas and "思う" in lemmas)
    ):
        return False
    if "思う" in lemmas and not wishes:
        return False
    return clause.words[at].lemma in lexicon.REFUSE | _NO or bool({"ます", "です"} & set(lemmas))


_HEARSAY = re.compile(r"(?:ない|ません|ぬ|ん)そう")


def _was_asked(clause: Clause, at: int) -> bool:
    """「辞退でお願いしましたが」: before."""
    if "とのこと" in clause.text or _HEARSAY.search(clause.text):
        return True
    after = [word.lemma for word in clause.words[at:]]
    return "願う" in after and "た" in after[after.index("願う") :]


def _verb(clause: Clause) -> int | None:
    """The refusing word: 辞退, or 引き受ける that is denied. A double denial is none."""
    gist = clause.gist
    at = _last(clause, lexicon.REFUSE)
    if at is None and not clause.marks and clause.has(_THIS_TIME):
        at = _last(clause, frozenset(("パス",)))
    if gist == ["不可"]:
        return 0
    if (
        at is None
        and (is_whole(clause) or (clause.has(_THIS_TIME | {"うち", "内"}) and not clause.marks))
        and clause.has(frozenset(("無理", "駄目", "不可能")))
    ):
        return (
            _last(clause, frozenset(("無理", "駄目", "不可能")))
            if gist.count("無い") == 0
            else None
        )
    if (
        at is not None
        and clause.words[at].lemma == "見合わせる"
        and not clause.has(frozenset("派遣 出講 講師 引き受ける".split()))
    ):
        return None
    if at is not None:
        return None if denies(clause) or "否" in clause.lemmas else at
    at = _last(clause, lexicon.UNABLE)
    if (
        at is None
        and clause.has(frozenset(("力", "役")))
        and clause.has(frozenset(("今回", "残念", "此の度")))
    ):
        at = _last(clause, frozenset(("成る", "立つ", "添える", "立てる")))
    negations = gist.count("無い") + gist.count("兼ねる")
    hard = bool({"難しい", "困難"} & set(gist)) and clause.has(lexicon.FIRM_UNABLE)
    if at is None or negations + hard != 1 or "訳" in gist or "積もり" in gist:
        return None
    return at


_THIS_TIME = frozenset(("今回", "此の度"))


def _last(clause: Clause, group: frozenset[str]) -> int | None:
    found = [at for at, word in enumerate(clause.words) if word.lemma in group]
    return found[-1] if found else None


def _is_weak(clause: Clause, at: int) -> bool:
    """「伺えません」 may be said of one day: only beside a word for the whole ask."""
    if clause.words[at].lemma in lexicon.REFUSE | lexicon.FIRM_UNABLE | _NO:
        return False
    clause = Clause(clause.words[:at] + clause.words[at + 1 :])
    return not is_whole(clause) and not clause.has(
        frozenset("今回 依頼 件 講座 全て 何れ 期待 要望 希望 残念 派遣 講師 此の度 折角".split())
    )


def _refuses_other(ahead: tuple[Word, ...], verb: Word, *, ours: frozenset[str]) -> bool:
    """「謝礼は辞退します」, 「団体が辞退」, 「この日程では」."""
    last_to = max(
        (at for at, word in enumerate(ahead) if word.lemma == "に" and word.kind == "助詞"),
        default=0,
    )
    for at, word in enumerate(ahead[1:], start=1):
        before = ahead[at - 1]
        if word.kind != "助詞" or before.kind == "助詞":
            if (
                word.lemma == "は"
                and before.surface in ("で", "に")
                and at > 1
                and ahead[at - 2].lemma in _BY_SLOT
            ):
                return True
            continue
        if word.lemma == "は" and before.lemma == "年内" and Clause(ahead).has(lexicon.WHOLE):
            continue
        if word.lemma == "は" and (before.lemma == "私" or _is_that_day(ahead[:at])):
            return True
        if word.lemma in ("を", "は", "も") and not _is_whole_ask(ahead[:at], ours):
            return True
        if word.lemma in ("を", "は") and before.lemma == "講師" and verb.lemma in lexicon.REFUSE:
            return True
        topical = at + 1 < len(ahead) and ahead[at + 1].lemma in ("付く", "関する")
        if word.lemma == "に" and topical and not _is_whole_ask(ahead[:at], ours):
            return True
        if (
            word.lemma == "に"
            and not topical
            and at == last_to
            and verb.lemma in _TO
            and before.kind == "名詞"
            and before.lemma not in _TO_ASK
        ):
            return True
        if (
            word.lemma == "が"
            and verb.lemma in lexicon.REFUSE
            and before.lemma not in lexicon.OWN | {"課", "館"}
        ):
            return True
        if (
            word.lemma == "が"
            and before.mark is None
            and not _is_of_ask(before, ours)
            and before.kind == "名詞"
            and before.lemma not in lexicon.STATES
        ):
            return True
        if word.lemma in ("で", "にて") and before.lemma in _BY_SLOT:
            return True
    if ahead and ahead[-1].lemma == "の" and not _is_whole_ask(ahead, ours):
        return True
    return bool(ahead) and verb.lemma in lexicon.REFUSE and _is_bare_object(ahead[-1], ours)


def _is_that_day(ahead: tuple[Word, ...]) -> bool:
    """「この日は」: of one day only."""
    return [word.lemma for word in ahead[-2:]] in (["此の", "日"], ["其の", "日"])


_TO = frozenset("答える 応じる 沿う 添う 添える 対応".split())
_TO_ASK = frozenset("貴意 期待 要望 希望 依頼 意 申し出 声 意向 日程 件 為".split()) - {"為"}


def _is_whole_ask(ahead: tuple[Word, ...], ours: frozenset[str]) -> bool:
    """The noun before the particle with all that stands before it: 手話通訳の派遣."""
    for word in reversed(ahead):
        if word.kind == "名詞" or word.kind == "接尾辞":
            if not _is_of_ask(word, ours):
                return False
        elif word.lemma not in ("の", "・") and word.kind != "印":
            return True
    return True


def _is_bare_object(last: Word, ours: frozenset[str]) -> bool:
    """「謝礼辞退」."""
    return last.kind == "名詞" and not _is_of_ask(last, ours)


def _is_of_ask(word: Word, ours: frozenset[str]) -> bool:
    return (
        word.mark is not None
        or word.lemma in _OF_ASK
        or word.lemma in ours
        or word.kind in ("代名詞", "助動詞", "動詞", "副詞", "接頭辞")
    )


def _refuses_part(clause: Clause) -> bool:
    """One of several wishes, one part of the day."""
    partly = _PARTLY - {"年内"} if is_whole(clause) else _PARTLY
    if clause.has(partly) and not clause.has(frozenset(("期待",))):
        return True
    marked = [
        mark
        for mark in clause.marks
        if isinstance(mark, date | Wish | Half | Weekday | when.Span | when.DayOnly)
    ]
    return bool(marked) and not is_whole(clause)


def is_whole(clause: Clause) -> bool:
    """All wishes: いずれも, すべて, 三日とも."""
    return clause.has(lexicon.WHOLE) or bool(_ALL.search(clause.text))


_ALL = re.compile(
    r"[23二三両全](?:日程?|日間|つ|回|候補日?|希望日?)+の?(?:とも|すべて|全て|いずれ|どれ)"
)
