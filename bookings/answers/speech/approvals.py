"""That whoever decides has agreed: 決裁が済みました, 上司の了解を得ましたので. Past, and closed words only.

「決裁が下りましたら」, 「許可を待っております」 are none: the first is a condition, the second open.
"""

from bookings.answers.speech.clauses import Clause, denies, doubts_of
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.lexicon import group

_LEAVE = group("決裁 許可 承認 了承 了解 同意 承諾 決定 快諾")
_BOSS = group("上司 課長 所属 長 係長 部長 館長 室長 所長 署長 局長 次長 補佐 主幹 上")
_GIVEN = group(
    "得る 貰う 頂く 下りる 降りる 下る 出る 済む 取れる 取る 済み 有る 御座る 受ける 揃う 通る"
)
_AROUND = group(
    "の が を も に から より は で て た ます です だ ので 、 ( ) 御 無事 先程 先ほど 本日 昨日 今朝 今日 早速 無事 内 課内 所内 館内 部内 当 課 館 係 所 室 署 局 部 回 正式 既に 為る 致す 居る ね よ 此の 件 此れ 本件 依頼 派遣 此方 今回 事 こと 皆 一同 全員 各"
    " ・ 言う 確認 相談 諮る 伺う 話す 報告 説明 と し 結果 ところ 所 上 消防 図書 お陰 御陰 お蔭様 正 庁内 所長 必要 手続き"
)
_OPEN = group("たら ば なら 待つ 此れから 次第 未だ 予定 中 見込み 筈")


def approved(clause: Clause, *, ours: frozenset[str]) -> Said | None:
    lemmas = set(clause.lemmas)
    if clause.marks or denies(clause) or doubts_of(clause) - {"later"} or lemmas & _OPEN:
        return None
    if not lemmas <= _LEAVE | _BOSS | _GIVEN | _AROUND | ours:
        return None
    if clause.words[-1].lemma in ("結果", "ところ", "所") and lemmas & _LEAVE:
        return Said(Kind.DECIDED, clause)
    given = bool(lemmas & _LEAVE) and bool(lemmas & _GIVEN)
    asked = bool(lemmas & _BOSS) and bool(lemmas & _ASKED)
    if not (given or asked):
        return None
    if _is_past(clause):
        return Said(Kind.READY, clause) if given else Said(Kind.DECIDED, clause)
    leads = clause.words[-1].form.startswith("連用形") or clause.words[-1].lemma in ("て", "上")
    return Said(Kind.DECIDED, clause, weak=True) if leads else None


_ASKED = group("確認 相談 諮る 伺う 話す 報告 説明")


def _is_past(clause: Clause) -> bool:
    """…得ました, …済みです; "許可した" of somebody else never."""
    if any(word.lemma == "た" and word.kind == "助動詞" for word in clause.words[-4:]):
        return True
    return any(word.surface == "済み" for word in clause.words[-3:])
