"""Past years are what their newest import says, and no year has two numbers."""

from collections.abc import Iterator

from bookings.models import IndicatorValue, LectureSession, PastFigure, PastImport
from bookings.models.indicator import ValueKind


def checks() -> Iterator[str]:
    newest = {row.year: row for row in PastImport.objects.order_by("version")}
    kept: dict[int, list[list[object]]] = {year: [] for year in newest}
    rows = PastFigure.objects.order_by("year", "order")
    for year, *line in rows.values_list("year", "dimension", "key", "label", "sessions", "people"):
        kept.setdefault(year, []).append(line)
    for year, lines in kept.items():
        if year not in newest or lines != newest[year].lines:
            yield f"past year {year}: its figures are not those of its newest import"
    own = LectureSession.objects.delivered().filter(fiscal_year__year__in=list(kept)).order_by()
    for year in own.values_list("fiscal_year__year", flat=True).distinct():
        if kept[year]:
            yield f"past year {year}: brought in from a file and counted here, too"
    typed = IndicatorValue.objects.filter(indicator__computed=True, kind=ValueKind.ACTUAL)
    for pk in typed.values_list("pk", flat=True):
        yield f"IndicatorValue {pk}: typed in, but its indicator is counted here"
