"""English sentences by words: the same kinds of clauses as in Japanese, from closed vocabularies.

A clause is taken for an answer only if known words cover it; a reason beside a refusal is free.
"""

import re
from datetime import date

from bookings.answers import english, when
from bookings.answers.speech import english_phrases, english_words
from bookings.answers.speech.clauses import Clause
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.lexicon import group
from bookings.answers.speech.marks import Mark, Person, Wish
from bookings.answers.speech.words import Word
from bookings.answers.understood import AnswerContext

_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
_RANK = re.compile(
    r"\b(?P<word>first|second|third|1st|2nd|3rd) (?:wish|choice|option|preference|slot|date|request|one|proposal)\b"
    r"|\b(?:wish|choice|option|preference|number|no\.?) ?(?P<figure>[1-3])\b",
    re.IGNORECASE,
)
_THE_DAY = re.compile(
    r"\b(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?the (?P<n>\d{1,2})(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:Mr|Ms|Mrs|Dr|Prof)\.? (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)(?= |$|,|\.)"
)
_ROLE = re.compile(
    r"(?:[Ll]ecturer|[Ss]peaker|[Ii]nstructor|[Tt]eacher|[Pp]resenter)s?(?: will be| is|:) (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)(?=$|[.,])|^(?!(?:We|I|It|They|You|He|She|This|That|There|Someone|Nobody|All|None|Some|Most|One|Many|Both|Each|Two|Three|Members|Staff)\b)(?P<who>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)(?= (?:from|of) our\b| will (?:give|be|come|visit|lead|run|hold|do|teach|deliver|lecture|speak))"
)
_CUT = re.compile(
    r"\s*(?:[;!]|:(?=\s)|(?<=\?)|,? (?:so|because|as|since|but|although|though|while) (?=(?:we|i|our|all|my|the|it|there|nobody|no|please)\b)|, ?and |,? and (?=(?:we|i|will|would|can|our|mr|ms|mrs|dr)\b)|(?<!Mr)(?<!Ms)(?<!Dr)(?<!Mrs)(?<!Prof)\. |(?<=\d\d) (?=(?:Cheers|Thanks|Thank|Best|Regards|Kind|Mr|Ms|Mrs|Dr|The|Our|We|I)\b))\s*",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[A-Za-z][A-Za-z'’-]*|[^\sA-Za-z]")
_FIRST = 0xE000
_PRIVATE = re.compile("[\ue000-\uf8ff]")

_UNABLE = re.compile(
    r"\b(?:declin\w+|say no|pass on|turn (?:(?:this|it|your|the|kind|request|invitation|offer|one) ){0,4}down|turn (?:this|it|down)|(?:have|need|going|must|ought)(?: to)? pass(?! (?:on|along|it|the|out|your|by|to)\b)|(?:cannot|can't|can not|couldn't|won't be able to|will not be able to|not be able to|(?:are|am|is|'re|'m|be) (?:not able|unable) to|unable to|not able to|not in a position to)(?: \w+){0,2}? (?:accept|give|provide|take|do|help|hold|send|come|offer|fulfil+|accommodate|participate|make|deliver|run|support|meet|join|assist))\b",
    re.IGNORECASE,
)


def clauses_of(text: str, *, context: AnswerContext) -> list[Said]:
    """Each clause with its kind."""
    dated = _with_days(english.dated(english_phrases.HELLO.sub("", text)))
    return [
        said
        for piece in _CUT.split(dated)
        if (bare := _stripped(piece))
        for said in [_said(bare, context=context)]
    ]


def _stripped(piece: str) -> str:
    """Without the marks around it; 「(Monday)」 behind a day stays whole."""
    bare = piece.strip(" ,.-–:")
    balanced = bare.count("(") == bare.count(")") and not (bare[:1] == "(" and bare[-1:] == ")")
    return bare if balanced else bare.strip(" ,.()-–:")


def _with_days(text: str) -> str:
    return _THE_DAY.sub(lambda found: f"{found['n']}日", text)


def _said(text: str, *, context: AnswerContext) -> Said:
    text = english_phrases.OUR_HOUSE.sub(lambda found: f"{found['yes'] or ''}we ", text)
    words = _words(text, context=context)
    clause = Clause(tuple(words))
    bare = re.sub(r"\s+,", ",", " ".join(word.surface for word in words if word.mark is None))
    for kind in (
        _refusal,
        _agreeing,
        _deciding,
        _taking,
        _coming,
        _offer,
        _courtesy,
        _apology,
        _reason,
    ):
        if (found := kind(clause, bare)) is not None:
            return found
    return Said(Kind.NONE, clause)


def _words(text: str, *, context: AnswerContext) -> list[Word]:
    found: list[Mark] = []

    def put(mark: Mark) -> str:
        found.append(mark)
        return f" {chr(_FIRST + len(found) - 1)} "

    text = _PRIVATE.sub(" ", text)
    text = _PERSON.sub(lambda one: put(Person(one["name"])), text)
    text = _ROLE.sub(
        lambda one: one[0].replace(
            one["name"] or one["who"], put(Person(one["name"] or one["who"]))
        ),
        text,
    )
    text = english_phrases.APPOSED.sub(english_phrases.without_post, text)
    text = _RANK.sub(
        lambda one: put(
            Wish(_ORDINALS[one["word"].lower()] if one["word"] else int(one["figure"]))
        ),
        text,
    )
    text = "".join(
        one if isinstance(one, str) else put(one) for one in when.pieces(text, today=context.today)
    )
    return [_word(token, found) for token in re.findall(f"[\ue000-\uf8ff]|{_TOKEN.pattern}", text)]


def _word(token: str, found: list[Mark]) -> Word:
    if _PRIVATE.match(token):
        return Word("", "", "印", mark=found[ord(token) - _FIRST])
    lower = token.lower().replace("’", "'")
    return Word(token, lower, "補助記号" if not token[0].isalpha() else "英語")


def _known(clause: Clause, vocabulary: frozenset[str]) -> bool:
    return all(
        word.mark is not None
        or (word.kind == "補助記号" and word.lemma not in "?&%")
        or word.lemma in vocabulary
        for word in clause.words
    )


def _agreeing(clause: Clause, bare: str) -> Said | None:
    """Set phrases: 「Count us in」, 「We choose the second preference」, 「We confirm December 17」."""
    if clause.people:
        return None
    dated = any(isinstance(mark, date | Wish) for mark in clause.marks)
    if dated and english_phrases.CONFIRMS.fullmatch(" ".join(bare.split()).strip(" ,.")):
        return Said(Kind.TAKES, clause)
    if not clause.marks and english_phrases.AGREED.fullmatch(bare):
        return Said(Kind.TAKES, clause)
    if not clause.marks and english_phrases.TAKES_NAMED.fullmatch(bare):
        return Said(Kind.TAKES, clause, weak=True, loose=True)
    wishes = [mark for mark in clause.marks if isinstance(mark, Wish)]
    if len(wishes) == len(clause.marks) == 1 and english_phrases.CHOOSES.fullmatch(
        bare.strip(" ,.")
    ):
        return Said(Kind.TAKES, clause)
    return None


_DECIDED = re.compile(
    r"(?:after (?:discussing|considering|checking)|(?:we|i)(?:'ve| have)? (?:discussed|considered|talked|consulted|adjusted|checked|looked|arranged|coordinated))\b",
    re.IGNORECASE,
)


def _deciding(clause: Clause, bare: str) -> Said | None:
    """How the answer came about, all in the past."""
    if clause.marks or clause.people or not _DECIDED.match(bare):
        return None
    return Said(Kind.DECIDED, clause) if _known(clause, english_words.DECIDING) else None


def _taking(clause: Clause, bare: str) -> Said | None:
    if clause.people or english_phrases.LOADED.search(bare) or "?" in bare:
        return None
    subject = _without_topic(clause)
    if not _known(
        subject,
        english_words.ASK
        | english_words.TAKES
        | english_words.GIVES
        | english_words.FINE
        | _SENT
        | _WISHED,
    ):
        return None
    if _WISHED & set(subject.lemmas) and not _WISHES.search(bare):
        return None
    lemmas = set(subject.lemmas) - {""}
    ours = bool(
        set(clause.lemmas)
        & group(
            "we i we'd we'll we're i'd i'll i'm our us my section division department office team"
        )
    )
    slot = any(isinstance(mark, date | when.Span | Wish) for mark in clause.marks)
    ours = ours or bool(_ELIDED.match(bare))
    if lemmas & english_words.TAKES and (
        ours
        or lemmas
        <= english_words.TAKES
        | group("the request your invitation this offer is has been kind gladly happily hereby")
    ):
        return Said(Kind.TAKES, clause)
    if slot and ours and {"be", "there"} <= lemmas and not lemmas & group("see meet"):
        return Said(Kind.TAKES, clause, weak=True)
    if (
        ours
        and lemmas & english_words.GIVES
        and (
            lemmas & group("lecture talk session course class presentation workshop it this")
            | lemmas & _SENT
            or slot
        )
        and not lemmas & group("hear meet see back")
    ):
        timed = any(isinstance(mark, when.Span | Wish) for mark in clause.marks)
        told = lemmas & _SAYS or ("speak" in lemmas and lemmas & group("come pleasure"))
        return Said(Kind.TAKES, clause, weak=True) if timed or told or not slot else None
    if re.fullmatch(
        r"(?:yes,? )?(?:we|i)(?:'d| would|'re| are| am|'m)(?: be)?(?: very| more than)? (?:glad|happy|delighted|pleased) to",
        bare,
        re.IGNORECASE,
    ):
        return Said(Kind.TAKES, clause, weak=True, loose=True)
    if slot and lemmas & english_words.FINE and lemmas & group("is works suits work suit are"):
        return Said(Kind.TAKES, clause, weak=True)
    if slot and lemmas <= english_words.ASK:
        return Said(Kind.SLOT, clause)
    return None


_WISHED = group("like love")
_TONGUES = group("english japanese chinese korean portuguese spanish")
_SENT = group("lecturer speaker instructor")
_SAYS = group("lecture class talk session course workshop presentation")
_ELIDED = re.compile(r"(?:would like to|will|would be|are|can|shall) ", re.IGNORECASE)
_WISHES = re.compile(
    r"(?:\bwould (?:very much )?|'d )(?:like|love) to (?:accept|take|give|do|hold|provide|come|present|deliver)",
    re.IGNORECASE,
)


def _without_topic(clause: Clause) -> Clause:
    """Without what the lecture is about and whose section: 「on frailty prevention」, names in capitals."""
    kept: list[Word] = []
    skipping = False
    for at, word in enumerate(clause.words):
        if (
            word.lemma in ("on", "about")
            and at
            and clause.words[at - 1].lemma
            in ("lecture", "talk", "session", "class", "course", "presentation", "workshop")
        ):
            skipping = True
        elif skipping and (word.mark is not None or word.lemma in english_words.ASK):
            skipping = False
        named = (
            word.surface[:1].isupper()
            and at
            and word.lemma
            not in english_words.TAKES | english_words.GIVES | english_words.FINE | _TONGUES
        )
        if word.lemma in _LESSONS:
            kept = _without_kind(kept)
        if not skipping and not named:
            kept.append(word)
    return Clause(tuple(kept))


_LESSONS = group("lecture talk session class course presentation workshop")
_SHORTENED = group("short brief quick small free mini private trial half extra second other")


def _without_kind(words: list[Word]) -> list[Word]:
    """「the picture-book session」 as 「the session」."""
    for back in range(1, min(5, len(words)) + 1):
        word = words[-back]
        if word.mark is not None or word.lemma in _SHORTENED:
            return words
        if word.lemma in ("the", "this", "your", "our"):
            return words[: len(words) - back + 1]
    return words


def _coming(clause: Clause, bare: str) -> Said | None:
    if (
        not clause.people
        or english_phrases.LOADED.search(bare.replace("who", ""))
        or not _known(_without_topic(clause), english_words.COMES | english_words.ASK)
    ):
        return None
    if set(clause.lemmas) & group(
        "give come visit lead run hold do deliver lecture speak teach lecturer speaker instructor presenter"
        " giving coming visiting running speaking presenting"
    ) or _sends_them(clause):
        return Said(Kind.COMES, clause)
    return None


def _sends_them(clause: Clause) -> bool:
    """「I will send Mr Nagata (to your center)」, not 「send Mr Nagata your request」."""
    words = clause.words
    at = max(at for at, word in enumerate(words) if isinstance(word.mark, Person))
    behind = words[at + 1].lemma if at + 1 < len(words) else ""
    return bool(set(clause.lemmas) & group("send sending dispatch")) and behind in (
        "",
        "to",
        "as",
        "from",
    )


_NOT_NO = re.compile(
    r"(?:\bnot\b|n't|\bnever\b|\bwithout\b)(?: \w+){0,3} (?:declin\w+|pass|say no|turn)",
    re.IGNORECASE,
)


def _refusal(clause: Clause, bare: str) -> Said | None:
    found = _UNABLE.search(bare)
    if found is None or _NOT_NO.search(bare) or english_words.PART.search(bare) or clause.people:
        return None
    if any(isinstance(mark, date | when.Span | Wish | when.DayOnly) for mark in clause.marks):
        return None
    rest = bare[: found.start()] + bare[found.end() :]
    if not (
        re.search(r"\b(?:we|i|our)\b|'", bare[: found.end()], re.IGNORECASE)
        or (found.start() == 0 and found[0].lower() == "decline")
    ):
        return None
    if (
        english_words.OFFER.search(rest)
        or re.search(r"\b(?:group|they|he|she|declined last)\b", rest)
        or not _is_whole(bare[found.end() :])
    ):
        return None
    return Said(Kind.REFUSES, clause)


def _is_whole(rest: str) -> bool:
    """What is refused, up to a because."""
    about = re.split(r"\b(?:because|due to|as|since|owing)\b|,", rest)[0]
    return all(token.lower() in english_words.OF_ASK for token in re.findall(r"[A-Za-z']+", about))


def _offer(clause: Clause, bare: str) -> Said | None:
    if not any(isinstance(mark, date | when.Span) for mark in clause.marks) or not _known(
        clause, english_words.COUNTERS | {"?"}
    ):
        return None
    return Said(Kind.OFFERS, clause, weak=not set(clause.lemmas) & english_words.OFFERING)


def _courtesy(clause: Clause, bare: str) -> Said | None:
    if english_phrases.is_introduction(bare):
        return Said(Kind.KIND, clause)
    if english_phrases.CLOSING.fullmatch(bare) or english_phrases.is_signature(bare):
        return Said(Kind.KIND, clause)
    if english_phrases.SEE_YOU.fullmatch(" ".join(bare.split())):
        return Said(Kind.KIND, clause)
    if clause.marks or not english_words.KIND.search(bare) or english_words.KIND_BUT.search(bare):
        return None
    return Said(Kind.KIND, clause)


def _apology(clause: Clause, bare: str) -> Said | None:
    if (
        clause.marks
        or not english_words.SORRY.search(bare)
        or re.search(r"\?|\b(?:if|accept\w*|can\b(?!not)|could)\b", bare, re.IGNORECASE)
    ):
        return None
    return Said(Kind.SORRY, clause)


def _reason(clause: Clause, bare: str) -> Said | None:
    """Why not: free words that offer and ask nothing."""
    if (
        english_words.OFFER.search(bare)
        or re.search(
            r"\b(?:accept\w*|glad|happy|pleased|question\w*|send|projector|parking)\b",
            bare,
            re.IGNORECASE,
        )
        or clause.people
    ):
        return None
    if len(bare.split()) < 2:
        return None
    why = re.search(
        r"\b(?:taken|busy|away|leave|training|drill|inspection|staff\w*|short\w*|unavailable|no one|nobody|(?:is|are|am|was) not|not available|no staff|none of|booked|closed|event|meeting|session|conflict\w*|schedul\w*|full|sick|holiday\w*|budget|checkup|duty|absent|tied up|enough|swamped|stretched|occupied|commit\w*|overwhelmed|limited staff|priorit\w*|unable|cannot|can't|doesn't|don't|won't|isn't|aren't|overlap\w*|clash\w*|prior|already|workload|peak|season)\b",
        bare,
        re.IGNORECASE,
    )
    return Said(Kind.REASON, clause) if why else None
