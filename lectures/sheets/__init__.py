"""Lectures as a spreadsheet, out and in.

`kinds`, `table`, `decoding`, `opening`, `reading`, `writing` and `diffing` know no row of the
database; `records` and `applying` bring them together with the pages of a menu.
"""
