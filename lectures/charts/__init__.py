"""Charts as geometry: numbers and words in, drawings for a wide page, a phone and paper out.

Pure: knows no database, no request and no clock. Who counts makes the words. See docs/charts.md.
"""

from lectures.charts.balance import Balance, balance_bars
from lectures.charts.bars import Bar, Stack, YearBar, month_columns, ranked_bars, year_bars
from lectures.charts.chart import Chart, Table
from lectures.charts.indicators import Value, indicator_chart
from lectures.charts.lines import Band, Break, Series, line_chart
from lectures.charts.marks import NARROW, WIDE
from lectures.charts.progress import Name, Share, progress_bar, shares
from lectures.charts.scale import nice_step
from lectures.charts.svg import picture_svg, svg_text
from lectures.charts.tiles import Tile, tile_map
from lectures.charts.words import number

# What a caller may name in its types.
LineChart = Chart
Progress = Chart

__all__ = [
    "NARROW", "WIDE", "Balance", "Band", "Bar", "Break", "Chart", "LineChart", "Name", "Progress",
    "Series", "Share", "Stack", "Table", "Tile", "Value", "YearBar", "balance_bars",
    "indicator_chart", "line_chart", "month_columns", "nice_step", "number", "picture_svg",
    "progress_bar", "ranked_bars", "shares", "svg_text", "tile_map", "year_bars",
]  # fmt: skip
