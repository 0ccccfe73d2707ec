"""Whose lecture is whose, and how far each department is. Reads only; a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from cms.rollover.models import MenuAsk, MenuEntry, MenuRollover
from lectures.listing import natural
from lectures.models import Department, LecturePage

Answer = MenuEntry.Answer


@dataclass
class Row:
    """One lecture in a list, in the words of its newest draft."""

    entry: MenuEntry
    number: str
    title: str
    minutes: int

    @property
    def is_open(self) -> bool:
        """Still to be answered; where somebody deleted the draft there is nothing to answer."""
        return self.entry.answer == Answer.OPEN and self.entry.page_id is not None

    @property
    def was(self) -> str:
        """The title of this year, where it is another one."""
        last = self.entry.continues
        return last.title if last and last.title != self.title else ""


@dataclass
class Share:
    """One department's part. `department` None: nobody has that work on 1 April."""

    department: Department | None
    rows: list[Row] = field(default_factory=list)
    ask: MenuAsk | None = None

    @property
    def open(self) -> int:
        return sum(row.is_open for row in self.rows)

    @property
    def done(self) -> int:
        return len(self.rows) - self.open


def shares(rollover: MenuRollover) -> list[Share]:
    """Every department that has a lecture in the new year, by its code."""
    charges = Department.objects.charges(on=rollover.first_day)
    asks = {row.department_id: row for row in rollover.asks.select_related("department", "grant")}
    found: dict[int | None, Share] = {}
    for row in rows_of(rollover.entries.all()):
        there = charges.get(row.entry.department_id)
        key = there.pk if there else None
        found.setdefault(key, Share(there)).rows.append(row)
    for key, share in found.items():
        share.ask = asks.get(key) if key is not None else None
    return sorted(found.values(), key=lambda one: one.department.code if one.department else "")


def share_of(ask: MenuAsk) -> Share:
    """What the link of this ask opens: also when its department has become another one since."""
    charges = Department.objects.charges(on=ask.rollover.first_day)
    there = charges.get(ask.department_id)
    theirs = [pk for pk, row in charges.items() if row is not None and row == there]
    rows = rows_of(ask.rollover.entries.filter(department__in=[*theirs, ask.department_id]))
    return Share(there or ask.department, rows, ask)


def rows_of(wanted: QuerySet[MenuEntry]) -> list[Row]:
    """In the order of their numbers."""
    entries = list(wanted.select_related("continues"))
    drafts = LecturePage.objects.filter(pk__in=[row.page_id for row in entries if row.page_id])
    pages = {page.pk: page for page in drafts.defer("body").select_related("latest_revision")}
    for entry in entries:
        entry.page = pages.get(entry.page_id or 0)
    found = [_row(entry, entry.page) for entry in entries]
    return sorted(found, key=lambda row: natural(row.number))


def _row(entry: MenuEntry, page: LecturePage | None) -> Row:
    last = entry.continues
    if page is None:
        return Row(
            entry,
            last.number if last else "",
            last.title if last else "",
            last.minutes if last else 0,
        )
    draft = page.latest_revision.content if page.latest_revision else {}
    return Row(
        entry,
        draft.get("number", page.number),
        str(draft.get("title", page.title)),
        draft.get("minutes", page.minutes),
    )


def recipients(share: Share, *, on: date, otherwise: str) -> list[str]:
    """Whose mailbox it is today: of departments that begin on 1 April, those that do the work until then.

    `otherwise`: where nobody does.
    """
    charges = Department.objects.charges(on=on)
    there = [charges.get(row.entry.department_id) for row in share.rows]
    if share.department is not None and share.department.is_there(on=on):
        there.append(share.department)
    found = {row.email.lower(): row.email for row in there if row is not None and row.email}
    return sorted(found.values()) or [otherwise]
