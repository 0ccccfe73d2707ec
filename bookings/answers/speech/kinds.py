"""The kinds of clauses in an answer, and what more than one of them must look at.

Each judgement reads words, never sentences: a clause that holds one word nobody put into a table
is of no kind. What the kinds together mean, `hearing` decides.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bookings.answers import when
from bookings.answers.speech import lexicon
from bookings.answers.speech.clauses import Clause
from bookings.answers.speech.marks import Wish
from bookings.answers.speech.words import Word


class Kind(StrEnum):
    TAKES = "takes"  # 承諾します, 第2希望で伺います
    COMES = "comes"  # 講師は田中が務めます
    SLOT = "slot"  # 開始は10時とします
    TOPIC = "topic"  # ご依頼の件ですが
    DECIDED = "decided"  # 課内で調整しましたところ
    READY = "ready"  # 日程の都合がつきましたので
    ASIDE = "aside"  # 予定表に登録しました
    COMFORT = "comfort"  # 振替を取りますので, before お気づかいなく
    PENDING = "pending"  # 講師は追ってお知らせします
    RECEIVED = "received"  # 拝見しました
    KIND = "kind"  # お世話になっております
    SORRY = "sorry"
    REFUSES = "refuses"
    REASON = "reason"
    OFFERS = "offers"  # 12月10日10時ではいかがでしょうか
    CONSIDER = "consider"  # ご検討いただけますでしょうか
    NONE = "none"


@dataclass(frozen=True)
class Said:
    """A clause and what it does; `weak`: it takes the ask only beside a slot or a person."""

    kind: Kind
    clause: Clause
    weak: bool = False
    loose: bool = False  # the slot must stand in another clause


EXACT = (date, when.Span, when.DayOnly, Wish)


OPEN = frozenset("らしい そう みたい 筈 積もり 予定 方向 見込み かも べし".split())


def known(words: tuple[Word, ...], group: frozenset[str]) -> bool:
    return all(word.mark is not None or word.lemma in group for word in words)


_AGAIN = frozenset("是非 何 今年 年度 今回 今度".split())  # 「今年度もお引き受けします」
_SENDING = frozenset("派遣 務める 勤める 送る 出す 遣わす 向かう".split())


def is_partly(ahead: tuple[Word, ...], verb: Word) -> bool:
    """「日程は承諾します」, 「資料も」: a part of the ask, or something beside it."""
    for at, word in enumerate(ahead):
        before = ahead[at - 1] if at else None
        if word.kind != "助詞" or before is None:
            continue
        if word.lemma in ("を", "は") and before.lemma in lexicon.PARTS and before.mark is None:
            doing = {verb.lemma, *(one.lemma for one in ahead[at + 1 :])}
            sends = before.lemma == "講師" and bool(doing & _SENDING)
            if not sends and (verb.lemma in lexicon.TAKE or word.lemma == "を"):
                return True
        if word.lemma == "が" and not _may_act(ahead[:at]):
            return True
        if (
            word.lemma == "は"
            and before.lemma in ("で", "に", "と")
            and at > 1
            and ahead[at - 2].lemma not in lexicon.SELF | {"付く"}
        ):
            return True
        if word.lemma == "も" and isinstance(before.mark, EXACT):
            return True  # 「第2希望もお受けできます」
        if word.lemma == "も" and before.lemma not in _AGAIN and before.mark is None:
            return True
        if (
            word.lemma == "を"
            and before.mark is None
            and before.lemma not in lexicon.TOPICS | {"講師", "職員", "者", "方", "日"}
        ):
            return True
    return False


def _may_act(before: tuple[Word, ...]) -> bool:
    last = before[-1]
    return last.mark is not None or last.lemma in lexicon.OWN | {
        "課",
        "館",
        "係",
        "所",
        "室",
        "署",
        "職員",
        "者",
        "事",
        "こと",
        "方",
        "件",
        "講師",
        "スタッフ",
        "希望",
        "日程",
        "日時",
        "日",
    }


def is_our_section(ahead: tuple[Word, ...], ours: frozenset[str] = frozenset()) -> bool:
    """当課, 貴課から, 課内: a bare 課 could be another."""
    for at, word in enumerate(ahead):
        if word.surface not in lexicon.UNITS or word.mark is not None:
            continue
        before = ahead[at - 1].lemma if at else ""
        after = ahead[at + 1].lemma if at + 1 < len(ahead) else ""
        theirs = (
            word.surface == "館"
            and before != "図書"
            and after not in ("で", "に", "にて", "へ", "だ")
        )
        if not (
            before in lexicon.OWN
            or (before in ours and not theirs)
            or after in ("内", "から", "より", "様")
            or word.lemma == "担当"
        ):
            return False
    return True
