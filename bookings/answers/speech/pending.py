"""That the lecturer is named later: normal in the field, and no doubt beside a firm yes.

Closed: every word stands in a table. That the day, the hour or the yes itself comes later is never this.
"""

import re

from bookings.answers.speech.clauses import Clause
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.lexicon import group

_WHO = group("講師 担当 担当者 職員 氏名 名前 者 派遣")
_LATER = group("追う 後日 後程 別途 改めて 次第 未定 人選 調整 検討 此れから 後 近日 後刻 別")
_TELLS = group(
    "連絡 知らせる 知る 通知 報告 回答 伝える 申し上げる 決まる 決定 決める 未定 人選 調整 検討 知らせ"
)
_AROUND = group(
    "は の に を が も て で と ます です た だ 為る 致す 居る せる 頂く 御 、 ( ) 又 猶 付く 関する 中 現在 今 只今 決まる 決定 決める 次第 者 方 する 伺う 参る 行く 当日 名 さん 様 何の どの 誰 か : どなた 何方 当 課 館 係 此方 正式 早急 早い"
    " 上 まで 等 事 こと 願う 宜しい 宜しく 御座る 課内 内 選定 定める 立つ 段階 状況 派遣する 者 改めて メール 電話"
)


def naming_later(clause: Clause) -> Said | None:
    """「講師は追ってお知らせします」, 「担当者は決まり次第ご連絡します」, 「講師は未定です」."""
    lemmas = set(clause.lemmas)
    once = bool(_ONCE.search(clause.text))
    if clause.marks or not (lemmas & _LATER or once) or not lemmas & _TELLS:
        return None
    if not lemmas <= _WHO | _LATER | _TELLS | _AROUND or _asks(clause, once=once):
        return None
    goes_on = not lemmas & _WHO  # 「人選中ですので、決定次第ご報告します」
    if not (goes_on or _is_about_who(clause)):
        return None
    return Said(Kind.PENDING, clause, weak=goes_on)


_ONCE = re.compile(r"(?:決ま|決定し|確定し)(?:り)?(?:まし)?たら")


def _asks(clause: Clause, *, once: bool) -> bool:
    lemmas = set(clause.lemmas)
    if ":" in lemmas and "講師" not in lemmas:
        return True  # 「担当者：未定」 may be whom to call
    forms = ("命令", "意志") if once else ("命令", "仮定", "意志")
    if any(word.form.startswith(forms) for word in clause.words):
        return True
    return bool({"下さる", "貰う", "ば"} & lemmas) or ("願う" in lemmas and "知る" not in lemmas)


def _is_about_who(clause: Clause) -> bool:
    """Its topic is who comes: not 「日程は講師と調整します」."""
    words = clause.words
    for at, word in enumerate(words):
        if word.lemma in _WHO and word.kind in ("名詞", "接尾辞"):
            after = words[at + 1].lemma if at + 1 < len(words) else ""
            return after in (
                "は",
                "の",
                "に",
                "を",
                "が",
                "者",
                "名",
                "等",
                "未定",
                "する",
                "為る",
                ":",
            )
    return False
