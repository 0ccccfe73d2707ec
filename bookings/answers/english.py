"""English sentences, put into the words of the grammar; what does not fit stays as it is."""

import re

from bookings.answers import refused
from bookings.answers.understood import Doubt

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAYS = {
    "mon": "月",
    "tue": "火",
    "wed": "水",
    "thu": "木",
    "fri": "金",
    "sat": "土",
    "sun": "日",
}
_WEEKDAY = r"(?P<{0}>mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{{0,6}})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s*(?P<year>20\d\d))?"
_BEFORE = r"(?:\b" + _WEEKDAY.format("before") + r",?\s+)?"
_AFTER = r"(?:,?\s*\(?\b" + _WEEKDAY.format("after") + r"\)?)?"
_DATES = tuple(
    re.compile(_BEFORE + r"\b" + middle + _YEAR + _AFTER, re.IGNORECASE)
    for middle in (_MONTH + r"\s*" + _DAY + r"\b", _DAY + r"\s+(?:of\s+)?" + _MONTH)
)
_TIME = re.compile(r"\b(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\b\.?", re.IGNORECASE)
_WE = r"(?:we|i)(?:'d|'ll|'re|'m)?"
_YES = r"(?:yes|sure|certainly|of course|ok|great)?[,.! ]*"
_ACCEPT = re.compile(
    rf"{_YES}{_WE} (?:will |would |can |shall |delighted |more than |very |gladly |hereby |are |am |be |happy |glad |pleased |delighted |to |happily |confirm (?:that )?{_WE} )*(?:accept|take (?:this|it)(?: on)?|come|do (?:it|this|that)|(?:give|hold|provide|deliver|run|do) (?:this|the|your) (?:lecture|session|talk|course)|(?:send|provide) (?:a|our|the) (?:lecturer|speaker|instructor))"
    r"(?: (?:this|the|your|it|kind|lecture|session|request|invitation|offer|proposal|date|slot|time|asked|requested|proposed|for|on|at|from|as)\b)*"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)
_ACCEPTED = re.compile(r"accept(?:ed)?(?P<rest>(?:[ ,:].*)?)", re.IGNORECASE)
_ABLE = re.compile(
    rf"{_YES}{_WE} (?:can |could |will be able to |are able to |would be able to |are available |are free )+(?:do |come |make |manage |accept |on |for |at )*(?P<rest>.+)",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"(?:the |your |our )*(?:(?P<word>first|second|third|1st|2nd|3rd) (?:wish|choice|option|preference|slot|date|request)"
    r"|(?:wish|choice|option|preference|slot|date)(?: (?:no\.?|number))? ?(?P<figure>[1-9])|(?:no\.?|number) ?(?P<number>[1-9]))",
    re.IGNORECASE,
)
_RANKS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
_LECTURER = re.compile(
    r"(?:(?:[Tt]he |[Oo]ur )?(?:[Ll]ecturer|[Ss]peaker|[Ii]nstructor)s? (?:will be|is|are)|(?:[Ll]ecturer|[Ss]peaker)s?:) (?:(?:Mr|Ms|Mrs|Dr)\.? )?(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
    r"|(?:(?:Mr|Ms|Mrs|Dr)\.? )?(?P<who>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?) will (?:come|visit|give the lecture|be the (?:lecturer|speaker)|lecture)"
)
_PLEASE = re.compile(
    r"(?:we (?:would )?(?:choose|take|prefer) )?(?P<rank>.{1,40}?),? please", re.IGNORECASE
)
_DECLINED = re.compile(r"decline(?:d)?(?:\s*[:,-]\s*(?P<why>.+))?", re.IGNORECASE)
_DECLINE = re.compile(
    rf"(?P<ahead>.*?)(?:{_WE} (?:must|have to|need to|will have to|would like to|are going to|regret (?:that {_WE} )?(?:must|have to)?|are sorry (?:but|to)? ?(?:{_WE} )?(?:must|have to)?|are afraid {_WE} (?:must|have to)|respectfully|unfortunately|therefore|hereby| )*\s*"
    rf"decline|(?:{_WE} (?:regret|are sorry|am sorry|'re sorry|'m sorry|are afraid|am afraid)(?: to (?:say|inform you|tell you))?,?(?: but)?(?: that)? )?{_WE} ?(?:are |am |will be |'re |'m )?(?:unable to|not able to|cannot|can't|can not|won't be able to|will not be able to|not be able to) (?:accept|take (?:this|it|on)(?: on)?(?: one)?|(?:provide|send) (?:a |the |our )?(?:lecturer|speaker|instructor)|(?:give|hold|provide) (?:this|the) (?:lecture|session)|do (?:this|it)(?: one)?|fulfill? (?:this|your) request|accommodate (?:this|your) request|help(?: you)?(?: with (?:this|it))?(?: this time)?))\b(?P<rest>.*)",
    re.IGNORECASE,
)
_WHOLE = re.compile(  # what is declined: all of it, and perhaps why
    r"(?: |this time(?: around)?(?! of)|\b(?:this|that|the|your|kind|lecture|session|request|invitation|offer|proposal|year|one|it|for|at|to|accept)\b|on (?:any|either|all) of the (?:proposed |requested )?dates|\.|,|$)*"
    r"(?:[,.:;( -]*(?:because|due to|as|since|owing to|for lack of|because of|on account of|\breason)\b.*)?",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"\b(?:how about|what about|instead|is fine|would be fine|works?|is possible|available on|we can\b(?!not|'t| not)|could we|propose|suggest|offer(?!ed|ing)|alternativ\w*|rather|prefer)\b|\b(?:only|first|second|third|1st|2nd|3rd|morning|afternoon)\b",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    rf"(?P<ahead>(?:[^,;]*,\s*)?)(?:could (?:we|you|it)(?: perhaps)? (?:do|be|move (?:it|this) to|change (?:it|this) to|make it|have it|hold it|come)|can (?:we|you) (?:do|move (?:it|this) to|make it)"
    rf"|{_WE} (?:would like to |can |could |will |want to |wish to )?(?:propose|suggest|offer|prefer)|(?:how|what) about|would|may {_WE} (?:propose|suggest)|is|is it possible (?:to do it )?on|please (?:consider|change it to))\b(?P<rest>.*)",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:if|unless|provided|but|however|though|although|maybe|perhaps|might|not|no|never|only|except|subject to|depending|tentativ|hope|would like|let me|check|later|cannot|can't|until|before|wait|instead|rather|unless|sorry|decline|unable|or|either|another|other|different|new|alternative|both|which|whether|as long as|as soon as|once|after|when|assuming|pending|try|think|believe|guess|likely|in principle|want|could)\b|n't",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:if|unless|provided|maybe|perhaps|might|not sure|probably|possibly|let me|will check|get back|more information|need to know|later|for now|accept|depending|yet)\b",
    re.IGNORECASE,
)
_GLUE = re.compile(
    r"(?:\s|[,.()-]|\b(?:the|on|at|from|for|to|of|as|and|with|this|that|date|one|lecture|request|asked|requested|proposed|slot|time|invitation|instead|or|either|work|possible|be|is|new|another|alternative|okay|ok|fine|us|start(?:ing)?|be possible|please)\b)*",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"(?:dear|hello|hi|good (?:morning|afternoon|evening)|to whom it may concern)\b(?:[\s,.]+(?:(?-i:[A-Z][\w'-]*)|all|everyone|everybody|team|colleagues?|friends|sirs?|madam|or|and|the|of|in|at|charge|there|again|person|staff|members)\b){0,10}[\s,.]*"
    r"|(?:thank you|thanks|many thanks)\b(?![^.]*\b(?:accept|but|if|declin)\w*)[^?]{0,100}"
    r"|(?:with )?(?:best|kind|kindest|warm|warmest|very best|many)?(?: (?:best|kind|warm))? ?(?:regards|wishes|thanks)[,.]?(?:,? (?!but|if|may|please|call|not|only|no\b|exc|unl|pend|subj|we\b|i\b|later|tent)[a-z][\w'-]+){0,2}|(?:yours )?(?:sincerely|faithfully|truly|respectfully)(?: yours)?[,.]?"
    r"|cheers|(?:we|i)(?:'re)? (?:all )?(?:look|are looking|am looking|looking)(?: very much)? forward to [^?]{0,60}|looking forward to [^?]{0,60}|(?:we|i) (?:really |very much )?appreciate [^?]{0,80}|have a (?:nice|good|great) [a-z]{2,12}"
    r"|(?:(?:we|i) )?(?:trust|hope)(?: that)? (?:this (?:e-?mail|message|note) finds you (?:well|in good health)|you(?: all)? are (?:all )?(?:well|doing well|keeping well))"
    r"|please (?:do not|don't|feel free to)?(?: hesitate to)? ?(?:contact|reach out to|let|ask|call|write to)(?: us| me)?(?: know)? (?:if|should) (?:you (?:have|need|should have)|there (?:is|are)) (?:any(?:thing| other| further)*|further|more)?(?: (?:questions?|else|information|help|queries|concerns))?(?: or (?:questions|concerns))?"
    r"|(?:(?:we|i) )?(?:apologi[sz]e|apologies|(?:are |am )?sorry) for (?:the|our|my)(?: late| delayed| slow)? (?:reply|response|delay|answer)(?: in (?:replying|responding))?|please (?:give|convey|send) (?:our|my) (?:best |warm |kind )?(?:regards|wishes) to [\w\s.,'-]{2,60}"
    r"|(?:this is|i am|my name is|(?:we|i) (?:are|am) writing from) [\w\s.,'()-]{2,70}(?:division|section|department|office|center|centre|library)[\w\s.,'()-]{0,20}|this is [A-Z][\w'-]+(?: [A-Z][\w'-]+)?(?: (?:from|of|at|with) (?:the )?[\w\s'-]{2,50})?",
    re.IGNORECASE,
)
_KIND_WORDS = re.compile(  # no verb that tells something of the ask, no condition, no time
    r"\b(?:it|this|that|is|was|are|were|be|been|has|have|had|always|again|once|very|much|so|really|truly|most|we|i|us|our|my|me|you|your|all|the|a|an|of|for|to|in|at|with|and|from|by|on|as|everyone|everybody|there|here"
    r"|thank|thanks|thankful|grateful|gratitude|appreciate|appreciated|appreciation|pleasure|pleased|honou?r(?:ed)?|delight(?:ed)?|glad|happy|joy|great|good|kind|kindly|kindness|warm|warmly|best|sincere|sincerely|wonderful|lovely|nice"
    r"|think|thinking|asking|asked|inviting|invited|invitation|request|message|e-?mail|mail|letter|inquiry|arranging|arrangements?|organi[sz]ing|contacting|writing|work|help|support|effort|efforts|interest|understanding|cooperation|consideration|patience|opportunity|chance|everything"
    r"|meet|meeting|meets|see|seeing|look|looking|looks|forward|hope|hoping|wish|wishes|regards|convey|give|send|people|residents?|residents'|association|community|club|group|members?|citizens|children|families|seniors|everyone|staff|section|division|department|office|team|town|city|neighbou?rhood|lecture|session|event|course|well|season|weather|health|healthy|cold|winter|autumn)\b"
)
_KIND = re.compile(
    r"\b(?:thank|thanks|thankful|grateful|gratitude|appreciat\w+|pleasure|honou?r(?:ed)?|delight(?:ed)?|look(?:ing)? forward|regards|wishes|hope)\b"
)
_REGRET = re.compile(
    r"(?:we|i) (?:do |very much |really )*(?:hope|wish|would (?:love|like|be (?:glad|happy|delighted)))(?: that)? (?:there will be|(?:to|(?:we|i) (?:can|will be able to)) (?:help|assist|support|cooperate|be of (?:help|assistance)|work with|have)|for)(?: (?:you|in|at|on|with|some|another|the|a|an|other|next|future|opportunity|chance|time|occasion|year|again))*"
    r"|(?:please (?:do )?(?:ask|contact|invite) us again(?: (?:another|next) (?:time|year))?)"
    r"|(?:(?:we|i) (?:are|am) )?(?:very |truly |so |really |terribly )*(?:sorry|apologi[sz]e|apologies|our (?:sincere )?apologies|my (?:sincere )?apologies)(?: (?:for|about) (?:(?:any|the|this|all) )?(?:inconvenience|trouble|disappointment)(?: (?:this|it) (?:may )?causes?(?: you)?)?)?"
    r"|(?:thank you|thanks) for your understanding|(?:we|i) (?:hope|trust)(?: that)? you (?:will )?understand",
    re.IGNORECASE,
)
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龯]")


def is_english(text: str) -> bool:
    return bool(re.search(r"[A-Za-z]{2}", text)) and not _JAPANESE.search(text)


def is_courtesy(sentence: str) -> bool:
    bare = sentence.strip(" ,.!")
    return is_english(bare) and bool(_COURTESY.fullmatch(bare) or _is_kind(bare))


def is_regret(sentence: str) -> bool:
    """An apology or a hope for another time: courtesy beside a refusal only."""
    return is_english(sentence) and bool(_REGRET.fullmatch(sentence.strip(" ,.!")))


def _is_kind(text: str) -> bool:
    """Closed words of courtesy to the last letter; names of people and places may stand behind of."""
    bare = re.sub(r"(?<=\bof |\bto |\bin |\bat )[A-Z][a-z]{3,20}\b", "", text)
    said = bare.lower()
    return bool(_KIND.search(said)) and not re.search(r"[a-z0-9?]", _KIND_WORDS.sub("", said))


def refuse_in_note(text: str) -> None:
    """Beside another date: no condition, nothing still open, no acceptance."""
    if _OPEN.search(text):
        raise Doubt("condition")


def translated(sentence: str) -> str:
    """The sentence in the grammar's words where it says one thing; otherwise as it is."""
    if not is_english(sentence) or len(sentence) > 300:
        return sentence
    dated = _dates(sentence)
    for rule in (_as_decline, _as_counter, _as_accept, _as_able, _as_lecturer):
        if (found := rule(dated)) is not None:
            return found
    return dated


def _as_accept(text: str) -> str | None:
    asked = _PLEASE.fullmatch(text.strip(" ."))
    chosen = _RANK.fullmatch(asked["rank"].strip()) if asked else None
    if chosen:
        return f"第{_number(chosen)}希望"
    match = _ACCEPT.fullmatch(text) or _ACCEPTED.fullmatch(text)
    if not match or _BUT.search(text) or "?" in text:
        return None
    rest = match["rest"]
    rank, rest = _taken(_RANK, rest)
    who, rest = _taken(_LECTURER, rest)
    kept = _figures(rest)
    if kept is None:
        return None
    number = f"第{_number(rank)}希望 " if rank else ""
    name = f" 講師 {who['name'] or who['who']}" if who else ""
    return f"承諾 {number}{kept}{name}".strip()


def _as_decline(text: str) -> str | None:
    short = _DECLINED.fullmatch(text.strip(" ."))
    if short and short["why"] and not _is_reason(short["why"]):
        return None
    if short and not _OPEN.search(short["why"] or ""):
        return f"辞退 理由({short['why']})" if short["why"] else "辞退"
    match = _DECLINE.fullmatch(text)
    if not match or "?" in text or _OPEN.search(match["ahead"] + match["rest"]):
        return None
    if not _WHOLE.fullmatch(match["rest"]) or _OFFERED.search(text):
        return None
    reason = re.sub(r"[\d/:]", " ", f"{match['ahead']} {match['rest']}").strip(" ,.")
    return f"辞退 理由({reason})" if len(reason) > 3 else "辞退"


def _is_reason(why: str) -> bool:
    """「Decline: photo requests」 refuses something else."""
    return refused.is_english_reason(why) and not _OFFERED.search(why)


def _as_counter(text: str) -> str | None:
    match = _COUNTER.fullmatch(text)
    if not match or not re.search(r"\d+/\d+", match["rest"]):
        return None
    if re.search(r"\b(?:if|unless|only|maybe|not)\b", text, re.IGNORECASE):
        return None
    kept = _figures(match["rest"].rstrip("?"))
    return None if kept is None else f"別日 {kept}"


def _as_able(text: str) -> str | None:
    """「We can do December 17 at 10:00」: the asked slot, a wish or another day, as it turns out."""
    match = _ABLE.fullmatch(text)
    if not match or "?" in text:
        return None
    instead = re.search(r"\binstead\b", text, re.IGNORECASE)
    rank, rest = _taken(_RANK, re.sub(r"\binstead\b", " ", match["rest"], flags=re.IGNORECASE))
    kept = _figures(rest)
    if kept is None or _BUT.search(rest) or re.search(r"\bcould\b", text, re.IGNORECASE):
        return None
    if rank and not kept and not instead:
        return f"第{_number(rank)}希望で対応可能です"
    if rank or not re.fullmatch(r"\d+(?:/\d+){1,2}(?:\(.\))? (?:午[前後])?\d{1,2}:\d\d", kept):
        return None
    return f"別日 {kept}" if instead else f"{kept} 対応可能です"


def _as_lecturer(text: str) -> str | None:
    match = _LECTURER.fullmatch(text.strip(" ."))
    return f"講師 {match['name'] or match['who']}" if match else None


def _figures(text: str) -> str | None:
    """The days and times alone, with 、 where there was "or"; None where other words are left."""
    kept = re.sub(r"\b(?:or|and)\b", "、", text, flags=re.IGNORECASE)
    words = re.sub(r"午[前後][\d:]+|[\d/:()~-]|[月火水木金土日、]", " ", kept)
    if not _GLUE.fullmatch(words):
        return None
    return re.sub(r"\s+", " ", re.sub(r"[A-Za-z.,]+", " ", kept)).strip(" ()")


def _taken(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    match = pattern.search(text)
    return match, pattern.sub(" ", text, count=1)


def _number(match: re.Match[str]) -> int:
    if match["word"]:
        return _RANKS[match["word"].lower()]
    return int(match["figure"] or match["number"])


def dated(text: str) -> str:
    """With its days and hours in the grammar's figures."""
    return _dates(text)


def _dates(text: str) -> str:
    for pattern in _DATES:
        text = pattern.sub(_date, text)
    return re.sub(r"(?<=\d:\d\d) (?:to|until|till) (?=\d|午)", "~", _TIME.sub(_clock, text))


def _date(match: re.Match[str]) -> str:
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    weekday = match["before"] or match["after"]
    year = f"{match['year']}/" if match["year"] else ""
    return f"{year}{month}/{match['day']}" + (f"({_WEEKDAYS[weekday.lower()]})" if weekday else "")


def _clock(match: re.Match[str]) -> str:
    half = "午前" if match[3].lower() == "a" else "午後"
    if match[1] == "12" and half == "午後":
        return f"12:{match[2] or '00'}"
    return f"{half}{match[1]}:{match[2] or '00'}"
