"""Words that put the reader at ease, ask for indulgence, or wish well: they ask for nothing.

「お気になさらず」, 「何か失礼がありましたら申し訳ございません」, 「お元気でお過ごしになりますように」.
"""

import re

from bookings.answers.speech import lexicon, ordinary
from bookings.answers.speech.clauses import Clause, denies, doubts_of
from bookings.answers.speech.kinds import Kind, Said

_EASE = re.compile(
    r"^(?:どうぞ|どうか|その点は?|何とぞ|ぜひ)?、?(?:ご心配|お気遣い|お気づかい|ご安心|ご懸念|お気|ご遠慮)(?:は|に|には)?、?(?:なさら(?:ず|ないで(?:ください)?)|なく|無用(?:です|に願います)|いりません|及びません|ください(?:ませ)?|結構です)(?:お願いします|願います)?$"
)
_PARDON = re.compile(
    r"^(?:何か(?:と)?|いろいろと?|色々と?|多々|もし)?、?(?:ご?(?:失礼|不手際|不行き届き|不備|粗相|至らない点|至らぬ点|不慣れな点|行き届かない点|不慣れなところ))(?:な点|な?ところ)?(?:など|等)?(?:が|は|も)?(?:多々|多く|いろいろ)?(?:ありましたら|ございましたら|あるかと(?:存じ|思い)ますが|あると(?:存じ|思い)ますが|ございますが|ありますが|あるかもしれませんが|かと(?:存じ|思い)ますが)(?:、?(?:申し訳(?:ありません|ございません)|お許しください|ご容赦(?:ください|願います)|すみません))?$"
)
_WELL = re.compile(
    r"(?:お元気で|お健やかに|ご健康で|お変わりなく|健やかに|お(?:体|身体)を(?:お?大切|お?大事|お?いと|崩)|お大事に|風邪など|お風邪を?).{0,24}(?:ように|よう|ください|くださいませ|祈り(?:申し上げ|いたし|し)ます|祈って(?:い|おり)ます|お過ごしください)$"
)


def comforting(clause: Clause, *, ours: frozenset[str], opens: bool) -> Said | None:
    text = clause.text
    if opens and _BEGS.match(text):
        return Said(Kind.KIND, clause)
    if _SELFISH.match(text):
        return Said(Kind.KIND, clause)
    if (
        _EASE.match(text)
        or _PARDON.match(text)
        or _COME_SAFELY.match(text)
        or _NO_GREATER.match(text)
    ):
        return Said(Kind.KIND, clause)
    if clause.marks or clause.people:
        return None
    if _WELL.search(text) and not (clause.has(_ASKS - ours) or _counts(clause)):
        return Said(Kind.KIND, clause)
    if opens and (_leads_to_ease(clause, ours=ours) or _HELPED.search(text)):
        return Said(Kind.COMFORT, clause, weak=True)
    return None


_NO_GREATER = re.compile(
    r"^(?:これに(?:過ぎる|過ぐる|すぎる|勝る|まさる)|これ以上の|この上(?:の|も)ない)(?:喜び|幸せ|光栄)は?(?:あり|ござい)ません$"
)
_SELFISH = re.compile(  # 「誠に勝手ながら」, before another day
    r"^(?:誠に|まことに|大変|たいへん|急|突然)?(?:で|の)?(?:勝手|私事|余談|恐縮|恐れ入ります|不躾|ぶしつけ|厚かましいお願い|勝手なお願い|勝手を申し(?:まし|上げまし)て?|こちらの都合)(?:では(?:あり|ござい)ますが|で(?:恐縮|申し訳ない|申し訳ございません|申し訳ありません)(?:です)?が|ですが|ながら|が)$"
)
_BEGS = re.compile(
    r"^(?:大変|誠に|まことに)?(?:すみません|済みません|恐れ入ります|恐縮です|申し訳(?:あり|ござい)ません|申し訳ない(?:の)?です)(?:が)?$"
)
_COME_SAFELY = re.compile(
    r"^(?:どうぞ|どうか)?、?お気をつけて(?:おいで|お越し|お過ごし)(?:ください(?:ませ)?|になってください)$"
)
_ASKS = (lexicon.LOADED | lexicon.TAKE | lexicon.REFUSE | lexicon.ELSEWHERE) - frozenset(
    "体調 厳しい インフルエンザ コロナ 雪 短い 足りる".split()
)


_HELPED = re.compile(r"(?:一助|お?役に立|お?力に|励み|きっかけ)(?:と)?(?:も)?(?:な|て)れば$")


def eases(clause: Clause) -> bool:
    return bool(_EASE.match(clause.text) or _NO_GREATER.match(clause.text))


def _counts(clause: Clause) -> bool:
    return any(word.sort.startswith("数詞") for word in clause.words)


def _leads_to_ease(clause: Clause, *, ours: frozenset[str]) -> bool:
    """「振替を取りますので」, before 「お気づかいなく」."""
    if denies(clause) or doubts_of(clause) or _counts(clause):
        return False
    return clause.words[-1].lemma in ("だ", "が", "で", "から", "ので") and not ordinary.is_heavy(
        clause, ours=ours
    )
