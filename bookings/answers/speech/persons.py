"""Who comes: names with their posts and sections, each as one word. Which lecturer it is, `people` says.

A name is what the dictionary knows as one, or an unknown word where only a name can stand.
"""

import re

from bookings.answers.speech import lexicon
from bookings.answers.speech.marks import Count, Person
from bookings.answers.speech.words import Word, is_person, words_of

_BEFORE = frozenset("の 、 は が と ・ ( : 、 に も を , 「 / 及び 並びに".split())
_BEHIND = frozenset(
    "が を と 、 ・ です だ で ) の は に 御座る : / さん 様 氏 先生 ( , 及び 並びに 他 も".split()
)
_JOIN = frozenset("の 、 こと".split())
_NAME_LIKE = re.compile(r"[一-龯々ヶ髙﨑𠮷ァ-ヶー]{1,5}|[一-龯々ヶ髙﨑𠮷]{1,4}[ぁ-ん]{2,4}")
_MOST_WORDS = 4


def with_people(words: list[Word], *, ours: frozenset[str]) -> list[Word]:
    """The words, with each named person as one of them."""
    found: list[Word] = []
    at = 0
    while at < len(words):
        size = 0 if words[at].lemma in ours else _size_of_name(words, at)
        if not size:
            found.append(words[at])
            at += 1
            continue
        name = "".join(word.surface for word in words[at : at + size])
        at = _past_titles(words, at + size)
        found = [*_without_posts(found), Word(name, "", "印", mark=Person(name))]
    return _without_readings(found)


def _size_of_name(words: list[Word], at: int) -> int:
    """How many words from here are a person's name; 0: none."""
    before = words[at - 1] if at else None
    if before is not None and not (before.lemma in _BEFORE or _ends_post(before)):
        return 0
    for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        parts = words[at : at + size]
        if all(_could_be(part) for part in parts) and _is_name(parts, words[at + size :], before):
            return size
    return 0


def _could_be(word: Word) -> bool:
    return (
        word.mark is None and word.kind in ("名詞", "動詞", "副詞", "形状詞") and bool(word.surface)
    )


def _is_name(parts: list[Word], after: list[Word], before: Word | None) -> bool:
    text = "".join(part.surface for part in parts)
    if parts[0].lemma in lexicon.NO_PERSON or text in lexicon.NO_PERSON or text in lexicon.LOADED:
        return False
    if after and not _may_follow(after):
        return False
    if is_person(parts):
        return True
    return before is not None and _ends_post(before) and _is_unknown(parts, text)


def _may_follow(after: list[Word]) -> bool:
    first = after[0]
    return (
        first.lemma in _BEHIND
        or first.kind in ("印", "助動詞")
        or _is_title(first)
        or _heads(after[:2])
    )


def _is_unknown(parts: list[Word], text: str) -> bool:
    return (
        len(parts) == 1
        and parts[0].sort == "普通名詞-一般"
        and bool(_NAME_LIKE.fullmatch(text))
        and not is_known_word(text)
    )


def is_known_word(text: str) -> bool:
    return len(words_of(text)) == 1 and words_of(text)[0].lemma != text


def _is_title(word: Word) -> bool:
    return word.lemma in lexicon.TITLES or word.surface in lexicon.TITLE_ENDS


def _ends_post(word: Word) -> bool:
    return word.mark is None and (
        word.surface in lexicon.TITLE_ENDS or word.lemma in lexicon.TITLE_ENDS
    )


def _past_titles(words: list[Word], at: int) -> int:
    """Behind 田中係長, 田中さん."""
    while at < len(words) and (_is_title(words[at]) or _heads(words[at : at + 2])):
        if words[at].lemma in ("講師", "担当"):
            break
        at += 1
    return at


def _heads(words: list[Word]) -> bool:
    """係長, 課長, 館長: two words for the dictionary."""
    return len(words) == 2 and words[0].surface in lexicon.UNITS and words[1].surface == "長"


def _without_posts(found: list[Word]) -> list[Word]:
    """Without 「図書館の司書の」, 「私、」 before a name; not without 講師."""
    left = list(found)
    while True:
        shorter = _without_post(left)
        if len(shorter) == len(left):
            return left
        left = shorter


def _without_post(found: list[Word]) -> list[Word]:
    joined = found[:-1] if found and found[-1].lemma in _JOIN else found
    if not joined:
        return found
    last = joined[-1]
    if last.lemma in ("私", "小職", "自分") or (last.lemma == "当" and last.kind == "接頭辞"):
        return joined[:-1]
    if last.lemma == "講師" or last.mark is not None:
        return found
    if (
        last.surface in lexicon.TITLE_ENDS
        or last.lemma in lexicon.UNITS
        or last.lemma in lexicon.TITLES
    ):
        if last.lemma == "担当" and joined is found:
            return found
        return _without_noun(joined)
    if (
        joined is found
        and last.lemma in ("持つ", "有する")
        and any(word.lemma == "資格" for word in joined[-3:])
    ):
        return _without_post(_until(joined, "資格"))
    if (
        joined is found
        and last.lemma in ("居る", "為る", "おる")
        and any(word.lemma == "担当" for word in joined[-4:])
    ):
        return _without_noun(_until(joined, "担当"))
    return found


def _until(words: list[Word], lemma: str) -> list[Word]:
    at = max(at for at, word in enumerate(words) if word.lemma == lemma)
    left = words[:at]
    return left[:-1] if left and left[-1].lemma == "を" else left


def _without_noun(words: list[Word]) -> list[Word]:
    """Without the compound at the end: 公園緑地係, 健康運動指導士."""
    at = len(words)
    if any(word.lemma in lexicon.LIMITS for word in words):
        return words
    while (
        at
        and words[at - 1].mark is None
        and words[at - 1].kind in ("名詞", "接尾辞", "接頭辞", "動詞")
        and words[at - 1].lemma not in lexicon.STAND_IN
        and words[at - 1].lemma != "講師"
    ):
        if words[at - 1].kind == "動詞" and not words[at - 1].form.startswith("連用形"):
            break
        at -= 1
    return words[:at]


def _without_readings(words: list[Word]) -> list[Word]:
    """「古賀さやか（理学療法士）」, 「島崎（しまざき）」: what stands in brackets behind a person."""
    found: list[Word] = []
    inside = False
    for at, word in enumerate(words):
        if (
            word.lemma == "("
            and found
            and isinstance(found[-1].mark, Person)
            and _is_label(words[at + 1 :])
        ):
            inside = True
        if not inside:
            found.append(word)
        if word.lemma == ")":
            inside = False
    return found


def _is_label(words: list[Word]) -> bool:
    inner = []
    for word in words:
        if word.lemma == ")":
            break
        inner.append(word)
    if (
        not inner
        or any(word.mark for word in inner)
        or any(word.lemma in lexicon.STAND_IN for word in inner)
    ):
        return False
    last = inner[-1]
    kana = all("ぁ" <= letter <= "ん" for word in inner for letter in word.surface)
    return kana or last.surface in lexicon.TITLE_ENDS or last.lemma in lexicon.UNITS


def counted_wrong(words: list[Word]) -> bool:
    """「田代と佐藤の3名」: somebody is not named."""
    people = sum(isinstance(word.mark, Person) for word in words)
    counts = [word.mark.people for word in words if isinstance(word.mark, Count)]
    return bool(people and counts and counts != [people])
