"""The yearly report on A4: charts and tables, readable in black and white. The same words, the same file."""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _
from django_scopes import get_scope
from pypdf import PdfReader

from bookings.papers.pdf import fonts
from bookings.yearbook.charts import chart_of
from bookings.yearbook.closed import amendments_of, standing, tables_then
from bookings.yearbook.tables import Cell, Table, tables_of
from lectures.charts import svg_text
from lectures.eras import fiscal_year_words, moment_words, wareki
from lectures.models import OfficeSettings
from lectures.zones import local

_HERE = Path(__file__).parent
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # a file that says when it was made is never the same


@dataclass(frozen=True)
class Report:
    """`notes`: when it was made, and whether its year is closed; they stand below the title."""

    title: str
    town: str
    office: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]

    def as_data(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "town": self.town,
            "office": self.office,
            "notes": list(self.notes),
            "tables": [_shown(table) for table in self.tables],
        }


def report_of(year: int, *, at: datetime) -> Report:
    """Of a closed year as it was closed, and what was amended since; otherwise of this moment."""
    office = OfficeSettings.objects.filter(site=get_scope()["site"]).first() or OfficeSettings()
    closing = standing(year)
    tables: Sequence[Table] = tables_then(closing) if closing else tables_of(year, at=at)
    notes = [_("作成：%(moment)s") % {"moment": moment_words(local(at))}]
    if closing:
        day = wareki(local(closing.closed_at).date())
        notes.append(
            _("%(day)sに締めた数です。そのあとの訂正は、おわりにまとめました。") % {"day": day}
        )
        tables = [*tables, amendments_of(closing, on=local(at).date())]
    else:
        notes.append(_("まだ締めていない年度なので、数は変わることがあります。"))
    return Report(
        title=_("出前講座 年報　%(year)s") % {"year": fiscal_year_words(year)},
        town=office.town_name,
        office=office.office_name,
        notes=tuple(notes),
        tables=tuple(tables),
    )


def pdf_of(report: Report) -> bytes:
    """Tagged, so that it can be read aloud."""
    return _set(report, {"format": "pdf", "timestamp": _MADE})[0]


def pictures_of(report: Report, *, ppi: float = 80) -> list[bytes]:
    """The same pages as PNG."""
    return _set(report, {"format": "png", "ppi": ppi})


def pages_in(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def _shown(table: Table) -> dict[str, Any]:
    chart = chart_of(table)
    return {
        "title": table.title,
        "headings": list(table.headings),
        "numbers": [_is_number(row[place] for row in table.rows) for place in _places(table)],
        "rows": [[_words(value) for value in row] for row in table.rows],
        "total": table.total,
        "note": table.note,
        "widest": table.widest,
        "chart": svg_text(chart) if chart else "",
        "finding": chart.title if chart else "",
        "alt": f"{chart.title} {chart.description}" if chart else "",
    }


def _places(table: Table) -> range:
    return range(len(table.headings))


def _is_number(values: Iterable[Cell]) -> bool:
    known = [value for value in values if value is not None]
    return not any(isinstance(value, str) for value in known)


def _words(value: Cell) -> str:
    if value is None:
        return "－"
    return value if isinstance(value, str) else f"{value:,}"


def _set(report: Report, how: dict[str, Any]) -> list[bytes]:
    found = typst.compile(
        str(_HERE / "report.typ"),
        root=str(_HERE),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(report.as_data(), ensure_ascii=False)},
        **how,
    )
    return found if isinstance(found, list) else [found]
