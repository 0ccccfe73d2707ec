"""Set phrases whose words deny or condition nothing: 申し訳ない, 少なからず, 差し支えない. Data and match.

Each is a row of lemmas as `clauses.gist_of` leaves them: without politeness, ません as 無い.
"""

from bookings.answers.speech.words import Word


def _rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


_NOTHING = _rows("""
申し訳 無い
申し訳 存じる
申し訳 思う
少ない 無い
心苦しい 限り
残念 限り
悪しい 無い
止む 得る 無い
止むを得ない
やむを得ず
止む 無い
すむ 無い
済む 無い
已む 無い
遠慮 無い
変わり 無い
滞り 無い
相違 無い
間違い 無い
勿体 無い
他 無い
願う 無い
余儀 無い
拘わる 無い
不便 掛ける 無い
迷惑 掛ける 無い
手数 掛ける 無い
問題 無い
支障 無い
差し支える 無い
差し支え 無い
異存 無い
異議 無い
異論 無い
構う 無い
ざる 得る 無い
無い 得る 無い
此の上 無い
限り 有り難い
恥ずかしい 無い
至る 無い
行き届く 無い
何 か と
何 か
どう か
何 世話
何 と
何か と
何時 も
何時も
何と も
思う 掛ける 無い
気 無い
心 許り
""")
# "if" said out of politeness: it asks for nothing now, and hangs nothing on it.
_OPEN_DOOR = frozenset(
    "幸い 幸甚 有り難い 嬉しい 光栄 思う 存じる 祈る 念じる 良い 宜しい 助かる".split()
)


def without(gist: list[str]) -> list[str]:
    left = list(gist)
    for row in _NOTHING:
        for at in range(len(left) - len(row), -1, -1):
            if left[at : at + len(row)] == row:
                left[at : at + len(row)] = ["・"]
    return left


def wishes(words: tuple[Word, ...]) -> bool:
    """「…になればと思います」, 「…できますと幸いです」: a wish, no condition."""
    last = [word.lemma for word in words[-4:]]
    return bool(_OPEN_DOOR & set(last))
