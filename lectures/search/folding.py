"""A text as the index sees it: one form for all widths, cases and kana, cut into overlapping pairs.

Pure. Japanese is written without spaces, and both engines take a run of it for one word: as pairs of
letters (防災, 災訓, 訓練) any word inside it is found as a phrase.
"""

import re
import unicodedata

_TO_HIRAGANA = {code: code - 0x60 for code in [*range(ord("ァ"), ord("ヶ") + 1), 0x30FD, 0x30FE]}
_JAPANESE = "ぁ-ゖゝゞー々〆〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_DOT = re.compile(r"(?<=[ぁ-ゖー])・(?=[ぁ-ゖ])")
_RUN = re.compile(rf"([{_JAPANESE}]+)|([^\W_{_JAPANESE}]+)")
_HIRAGANA = re.compile(r"[ぁ-ゖー]+")


def fold(text: str) -> str:
    """ﾏｲﾅﾝﾊﾞｰ, マイナンバー and まいなんばー become one; so do クーリング・オフ and クーリングオフ."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_TO_HIRAGANA)
    return _DOT.sub("", folded)


def is_hiragana(folded: str) -> bool:
    return _HIRAGANA.fullmatch(folded) is not None


def index_tokens(text: str) -> list[str]:
    """防災とAI → 防災 災と と ai: the last letter of a run stands alone too, to be found by itself."""
    found: list[str] = []
    for run, word in _RUN.findall(fold(text)):
        found += [*_pairs(run), run[-1]] if run else [word]
    return found


def asked_tokens(text: str) -> list[str]:
    """The same, but the text may go on where it ends; a single letter stays, as a beginning."""
    tokens = index_tokens(text)
    return tokens[:-1] if len(tokens) > 1 and tokens[-2].endswith(tokens[-1]) else tokens


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
