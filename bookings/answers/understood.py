"""What an answer can be understood as: plain data, no reading here."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from bookings.answers.reasons import SENTENCES


@dataclass(frozen=True)
class Wish:
    """One wish of the group. `exact`: it begins at `starts`; else it lies between the two.

    Another start between `earliest` and `latest` still meets the wish, where the venue's usable
    hours are unknown.
    """

    rank: int
    day: date
    starts: time
    ends: time
    exact: bool = True
    earliest: time | None = None
    latest: time | None = None


@dataclass(frozen=True)
class AnswerContext:
    """All that the reader may know about the ask. Where usable hours are unknown, the wish's hours hold.

    Without `asked_starts` nothing is known of the ask: 承諾 and the wishes 1 to 3 pass as exact.
    """

    reference: str
    asked_starts: datetime | None
    asked_ends: datetime | None
    today: date
    zone: ZoneInfo
    minutes: int
    wishes: tuple[Wish, ...] = ()
    lecturer_names: tuple[tuple[int, str, str], ...] = ()  # (id, name, kana)
    usable_from: time | None = None
    usable_until: time | None = None
    sent_text: str = ""
    asked_exact: bool = True  # False: the asked slot is a part of the day, from start to end

    @property
    def asked_day(self) -> date | None:
        return self.asked_starts.astimezone(self.zone).date() if self.asked_starts else None

    @property
    def known_days(self) -> set[date]:
        """The asked day and the days of the wishes."""
        asked = {self.asked_day} if self.asked_day else set()
        return asked | {wish.day for wish in self.wishes}


class Intent(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    COUNTER = "counter"
    QUESTION = "question"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Proposal:
    """A day, or a start on it, or the days from `day` to `last_day`."""

    day: date
    starts: time | None = None
    ends: time | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Meaning:
    """What the words say, without any row. `code`: why it may not act by itself; empty: it may.

    `choice` and `start` are as written; `starts_at` is the start where it is not the known one.
    """

    intent: Intent
    code: str = ""
    choice: int | None = None
    start: time | None = None
    starts_at: datetime | None = None
    named: str = ""
    lecturers: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    reason: str = ""
    by_calendar: bool = False  # said by a calendar's button, not in words

    @property
    def applies(self) -> bool:
        acting = (Intent.ACCEPT, Intent.DECLINE, Intent.COUNTER)
        return self.intent in acting and not self.code


@dataclass(frozen=True)
class Accept:
    """`rank` None: the asked slot. `starts_at` None: as asked or wished."""

    rank: int | None = None
    starts_at: datetime | None = None
    lecturer_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Decline:
    reason_text: str = ""


@dataclass(frozen=True)
class Counter:
    """Other slots, in the order written; an end only where one was written."""

    slots: tuple[tuple[datetime, datetime | None], ...]
    note: str = ""


@dataclass(frozen=True)
class Question:
    """Only asks something; a person answers. `words`: the questions as written."""

    words: str = ""


@dataclass(frozen=True)
class Unclear:
    """A person decides. `partly` is what a person may confirm (an answer, a calendar reply)."""

    reason_code: str
    partly: object | None = None
    unknown_names: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.reason_code])


Understood = Accept | Decline | Counter | Question | Unclear


class Doubt(Exception):
    """Raised while reading; the reader turns it into an unclear answer."""

    def __init__(
        self,
        reason_code: str,
        *,
        unknown_names: tuple[str, ...] = (),
        meaning: Meaning | None = None,
    ) -> None:
        super().__init__(reason_code)
        self.reason_code, self.unknown_names, self.meaning = reason_code, unknown_names, meaning
