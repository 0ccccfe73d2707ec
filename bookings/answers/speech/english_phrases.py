"""Set phrases of English letters: greetings, closings, signatures, short forms of yes. Pure text, no clause."""

import re

from bookings.answers import signatures
from bookings.answers.speech import english_words

LOADED = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|spring|summer|week|month|year|next|if|unless|provided|providing|condition\w*|subject|depend\w*|pending|approv\w*|but|however|except|only|maybe|perhaps|might|may|probabl\w*|possib\w*|likely|tentativ\w*|hope|wish|try|consider\w*|check\w*|ask|asking|let me|get back|later|soon|not|no|never|cannot|can't|won't|n't|nobody|none|without|instead|other|another|different|change\w*|move|postpone\w*|cancel\w*|need\w*|require\w*|must|should|could|projector|screen|parking|fee|fees|material\w*|handout\w*|microphone|computer|online|zoom|remote|half|shorter|longer|people|persons|limit\w*|maximum|either|both|or|whether|question\w*|what|where|when|how|why|who|unfortunately|sorry|regret|afraid|think|believe|guess|assum\w*|draft|test|withdraw\w*|mistake|wrong)\b",
    re.IGNORECASE,
)


HELLO = re.compile(
    r"^(?:hi|hello|dear|good (?:morning|afternoon))(?: (?:all|everyone|team|there))?[,!] +(?=\w)",
    re.IGNORECASE,
)


OUR_HOUSE = re.compile(
    r"^(?P<yes>(?:yes|sure|ok),? )?(?:the|our) (?:city |public )?(?:library|cent(?:er|re)|museum|fire station) (?=can\b|will\b|would\b|accepts?\b|is (?:happy|glad|pleased))",
    re.IGNORECASE,
)


APPOSED = re.compile(
    r"(?<=[\ue000-\uf8ff]) ?, (?P<post>(?:our|the|a|an) [a-z ]{3,40}), ?(?=will|is)"
)


_STANDS_IN = re.compile(
    r"\b(?:replac|substitut|deput|tempor|train|intern|new|former|retired|acting)", re.IGNORECASE
)


def without_post(found: re.Match[str]) -> str:
    """「Mr. Endo, our physical therapist, will …」."""
    return found[0] if LOADED.search(found["post"]) or _STANDS_IN.search(found["post"]) else " "


AGREED = re.compile(
    r"(?:please )?count (?:us|me) in|(?:we're|we are|i'm|i am) in|with (?:great )?pleasure|consider it done|yes,? (?:gladly|with pleasure)"
    r"|(?:very |more than )?(?:happy|glad|pleased|delighted) to accept(?: (?:it|this|your(?: kind)? (?:request|invitation)))?",
    re.IGNORECASE,
)


TAKES_NAMED = re.compile(  # of a slot that another clause names
    r"(?:please )?(?:put|sign) (?:us|me) down(?: for (?:that|it|this)(?: one)?)?|(?:please )?(?:go ahead|proceed)(?: with (?:it|that)(?: one)?)?"
    r"|(?:we|i)(?:'ll| will)(?: gladly| happily)? (?:take|do|go with) (?:it|this|that)(?: one)?(?: on)?",
    re.IGNORECASE,
)
CHOOSES = re.compile(
    r"(?:yes,? )?(?:(?:we|i)(?:'d| would|'ll| will)?(?: like to)? )?(?:choose|select|pick|opt for|go with|go for|take|please go ahead with|go ahead with)(?: the| your)?(?: please)?",
    re.IGNORECASE,
)


CONFIRMS = re.compile(
    r"(?:yes,? )?(?:we|i)(?: can| hereby| are pleased to| am pleased to)? confirm(?: for| on| at| the| date| time| slot| lecture| session| talk| of|,)*",
    re.IGNORECASE,
)


WHO_WRITES = re.compile(
    r"(?i:this is|i am|i'm|my name is) (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)(?:,? (?:from|of|at|in|with) (?:the )?[A-Za-z][\w\s&'-]{1,40})?(?: ?\( ?[\w\s,&'-]{2,40}\)?)?"
)


def is_introduction(text: str) -> bool:
    """「This is Emma from the library」, not 「This is Draft」."""
    found = WHO_WRITES.fullmatch(text)
    if found is None or english_words.KIND_BUT.search(text):
        return False
    return not signatures.says_english(found["name"])


CLOSING = re.compile(
    r"to whom it may concern|(?:all the |my |with )?(?:best|kindest|warmest)(?: to (?:you )?all)?|warmly|respectfully|with thanks",
    re.IGNORECASE,
)


SEE_YOU = re.compile(  # its day is checked with the others
    r"(?:(?:we|i)(?: will|'ll| look forward to)? ?)?see(?:ing)? you(?: all)?(?: there| then)?(?: on| at)?(?: that day)?",
    re.IGNORECASE,
)


_SIGNED = re.compile(
    r"[A-Z][\w'-]+(?: [A-Z][\w'.-]+){0,2}\s?[(,/](?P<rest>[\w\s,'&/-]{0,40}(?:section|division|department|team|office|cent(?:er|re)|prevention|health|promotion|environment\w*|library|board|city|liaison|coordinator|relations|nurse|librarian|welfare|safety)[\w\s,'&/-]{0,30})\)?",
    re.IGNORECASE,
)


def is_signature(text: str) -> bool:
    """「Dana (international liaison, Disaster Prevention)」."""
    found = _SIGNED.fullmatch(text)
    return (
        found is not None
        and text[:1].isupper()
        and not english_words.KIND_BUT.search(text)
        and not signatures.says_english(found["rest"])
    )
