"""年報: every table of a fiscal year, once, for the screen, the spreadsheet, the paper and programs.

Whoever shows a year's tables asks here, so that no two of them can disagree.
"""

from bookings.yearbook.tables import Table, tables_of

__all__ = ["Table", "tables_of"]
