"""What keeps an understood answer waiting after all: an unfinished end, a person or a place unread.

It looks at the mail's sentences as a whole and only ever refuses; it understands nothing.
"""

import re

from bookings.answers import english, signatures
from bookings.answers.folding import plain, spoken
from bookings.answers.sentences import Sentence
from bookings.answers.speech import cards, facts, kindness, lexicon, misgivings
from bookings.answers.speech.clauses import Clause, clauses_of, doubts_of
from bookings.answers.speech.marks import marked
from bookings.answers.speech.persons import with_people
from bookings.answers.speech.words import Word
from bookings.answers.understood import AnswerContext, Doubt, Intent, Meaning

_UNFINISHED = re.compile(
    r"(?:(?:ます|です|した|ません|ない)(?:が|けれども?|けど|ので|から)"
    r"|(?:^|[。\s])(?:ただ|ただし|なお|しかし|また|もし)|[^\s、,][、,])\s*$"
)
_ASKS_POLITELY = re.compile(
    r"(?:たい|できれば|いただければ)の?(?:です|と)[^、,]*(?:が|けれども?|けど)\s*$"
)
_HANGS = re.compile(r"次第(?!で(?:す|ご|あ|し|は)|に(?:多忙|忙))")
_PLACES = frozenset(
    "会場 場所 部屋 会議室 集会所 公民館 体育館 ホール オンライン 庁舎 市役所 役所 本庁 センター 会館 研修室 室 館".split()
)
_ELSEWHERE = "親子で 体育館 会議室 公民館 集会所 市役所 屋外 自己紹介 消防団 オムツ".split()
_SENDING = frozenset("出す 派遣 割く 回す 送る".split())
_AT = frozenset("で に へ にて は を だ です が".split())


def checked(meaning: Meaning, said: list[Sentence], *, context: AnswerContext) -> Meaning:
    """The same meaning. Doubt where the mail holds something that it leaves out."""
    if not meaning.applies:
        return meaning
    if said and not english.is_english(said[-1].raw) and _is_unfinished(said[-1].raw, meaning):
        raise Doubt("not_understood")
    spoken_of = [one for one in said if not english.is_english(one.whole or one.plain)]
    if meaning.intent == Intent.ACCEPT and any(
        _names_another(one, meaning=meaning, context=context)
        or _goes_elsewhere(one, context=context)
        for one in spoken_of
    ):
        raise Doubt("more_than_answer")
    misgivings.refuse(meaning, [spoken(plain(one.raw)) for one in said], context=context)
    if meaning.intent == Intent.DECLINE and any(_HANGS.search(one.raw) for one in said):
        raise Doubt("condition")
    if meaning.intent == Intent.COUNTER and any(
        _names_place(one, context=context) for one in spoken_of
    ):
        raise Doubt("more_than_answer")
    return meaning


def _is_unfinished(text: str, meaning: Meaning) -> bool:
    if meaning.intent == Intent.COUNTER and _ASKS_POLITELY.search(text):
        return False
    return bool(_UNFINISHED.search(text))


def _clauses(sentence: Sentence, *, context: AnswerContext) -> list[Clause]:
    """Of a sentence that tells something: not who writes, and no fact of our own mail."""
    text = sentence.whole or sentence.plain
    if signatures.is_opening(sentence.plain) or cards.is_card(text) or facts.is_title(text):
        return []
    ours = facts.ours(context.sent_text)
    words = with_people(marked(spoken(plain(facts.tidied(text))), context=context), ours=ours)
    return [one for one in clauses_of(words) if not kindness.introduces(one)]


def _names_another(sentence: Sentence, *, meaning: Meaning, context: AnswerContext) -> bool:
    """「桑原も喜んでいました」: perhaps the lecturer."""
    ours = facts.ours(context.sent_text)
    for clause in _clauses(sentence, context=context):
        for word, after in zip(clause.words, [*clause.words[1:], None], strict=True):
            if (
                word.sort.startswith("固有名詞-人名")
                and _is_sure(word.surface + "-")
                and word.lemma not in ours | lexicon.NO_PERSON
            ):
                polite = after is not None and after.surface in ("様", "さま")
                if not polite and word.surface not in meaning.named:
                    return True
        if any(name not in _bare(meaning.named) and _is_sure(name) for name in clause.people):
            return True
    return False


def _goes_elsewhere(sentence: Sentence, *, context: AnswerContext) -> bool:
    """「体育館での実施を楽しみにしております」, where nobody spoke of one."""
    told = "".join(one.text for one in _clauses(sentence, context=context))
    return any(word in told and word not in context.sent_text for word in _ELSEWHERE)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _is_sure(name: str) -> bool:
    """Not a slip of the pen that only looks like a name: 「よろしくおねがします」."""
    return len(name) > 1 and not re.fullmatch("[ぁ-ん]+-?", name)


def _names_place(sentence: Sentence, *, context: AnswerContext) -> bool:
    """「場所は市役所の会議室になります」 beside another day."""
    ours = facts.ours(context.sent_text)
    return any(
        _is_place(word, ours=ours) and after.lemma in _AT
        for clause in _clauses(sentence, context=context)
        if not _sends_nobody(clause)
        for word, after in zip(clause.words, clause.words[1:], strict=False)
    )


def _sends_nobody(clause: Clause) -> bool:
    """「会場に職員を出せません」: a reason, no other place."""
    return "negation" in doubts_of(clause) and clause.has(_SENDING)


def _is_place(word: Word, *, ours: frozenset[str]) -> bool:
    return word.lemma in _PLACES and (word.lemma not in ours or word.lemma in ("会場", "場所"))
