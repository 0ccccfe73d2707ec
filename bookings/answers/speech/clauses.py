"""A sentence cut into clauses, and what their grammar says: denied, on a condition, asked, wished.

By lemmas and classes of words: every conjugation and politeness of a verb is the same here.
"""

from dataclasses import dataclass

from bookings.answers.speech import idioms
from bookings.answers.speech.marks import Person
from bookings.answers.speech.words import Word

_POLITE = frozenset("ます です だ た て で は も が の を に へ 、 御 致す 為る おる 居る".split())
_NEGATIONS = frozenset("ず ない 無い ぬ まい 兼ねる".split())
_PREDICATES = frozenset(("動詞", "形容詞", "助動詞", "形状詞"))
_REASON_NOUNS = frozenset("為 所 結果 上 関係".split())


@dataclass(frozen=True)
class Clause:
    """`words` without the comma that ends it; `gist`: its lemmas without politeness and idioms."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return "".join(word.surface for word in self.words)

    @property
    def lemmas(self) -> list[str]:
        return [word.lemma for word in self.words]

    @property
    def marks(self) -> list[object]:
        return [word.mark for word in self.words if word.mark is not None]

    @property
    def people(self) -> list[str]:
        return [mark.name for mark in self.marks if isinstance(mark, Person)]

    @property
    def gist(self) -> list[str]:
        return idioms.without(gist_of(self.words))

    def has(self, group: frozenset[str]) -> bool:
        return any(word.lemma in group for word in self.words)


def gist_of(words: tuple[Word, ...]) -> list[str]:
    """申し訳ございません, 申し訳ありませんでした and 申し訳ない alike: 申し訳 無い."""
    found: list[str] = []
    for word in words:
        lemma = "無い" if _denies(word) else word.lemma
        if lemma == "無い" and found and found[-1] in ("有る", "御座る"):
            found[-1] = "無い"
        elif lemma not in _POLITE or (lemma == "だ" and word.form.startswith("仮定形")):
            found.append(lemma)
    return found


_AFTER_END = frozenset(
    "が から けれど けれども し と か ね よ よう ) ( 、 ・ 「 」 ! ? こと 事 物 為 所 際 時 場合 次第 旨 もの".split()
)


def runs_on(clause: Clause) -> bool:
    """A polite ending with more words right behind it: two sentences in one, or one broken."""
    pairs = zip(clause.words, clause.words[1:], strict=False)
    return any(_ends_politely(word) and not _may_go_on(word, after) for word, after in pairs)


def _ends_politely(word: Word) -> bool:
    if word.kind != "助動詞" or word.lemma not in ("ます", "です", "ず"):
        return False
    return word.form.startswith(("終止形", "連体形"))


def _may_go_on(word: Word, after: Word) -> bool:
    if word.surface == "ざる" or (word.lemma == "ず" and after.lemma in ("です", "だ")):
        return True
    if after.lemma == "です" and after.form.startswith("意志推量"):
        return True
    return (
        after.lemma in _AFTER_END
        or after.sort == "準体助詞"
        or after.mark is not None
        or after.kind == "補助記号"
    )


def _denies(word: Word) -> bool:
    if word.lemma not in _NEGATIONS:
        return False
    return word.kind in ("助動詞", "形容詞") or word.lemma == "兼ねる"


def clauses_of(words: list[Word]) -> list[Clause]:
    found: list[Clause] = []
    last: list[Word] = []
    for at, word in enumerate(words):
        last.append(word)
        following = words[at + 1] if at + 1 < len(words) else None
        if _ends(last, following):
            found += _clause(last)
            last = []
    return found + _clause(last)


def _clause(words: list[Word]) -> list[Clause]:
    kept = list(words)
    while kept and kept[-1].lemma in ("、", ","):
        kept.pop()
    while kept and kept[0].lemma in ("、", ","):
        kept.pop(0)
    return [Clause(tuple(kept))] if kept else []


def _ends(words: list[Word], following: Word | None) -> bool:
    """Behind が, ので, から, ため, ところ; and at a comma behind a verb."""
    last, before = words[-1], words[-2] if len(words) > 1 else None
    if following is not None and following.lemma in ("、", ","):
        return False
    if before is None:
        return False
    if _denies_and_goes_on(words, following):
        return True
    if last.lemma in ("、", ","):
        if before.lemma in ("て", "ては", "は") and any(
            word.lemma in ("付く", "関する") for word in words[-5:-1]
        ):
            return False  # 「…につきまして、」 names a topic
        return _is_joint(before, words[-3] if len(words) > 2 else None)
    return (
        (
            last.sort == "接続助詞"
            and before.kind in _PREDICATES
            and last.lemma in ("が", "から", "けれど", "けれども", "し")
        )
        or (
            last.surface in ("ので", "で")
            and before.surface in ("の", "ん")
            and before.sort == "準体助詞"
        )
        or (
            last.lemma in ("為", "ところ", "所", "結果")
            and (before.kind == "助動詞" or (last.lemma == "為" and before.lemma == "の"))
            and not (following is not None and following.lemma in ("の", "に", "です", "だ"))
        )
    )


_BOUND = frozenset("得る 拘わる 関わる 限る 問う 止む 思う 残る 絶える 尽きる 相変わる".split())


def _denies_and_goes_on(words: list[Word], following: Word | None) -> bool:
    """「人手が足りず」 before 「辞退します」."""
    last, before = words[-1], words[-2]
    return (
        last.surface == "ず"
        and last.kind == "助動詞"
        and before.lemma not in _BOUND
        and any(word.surface in ("が", "も") for word in words[:-1])
        and following is not None
        and following.kind not in ("助詞", "助動詞")
    )


def _is_joint(word: Word, before: Word | None) -> bool:
    if word.sort == "終助詞" and word.lemma == "ね":
        return True
    if word.kind in _PREDICATES or word.sort == "接続助詞":
        return not (word.lemma == "で" and before is not None and before.kind == "名詞")
    if word.lemma == "から" and before is not None and before.lemma in ("こと", "事"):
        return True
    return word.lemma in _REASON_NOUNS or (
        word.surface == "で" and before is not None and before.surface in ("の", "ん")
    )


# What the grammar of a clause says


def denies(clause: Clause) -> bool:
    return "無い" in clause.gist or bool(_DENYING & set(clause.gist))


def doubts_of(clause: Clause) -> set[str]:
    """Codes of what takes certainty away: negation, condition, question, later, limit, request."""
    gist, found = clause.gist, set()
    if denies(clause):
        found.add("negation")
    if _is_conditional(clause, gist):
        found.add("condition")
    if _asks(clause, gist):
        found.add("question")
    if LATER & set(gist) or any(word.form.startswith("意志推量") for word in clause.words):
        found.add("later")
    if _requests(clause, gist):
        found.add("request")
    return found


_DENYING = frozenset(
    "未 不可 不能 不要 無理 無効 駄目 NG 否 拒否 却下 兼ねる 間違い 誤り 嘘 撤回 中止 取り消す 取り消し 止める 反対 不承知 × ✕ 訳".split()
)
_CONDITIONS = frozenset(
    "ば なら 場合 但し 但 条件 次第 若し 前提 仮に 若しくは 又は 或いは 限り 限る 限定 のみ だけ 以外 除く 以内 さえ 万一 物の 唯".split()
)
LATER = frozenset(
    "検討 確認 相談 保留 未定 後日 追う 改めて 後程 恐らく 多分 一旦 取り敢えず 仮 見込み 見込む 暫定 内々 方向 筈 可能性 積もり 探す 照会 決裁 後刻 協議 調整 らしい 微妙 迷う 悩む 予定 思う 考える 暫く 近日 待つ みたい そう 未だ 一応 大筋 概ね".split()
)
_ASKING = frozenset("如何 何時 何処 何方 誰 教える 教示 教授 幾つ 何故".split())


def _is_conditional(clause: Clause, gist: list[str]) -> bool:
    if _CONDITIONS & set(gist):
        return True
    for word, after in zip(clause.words, [*clause.words[1:], None], strict=True):
        if word.form.startswith("仮定形") and (after is None or after.lemma not in _WISHED):
            if idioms.wishes(clause.words):
                continue
            return True
        if word.surface in ("たら", "だら", "なら", "ならば", "でしたら") and word.kind in (
            "助動詞",
            "助詞",
        ):
            return not idioms.wishes(clause.words)
    return any(
        word.sort == "接続助詞" and word.lemma in ("と", "ても", "でも", "ば")
        for word in clause.words
    ) and not idioms.wishes(clause.words)


_WISHED: frozenset[str] = frozenset()


def _asks(clause: Clause, gist: list[str]) -> bool:
    pairs = zip(clause.words, [None, *clause.words], strict=False)
    if "?" in clause.lemmas or any(_is_asking(word, before) for word, before in pairs):
        return True
    return bool(_ASKING & set(gist))


def _is_asking(word: Word, before: Word | None) -> bool:
    """か, but not in どうか, 何か, いつか, いずれか."""
    if word.lemma != "か" or word.kind != "助詞":
        return False
    return before is None or before.lemma not in ("どう", "何", "何時", "何れ", "幾つ")


def _requests(clause: Clause, gist: list[str]) -> bool:
    """〜ください, お願いします, いただけますと, いただきたい: somebody is to do something."""
    words = clause.words
    if "願う" in gist or "願い" in gist or "欲しい" in gist or "たい" in gist:
        return True
    return any(
        (
            word.lemma == "下さる"
            and (word.form == "命令形" or word.form.startswith(("命令", "連用形-イ")))
        )
        or (word.lemma in ("頂く", "貰う", "下さる") and _hopes(words[at + 1 :]))
        for at, word in enumerate(words)
    ) or (bool(words) and words[-1].form == "命令形")


def _hopes(after: tuple[Word, ...]) -> bool:
    """いただけると, いただければ, くださると, いただけますよう."""
    if after and after[0].lemma == "た":
        return False  # 「お申し込みをいただいたとのこと」
    return any(
        word.lemma in ("ば", "と", "たい", "よう", "か") or word.form.startswith("仮定形")
        for word in after[:3]
    )
