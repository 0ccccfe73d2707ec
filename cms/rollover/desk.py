"""What the office's page of the new menu shows: how far everything is. Reads only."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cms.rollover import opening, publishing
from cms.rollover.forms import DayForm
from cms.rollover.lists import shares
from cms.rollover.models import MenuEntry, MenuRollover
from lectures.charts import Name, Progress, progress_bar
from lectures.models import FiscalYear

Answer, Verdict = MenuEntry.Answer, MenuEntry.Verdict


def overview(rollover: MenuRollover, *, today: date) -> dict[str, Any]:
    parts = shares(rollover)
    rows = [row for share in parts for row in share.rows]
    old = FiscalYear.objects.filter(year=rollover.fiscal_year.year - 1).first()
    confirmed = [row for row in rows if row.entry.is_confirmed]
    preparing = rollover.publishing_since is not None and rollover.published_at is None
    return {
        "rollover": rollover,
        "year": rollover.fiscal_year.year,
        "shares": parts,
        "count": len(rows),
        "copying": opening.left(rollover) if rollover.copied_at is None else 0,
        "copied": rollover.copied_at is not None,
        "preparing": len([row for row in confirmed if not row.entry.scheduled_at]) if preparing else 0,
        "bar": _bar(rows),
        "silent": [share for share in parts if share.ask and share.open],
        "unasked": [share for share in parts if share.ask is None],
        "to_look_at": [row for row in rows if _to_look_at(row.entry)],
        "confirmed": len(confirmed),
        "stopped": sum(row.entry.answer == Answer.STOPPED for row in rows),
        "held": sum(row.entry.verdict == Verdict.HELD for row in rows),
        "open": sum(share.open for share in parts) if rollover.copied_at else len(rows),
        "faults": publishing.faults(rollover),
        "refused": [row for row in rows if row.entry.problem],
        "late": today > rollover.due_on,
        "april": old.next_menu_from if old else None,
        "due_form": _form(rollover.due_on, _("返事の期限"), auto_id="due-%s"),
        "publish_form": _form(
            rollover.publish_on or rollover.first_day, _("公開する日"), auto_id="publish-%s"
        ),
        "april_form": _form(
            (old.next_menu_from if old else None) or rollover.publish_on or rollover.first_day,
            _("この日から新しいメニューだけで受け付ける"),
            auto_id="april-%s",
        ),
    }  # fmt: skip


def _form(day: date, label: str, *, auto_id: str) -> DayForm:
    return DayForm(initial={"day": day.isoformat()}, label=label, auto_id=auto_id)


def _to_look_at(entry: MenuEntry) -> bool:
    wanted = entry.answer in (Answer.CHANGED, Answer.NEW)
    waits = wanted and entry.verdict == Verdict.WAITING and entry.page_id is not None
    return waits or entry.waits_for_a_look


def _bar(rows: list[Any]) -> Progress:
    done = sum(row.entry.answer != Answer.OPEN for row in rows)
    title = _("%(all)d講座のうち、%(done)d講座の返事がありました。") % {
        "all": len(rows),
        "done": done,
    }
    return progress_bar(
        delivered=done, planned=0, target=float(len(rows)) if rows else None, title=title,
        key="menu-bar",
        legend=[
            Name("done", _("返事あり %(number)d") % {"number": done}),
            Name("target", _("すべて %(number)d") % {"number": len(rows)}),
        ],
    )  # fmt: skip
