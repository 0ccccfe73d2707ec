"""Search that works in Japanese, through Wagtail's own search API, on SQLite and PostgreSQL alike.

`folding` and `words` read a text, `indexing` writes it for the index, `asking` reads what was typed;
`sqlite` and `postgresql` put both into their engine's words. See docs/search.md.
"""
