"""What delivery needs of a transport. It knows no row and no state."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol


@dataclass(frozen=True)
class Reply:
    """A server's answer: its code and its words."""

    code: int
    text: str = ""

    @property
    def accepted(self) -> bool:
        return 200 <= self.code < 300

    @property
    def temporary(self) -> bool:
        return 400 <= self.code < 500


class ConnectionBroken(Exception):
    """No answer came. Before DATA nothing was handed over; in DATA nobody can know."""


class Finding(Enum):
    """What a look-up by Message-ID proves."""

    FOUND = "found"
    ABSENT = "absent"
    NO_ANSWER = "no_answer"


class Transport(Protocol):
    """One connection to a mail server, one message in flight."""

    def open(self) -> None:
        """Connect and greet. Raises ConnectionBroken."""

    def offer(self, *, sender: str, recipient: str) -> Reply:
        """MAIL FROM and RCPT TO: nothing is handed over yet. Raises ConnectionBroken."""

    def data(self, content: bytes) -> Reply:
        """Hand the message over. ConnectionBroken here means: unknown."""

    def reset(self) -> None:
        """Forget the offered message."""

    def close(self) -> None:
        """Say goodbye; never raises."""


class Lookup(Protocol):
    """A place where a mail that was handed over can be found."""

    # A log proves absence only between two mails that it does show.
    needs_witnesses: bool

    def find(self, message_id: str) -> Finding:
        """Was this mail handed over? Never raises: doubt is NO_ANSWER."""
