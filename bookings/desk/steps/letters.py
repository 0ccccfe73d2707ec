"""Which letter of the keyboard leads to which step. Data; `static/js/desk.js` presses what has one.

j, k, x, p, n, e and the digits mean the same on every page of the desk. What ends a request has
no letter.
"""

LETTERS = {
    # about the request
    "ask": "a", "agreed": "g", "choice": "c", "told": "t", "change": "h", "note": "m", "add": "d",
    "support": "s",
    # about an ask
    "remind": "r", "accept": "y", "counter": "u", "decline": "w", "question": "q", "next": "f",
    # about a session
    "reschedule": "b", "report": "o", "lecturers": "l", "papers": "i",
}  # fmt: skip
