"""電話・手紙: whom to call or write to today, and what to say. Reads only."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from accounts.once import reads_once
from bookings.emails import on_duty, on_paper, texts
from bookings.emails.facts import office
from bookings.emails.on_paper import Formalities, Matter
from bookings.emails.on_the_day import pretty_phone
from bookings.models import ApplicantGroup, BookingRequest, IssuedPaper, Telling
from bookings.papers import Sheet
from lectures.zones import local

NotifyBy = ApplicantGroup.NotifyBy
Kind = IssuedPaper.Kind
MOST_LETTERS = 100
_ENDS = ("group_refused", "group_ended")
_FIXES = ("group_confirmed", "group_rescheduled", "group_session_off")
_DETAILS = ("group_lecturer_named", "group_day_wanted", "group_support_settled")


@dataclass(frozen=True)
class Call:
    """One group and all that it is to hear."""

    request: BookingRequest
    tellings: tuple[Telling, ...]

    @property
    def group(self) -> ApplicantGroup:
        assert self.request.group is not None
        return self.request.group

    @property
    def phone(self) -> str:
        return pretty_phone(self.group.phone, like=self.group.phone_as_typed)

    @property
    def fax(self) -> str:
        return pretty_phone(self.group.fax, like=self.group.phone_as_typed)

    @property
    def sentences(self) -> list[str]:
        return [row.sentence for row in holding(self.tellings)]

    @property
    def tries(self) -> int:
        return max(row.tries for row in self.tellings)

    @property
    def tried_at(self) -> datetime | None:
        return max((row.tried_at for row in self.tellings if row.tried_at), default=None)

    @property
    def since(self) -> date:
        return local(min(row.event.at for row in self.tellings)).date()

    @property
    def ids(self) -> list[int]:
        return [row.pk for row in self.tellings]


@dataclass(frozen=True)
class Due:
    """Today's list, by the way that each group chose."""

    phone: list[Call]
    post: list[Call]
    fax: list[Call]
    later: list[Call]

    @property
    def on_paper(self) -> list[Call]:
        return [*self.post, *self.fax]

    @property
    def is_empty(self) -> bool:
        return not (self.phone or self.on_paper or self.later)


def due(*, at: datetime) -> Due:
    """A fixed number of queries; the longest waiting first."""
    today = local(at).date()
    rows = Telling.objects.due().select_related(
        "event__request__group", "event__request__fiscal_year", "event__request__lecture__department",
        "event__request__centre", "event__request__room__centre",
    )  # fmt: skip
    calls = [_call(held) for held in _by_request(rows)]
    now = [call for call in calls if any(row.due_on <= today for row in call.tellings)]
    return Due(
        phone=_told_by(now, NotifyBy.PHONE),
        post=_told_by(now, NotifyBy.POST),
        fax=_told_by(now, NotifyBy.FAX),
        later=[call for call in calls if call not in now],
    )


@reads_once
def sheets(calls: Sequence[Call], *, at: datetime) -> list[Sheet]:
    """A letter for each group told by post, a cover sheet for each told by fax. Few queries."""
    how = Formalities(dated=local(at).date(), sender=office().senders[-1])
    on_paper.read_ahead(call.request for call in calls)
    wordings = {
        kind: texts.present(on_paper.text_kind(kind), "ja") for kind in (Kind.FAX, Kind.LETTER)
    }

    def sheet(call: Call) -> Sheet:
        kind = Kind.FAX if call.group.notify_by == NotifyBy.FAX else Kind.LETTER
        matter = Matter(call.request, None, tuple(call.sentences))
        return on_paper.sheet_of(kind, matter, how=how, wording=wordings[kind])

    return [sheet(call) for call in calls]


def holding(tellings: Iterable[Telling]) -> list[Telling]:
    """Those that still hold, in their order: what was overtaken need not be said, only ticked."""
    found: list[Telling] = []
    for row in sorted(tellings, key=lambda row: (row.event_id, row.pk)):
        if row.kind in _ENDS:
            found = []
        elif row.kind in (*_FIXES, on_duty.OFF):
            found = [one for one in found if not _of_session(one, row.event.session_id)]
        found.append(row)
    return found


def _of_session(row: Telling, session_id: int | None) -> bool:
    return row.event.session_id == session_id and row.kind in (*_FIXES, *_DETAILS)


def _by_request(rows: Iterable[Telling]) -> Iterator[list[Telling]]:
    ordered = sorted(rows, key=lambda row: (row.event.request_id, row.event_id, row.pk))
    for _request, held in groupby(ordered, key=lambda row: row.event.request_id):
        yield list(held)


def _call(held: list[Telling]) -> Call:
    return Call(held[0].event.request, tuple(held))


def _told_by(calls: list[Call], way: str) -> list[Call]:
    found = [call for call in calls if call.group.notify_by == way]
    return sorted(found, key=lambda call: (call.since, call.request.pk))
