"""English words by what they do in an answer. Data only; a group that lets something pass is closed."""

import re

from bookings.answers.speech.lexicon import group

ASK = group(
    "the this that your our it a an for of to at on in from as with by and we i us my you be is are am will would can shall 'd 'll 're 'm we'd we'll we're i'd i'll i'm request invitation lecture talk session course class presentation event workshop proposal offer slot date time day times section division department office team city group club association residents request requested proposed asked suggested listed original"
    " starting start starts begin beginning until till o'clock which also all kind very more than so yes sure certainly course ok okay great good hereby herewith please note confirm reply writing write inform happy glad pleased delighted honoured honored able gladly happily wonderful free available indeed thank thanks kindly take go ahead morning afternoon scheduled schedule fine suits works work well there here choice one number requests lecture's named above below mentioned reference behalf accordance accept definitely absolutely begin begins surely pleasure perfectly nicely proceed best let's let s us just"
)
TAKES = group("accept accepts accepted accepting")
GIVES = group(
    "take taking give giving do doing hold provide deliver run send come visit attend conduct offer go lead teach present speak providing offering running holding delivering coming"
)
FINE = group("fine works work suits suit ok okay good possible available free great perfect")
COMES = group(
    "lecturer speaker instructor teacher presenter give gives be come visit lead run hold do deliver lecture speak teach talk will is our from section division department office team staff nurse librarian officer colleague member chief manager engineer going speaking giving coming visiting running presenting send sending dispatch community center centre hall who as and the for of to at on session course class your you with health public fire"
)
COUNTERS = group(
    "could can would how about what instead do does be is are have hold it move change switch make possible work works suit suits fine okay free available we i you the group us our at on from to for until or and a an that this propose suggest offer prefer like another date time day lecture talk session starting start please consider if possible perhaps able 're 'd alternative alternatively as new your team morning afternoon ask us reschedule rescheduled meet thinking either both one of following dates times wonder wondering moved changed held rescheduling whether possibly kindly convenient conveniently better choice perfect though well"
)
OFFERING = group(
    "could how about instead propose suggest offer prefer move change switch possible work works suit suits fine free available alternative would reschedule rescheduled moved changed like can able better"
)
DECIDING = group(
    "we i have we've i've after discussing considering checking discussed considered talked consulted adjusted checked looked arranged coordinated it this the that your our my request about over with within among in at into and schedule schedules calendar matter section team office division department staff colleagues members internally carefully already again together also today yesterday"
)
OF_ASK = group(
    "this the your our it one that request invitation lecture talk session course class time around a an any lecturer speaker instructor on of dates date for to at in all these three proposed requested you with us kind very much either be able give and year month season due lack because staff offer presentation invitation's either now workshop event"
)
PART = re.compile(
    r"\b(?:first|second|third|1st|2nd|3rd|morning|afternoon|evening|only|first choice|handouts?|materials?|fees?|photos?|recording|parking|projector|lunch|gift|payment|gifts|before|yet|last year|until we|more than|that (?:day|date|time)|in english|online|by e-?mail|date|two hours|people|alone|question|change|cancel\w*)\b",
    re.IGNORECASE,
)
OFFER = re.compile(
    r"\b(?:if|unless|instead|how about|what about|could|would be|is (?:fine|possible|free)|we can\b(?!not|'t| not)|i can\b(?!not|'t| not)|are able to|propos\w+|suggest\w*|alternativ\w*|another|rather|prefer\w*|however|next (?:month|year|week)|later|postpon\w*|reschedul\w*|after|please (?:ask|contact)|maybe|perhaps|might|not sure|let (?:me|us)|will (?:ask|check)|or|yet|consider\w*|depend\w*|transfer\w*|forward\w*|in charge)\b|\?",
    re.IGNORECASE,
)
SORRY = re.compile(
    r"\b(?:sorry|apolog\w+|unfortunately|regret\w*|afraid|understand\w*|another (?:time|occasion|opportunity)|in the future|next time)\b",
    re.IGNORECASE,
)
KIND = re.compile(
    r"\b(?:thank\w*|grateful|appreciat\w+|pleasure|honou?r\w*|look(?:ing)? forward|see you|regards|cheers|wishes|sincerely|dear|hello|hi|greetings|delighted|enjoy\w*|hope you are well|hope this|great (?:idea|opportunity)|wonderful|nice|take care|good luck|all the best|yours|to whom it may concern|happy to (?:hear|meet|see|help|be of)|excited|exciting|warm\w*|best (?:regards|wishes))\b",
    re.IGNORECASE,
)
KIND_BUT = re.compile(
    r"\b(?:if|unless|provided|but|however|except|only|not|no|never|cannot|can't|until|before|instead|decline|unable|accept\w*|other|another|different|change|could|would like|please (?!give|convey|send|pass|accept)|need|require|must|should|projector|screen|parking|fees?|materials?|handouts?|microphone|online|zoom|people|question\w*|confirm\w*|check|later|approv\w*|what|where|when|how|why|who|or|maybe|might|may|tentativ\w*|call|send us|let us know|withdraw\w*|either|whether|hear(?:ing)? from you|your (?:answer|reply)|copies|chairs?|list)\b|\?|\d",
    re.IGNORECASE,
)
