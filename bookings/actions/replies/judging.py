"""Whether a mail may act by itself: an open tag, a proven sender on the list, one meaning.

`judge` acts within the caller's transaction, or says why a person must decide.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from bookings.actions import asking
from bookings.actions.allocating import Clash
from bookings.actions.answering import Said
from bookings.actions.moves import Actor, By, Refused, Stale, locked_by_key
from bookings.actions.replies import naming, standing
from bookings.actions.replies.addressing import (
    Letter,
    Proved,
    addressed,
    ask_of,
    grants_of,
    is_member,
    member_name,
    one_answer_grant,
)
from bookings.actions.replies.applying import apply, proposal_problem, proposed_by
from bookings.actions.replies.hearing import Heard, hear
from bookings.actions.replies.waits import Stop, Waits, Why, of_arrival
from bookings.answers import Accept, Counter, Decline, Question, Unclear
from bookings.emails import facts
from bookings.models import Answer, Assignment, LectureSession, standins
from bookings.status import AssignmentRole, AssignmentState, Way
from lectures.zones import local
from notifications import addresses
from notifications.models import InboundEmail
from notifications.status import Auth, Kind

_OF_READING = {
    "unknown_lecturer": Why.UNKNOWN_LECTURER,
    "ambiguous_lecturer": Why.UNKNOWN_LECTURER,
    "undecodable": Why.UNREADABLE,
    "question": Why.QUESTION,
}


def judge(
    inbound: InboundEmail, *, at: datetime, proved: Proved | None = None
) -> Answer | LectureSession | Waits:
    """Act on the mail if everything fits; otherwise say why not. `proved`: by `grants_of`."""
    proved = _waited(proved or grants_of(inbound))
    grant = one_answer_grant(proved)
    letter = addressed(inbound, proved=proved, ask=grant.assignment if grant else None)
    if letter.assignment is None:
        return Waits(letter.stop or Stop(Why.NO_TAG))
    ask, heard = letter.assignment, hear(inbound, letter.assignment, at=at)
    if not is_open(letter, at=at):
        return _of_closed(inbound, letter, heard, at=at)
    stop = of_sender(inbound, letter, heard, at=at) or of_words(inbound, ask, heard, at=at)
    if stop is not None:
        return _waits(stop, ask, heard)
    return _act(inbound, ask, heard, at=at)


def _waited(proved: Proved) -> Proved:
    """Key and ask as they stand once nobody else acts on the request: two mails may come at once.

    A key whose letters were changed meanwhile proves nothing any more.
    """
    grant = one_answer_grant(proved)
    if grant is None:
        return proved
    key = locked_by_key(grant)
    return ([key] if key.version == grant.version else []), proved[1]


def is_open(letter: Letter, *, at: datetime) -> bool:
    """False only for a proven ask that waits for no answer any more."""
    if letter.grant is None or letter.assignment is None:
        return True
    return letter.assignment.state == AssignmentState.ASKED and letter.grant.opens(at=at)


def of_sender(inbound: InboundEmail, letter: Letter, heard: Heard, *, at: datetime) -> Stop | None:
    """What speaks against the mail before its words count, or None."""
    if letter.grant is None or letter.assignment is None:
        return letter.stop or Stop(Why.NO_TAG)
    if inbound.auth != Auth.PASS:
        return Stop(Why.UNAUTHENTICATED)
    if not _is_on_list(inbound, letter.assignment, heard, at=at):
        return Stop(Why.STRANGER)
    return None


def of_words(
    inbound: InboundEmail, assignment: Assignment, heard: Heard, *, at: datetime
) -> Stop | None:
    """What speaks against acting on what the mail says, or None."""
    if inbound.kind == Kind.UNREADABLE:
        return Stop(Why.UNREADABLE, _("大きすぎるか、組み立てがこわれています。"))
    if arrived := of_arrival(inbound):
        return arrived
    if heard.stop is not None:
        return heard.stop
    if old := standing.outdated(inbound, heard, assignment):
        return old
    if isinstance(heard.understood, Question):
        return Stop(Why.QUESTION)
    return (
        of_reading(heard.understood, assignment)
        or of_dates(heard.understood, assignment, at=at)
        or standing.newer(inbound, heard, assignment, at=at)
    )


def of_reading(understood: object, assignment: Assignment) -> Stop | None:
    """A doubt of the reader; a start that is all that lacks is asked for, not doubted."""
    if not isinstance(understood, Unclear) or may_ask_back(understood, assignment):
        return None
    why = _OF_READING.get(understood.reason_code, Why.UNCLEAR)
    return Stop(why, understood.sentence)


def of_dates(understood: object, assignment: Assignment, *, at: datetime) -> Stop | None:
    """Dates that the group may not simply be offered; a support part's go to the office."""
    if not isinstance(understood, Accept | Counter) or assignment.role == AssignmentRole.SUPPORT:
        return None
    problem = proposal_problem(assignment, proposed_by(understood, assignment), at=at)
    return Stop(Why.RULES, problem) if problem else None


def may_ask_back(understood: Unclear, assignment: Assignment) -> bool:
    """They take a wish that has no exact time yet; nothing else is open."""
    partly = understood.partly
    if understood.reason_code != "no_time" or not isinstance(partly, Accept):
        return False
    rank = partly.rank or assignment.rank
    return any(
        wish["rank"] == rank and not wish["exact"] for wish in facts.wishes(assignment.request)
    )


def _act(
    inbound: InboundEmail, assignment: Assignment, heard: Heard, *, at: datetime
) -> Answer | Waits:
    understood = heard.understood
    if isinstance(understood, Unclear):
        return _ask_back(inbound, assignment, heard, at=at)
    assert isinstance(understood, Accept | Decline | Counter)
    said = Said(
        words=getattr(understood, "reason_text", "") or getattr(understood, "note", ""),
        responder=member_name(assignment, inbound.from_address, at=at),
        inbound=inbound,
    )
    by = By(Actor.DEPARTMENT, heard.way)
    try:
        return apply(understood, assignment=assignment, by=by, at=at, said=said, held=True)
    except Refused as refusal:
        # The database took back what was done; `assignment` still shows it.
        return _waits(_refused(refusal), ask_of(assignment.pk), heard)


def _refused(refusal: Refused) -> Stop:
    if isinstance(refusal, Clash):
        return Stop(Why.CLASH, refusal.sentence)
    return Stop(Why.CLOSED if isinstance(refusal, Stale) else Why.RULES, refusal.sentence)


def _ask_back(
    inbound: InboundEmail, assignment: Assignment, heard: Heard, *, at: datetime
) -> Waits:
    """Once; the second time a person looks."""
    assert isinstance(heard.understood, Unclear)
    assert isinstance(heard.understood.partly, Accept)
    rank = heard.understood.partly.rank or assignment.rank
    assert rank is not None  # `may_ask_back` found its wish
    try:
        asked = asking.ask_back(assignment_id=assignment.pk, rank=rank, inbound=inbound, at=at)
    except Refused as refusal:
        return _waits(Stop(Why.RULES, refusal.sentence), assignment, heard)
    stop = Stop(Why.UNCLEAR, heard.understood.sentence)
    return _waits(stop, assignment, heard, settled=asked)


def _of_closed(
    inbound: InboundEmail, letter: Letter, heard: Heard, *, at: datetime
) -> LectureSession | Waits:
    """The ask waits for no answer: said again, said in time, who goes, or too late."""
    ask = letter.assignment
    assert ask is not None
    proven = of_sender(inbound, letter, heard, at=at) is None and of_arrival(inbound) is None
    if proven and standing.repeats(heard, ask):
        return _waits(Stop(Why.CLOSED, _("前の返事と同じです。")), ask, heard, settled=True)
    if proven and heard.stop is None and standing.is_late(heard, ask):
        return _waits(Stop(Why.LATE), ask, heard)
    if proven and (named := naming.name(inbound, ask, heard, at=at)) is not None:
        return named
    return _waits(standing.closed(), ask, heard)


def _waits(stop: Stop, assignment: Assignment, heard: Heard, *, settled: bool = False) -> Waits:
    return Waits(stop, assignment, heard.understood, heard.way, settled)


def _is_on_list(
    inbound: InboundEmail, assignment: Assignment, heard: Heard, *, at: datetime
) -> bool:
    """The sender; or the calendar's owner, where the mail is proven to come from the town itself.

    Programs answer for a shared mailbox from the person's own address.
    """
    if is_member(assignment, inbound.from_address, at=at):
        return True
    own = addresses.domain_of(facts.office().email)
    there = standins.in_charge(assignment.department, on=local(at).date())
    domains = {addresses.domain_of(inbound.from_address), addresses.domain_of(there.email)}
    return (
        heard.way == Way.CALENDAR
        and domains == {own}
        and is_member(assignment, heard.attendee, at=at)
    )
