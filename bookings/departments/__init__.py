"""The face of departments and lecturers: answering an ask, taking it back, reporting a session."""
