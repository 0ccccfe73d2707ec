"""What the index keeps of a text: its letters, and for short texts its words' plain forms and readings.

Pure but for the dictionary. The readings of 家具の固定 are two runs, かぐ and こてい: a query in hiragana
finds each, and nothing that begins in one word and ends in another.
"""

from collections.abc import Sequence

from lectures.search.folding import fold, index_tokens
from lectures.search.words import Word, words_of

# Another one makes set-up write the index anew.
VERSION = "2"
# Titles, summaries and the like. A long body is found by its letters only.
LONGEST_READ = 400
# 避難 and 所 are read ひなん and しょ, the two together ひなんじょ: the dictionary knows only the first.
_VOICED = dict(
    zip(
        "かきくけこさしすせそたちつてとはひふへほ",
        "がぎぐげござじずぜぞだぢづでどばびぶべぼ",
        strict=True,
    )
)


def indexed(text: str) -> str:
    tokens = index_tokens(text)
    if len(text) <= LONGEST_READ:
        for run in _heard(words_of(text)):
            tokens += index_tokens(run)
    return " ".join(tokens)


def _heard(words: Sequence[Word]) -> list[str]:
    """Plain forms that are written otherwise (空家: 空き家), then readings, one run for a compound."""
    forms: list[str] = []
    readings = [""]
    for word in words:
        if not word.says:
            readings.append("")
            continue
        if fold(word.lemma) != fold(word.surface):
            forms.append(word.lemma)
        if word.ends and word.reading[:1] in _VOICED:
            forms.append(readings[-1] + _VOICED[word.reading[0]] + word.reading[1:])
        readings[-1] += word.reading
    written = fold("\n".join(word.surface for word in words))
    return [*forms, *(run for run in readings if run and run not in written)]
