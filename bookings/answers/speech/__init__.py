"""Answers in free speech, read by words: SudachiPy's lemmas and classes, never whole sentences."""
