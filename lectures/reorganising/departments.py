"""The table becomes dated rows, all or none, and is kept with what it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import get_scope

from accounts.models import User
from config import clock
from lectures.models import Department, DepartmentMember, Reorganisation
from lectures.reorganising.addresses import keep_old_address
from lectures.reorganising.bringing import bring_lecturers, bring_people
from lectures.reorganising.changes import MAKING, Change, Fate, problems_of, with_codes
from lectures.reorganising.traces import Traces

_DAY = timedelta(days=1)


class NotApplied(Exception):
    """Nothing was done; `problems` are sentences for the office."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Known:
    """By code: who is there until the day, and who begins on it. `taken`: codes in use."""

    there: dict[str, Department]
    beginning: dict[str, Department]
    taken: set[str]

    def problems(self, changes: Sequence[Change]) -> list[str]:
        return problems_of(
            changes,
            names={code: row.name for code, row in self.there.items()},
            taken=self.taken,
            beginning=self.beginning,
            ends={code: row.ends_on for code, row in self.there.items() if row.ends_on},
        )


def known(*, day: date) -> Known:
    rows = list(Department.objects.order_by("code"))
    return Known(
        there={
            row.code: row for row in rows if row.is_there(on=day - _DAY) and not _turns(row, day)
        },
        beginning={row.code: row for row in rows if row.starts_on == day and not _is_void(row)},
        taken={row.code for row in rows if not _is_void(row)},
    )


@transaction.atomic
def reorganise(changes: Sequence[Change], *, day: date, today: date, by: User | None = None) -> int:
    """How many departments changed. NotApplied: something in the table cannot be done."""
    list(Department.objects.select_for_update().order_by("pk"))
    now = known(day=day)
    table = [row for row in with_codes(changes, day=day) if row.fate != Fate.KEEP]
    problems = now.problems(table)
    if day <= today:
        problems = [_("きょうより後の日をえらんでください。"), *problems]
    if problems or not table:
        raise NotApplied(problems or [_("変わる課が、ありません。")])
    traces = Traces(count=len(table))
    _apply(table, now, day=day, traces=traces)
    Reorganisation.objects.create(
        site=get_scope()["site"], day=day, applied_at=clock.now(), applied_by=by,
        traces=asdict(traces),
    )  # fmt: skip
    return len(table)


def _apply(table: Sequence[Change], now: Known, *, day: date, traces: Traces) -> None:
    made = {row.new_code: _made(row, now, day=day) for row in table if row.fate in MAKING}
    traces.departments_made = [row.pk for row in made.values()]
    # A successor may be named by the code that it has today.
    renamed = {row.code: made[row.new_code] for row in table if row.fate == Fate.RENAME}
    goals = {**now.there, **now.beginning, **made, **renamed}
    for row in table:
        if row.fate != Fate.NEW:
            _end(row, now.there[row.code], goals, day=day, traces=traces)


def _turns(row: Department, day: date) -> bool:
    """Its turn on that day is decided already; taking it back comes first."""
    return row.ends_on == day - _DAY


def _is_void(row: Department) -> bool:
    return row.starts_on is not None and row.ends_on is not None and row.ends_on < row.starts_on


def _made(row: Change, now: Known, *, day: date) -> Department:
    """The new department; one that was taken back before gets another chance, no other row."""
    old = now.there.get(row.code)
    facts = {
        "name": row.name or (old.name if old else ""),
        "email": row.email or (old.email if old else ""),
        "phone": old.phone if old else "",
        "extension": old.extension if old else "",
        "starts_on": day,
        "ends_on": None,
        "successor": None,
    }
    void = Department.objects.filter(code=row.new_code).first()
    if void is None:
        return Department.objects.create(code=row.new_code, site=get_scope()["site"], **facts)
    assert _is_void(void)
    for name, value in facts.items():
        setattr(void, name, value)
    void.save(update_fields=list(facts))
    return void


def _end(
    row: Change,
    old: Department,
    goals: Mapping[str, Department],
    *,
    day: date,
    traces: Traces,
) -> None:
    renames = row.fate == Fate.RENAME
    new = None if row.fate == Fate.END else goals[row.code if renames else row.successor]
    traces.departments_ended.append((old.pk, old.ends_on, old.successor_id))
    old.ends_on, old.successor = day - _DAY, new
    old.save(update_fields=["ends_on", "successor"])
    if new is None:
        return
    bring_lecturers(old, new, day=day, traces=traces)
    bring_people(old, new, day=day, formers=renames, traces=traces)
    if renames and old.email.lower() != new.email.lower():
        keep_old_address(new, old.email, day=day)
        _trace_address(new, old.email, traces=traces)


def _trace_address(new: Department, address: str, *, traces: Traces) -> None:
    """The row of the old mailbox is the table's too."""
    rows = DepartmentMember.objects.filter(department=new, email__iexact=address)
    traces.members_made += [pk for pk in rows.values_list("pk", flat=True)
                            if pk not in traces.members_made]  # fmt: skip
