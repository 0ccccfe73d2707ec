"""The Wagtail pages that describe the catalogue's rows. A page is drafted, a row is what holds."""
