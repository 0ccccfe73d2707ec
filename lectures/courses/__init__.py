"""公開講座: where a course stands, and courses brought in from calendars and tables.

`status`, `found`, `tables`, `calendars`, `recurring` and `merging` know no row of the database;
`applying` brings what was found together with the pages; `fetching` alone talks to other machines.
"""
