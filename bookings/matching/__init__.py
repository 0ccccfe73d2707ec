"""Who could give which lecture when: proposals for one request, a plan for many.

Pure: data in, data out; no database, no request, no clock. All times are the venue's local time,
without an offset; all lengths are whole minutes. docs/planning.md tells the rules and the file format.
"""
