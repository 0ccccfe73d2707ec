"""How people spell things, and the one form that is kept: one module per kind of thing.

Pure. Each function returns the kept form or raises `SpellingError`, whose `sentence` tells the
person what to do. What was typed stays with the form that asked.
"""

from bookings.spelling.counts import parse_count
from bookings.spelling.days import DayError, day_of_boxes, parse_day
from bookings.spelling.durations import parse_minutes
from bookings.spelling.errors import SpellingError
from bookings.spelling.kana import parse_kana
from bookings.spelling.mail import parse_email
from bookings.spelling.names import parse_name
from bookings.spelling.numbers import Number, parse_phone, parse_postcode
from bookings.spelling.times import parse_time, parse_times

__all__ = [
    "DayError",
    "Number",
    "SpellingError",
    "day_of_boxes",
    "parse_count",
    "parse_day",
    "parse_email",
    "parse_kana",
    "parse_minutes",
    "parse_name",
    "parse_phone",
    "parse_postcode",
    "parse_time",
    "parse_times",
]
