"""What a submission says, in its normal form. Data only."""

from dataclasses import dataclass
from datetime import time

from bookings.rules import Usable, Wish
from bookings.spelling.classes import SpelledClass
from bookings.status import TalkLanguage


@dataclass(frozen=True)
class GroupFacts:
    name: str
    contact_name: str
    phone: str
    notify_by: str
    kind: str = ""
    connection: str = ""
    members: int | None = None
    representative: str = ""
    contact_kana: str = ""
    phone_as_typed: str = ""
    reachable: str = ""
    email: str = ""
    fax: str = ""
    postcode: str = ""
    address: str = ""


@dataclass(frozen=True)
class Particulars:
    """Everything a submission says, already in its normal form."""

    group: GroupFacts
    people: int
    wishes: tuple[Wish, ...]
    ages: str = ""
    centre_id: int | None = None
    room_id: int | None = None
    venue_name: str = ""
    venue_address: str = ""
    venue_booked: bool = False
    usable_from: time | None = None
    usable_until: time | None = None
    kit_there: tuple[str, ...] = ()
    kit_wanted: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    care_words: str = ""
    care_by: str = ""
    talk_language: str = TalkLanguage.JAPANESE
    questions: str = ""
    remarks: str = ""
    classes: tuple[SpelledClass, ...] = ()  # a school's, one session each
    agreed_with: str = ""  # then the one wish is what the department has promised

    @property
    def usable(self) -> Usable:
        return Usable(self.usable_from, self.usable_until)
