"""Tables of texts and their right readings, for tests/bookings/test_answers_phrases.py."""
