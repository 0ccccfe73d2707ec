"""The catalogue for machines: RSS, Atom, iCalendar, JSON-LD, sitemap. Reads pages, writes nothing."""
