import pytest

from bookings.answers import read
from tests.bookings.answer_corpus import CONTEXT, cases, described

CASES = [
    pytest.param(text, expected, id=f"{name}: {title}")
    for name in ("accept", "decline", "counter", "unclear")
    for title, text, expected in cases(name)
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_reply_is_read_as_a_careful_clerk_would(text, expected):
    understood = described(read(text, context=CONTEXT))

    if expected == "unclear *":
        assert understood.startswith("unclear ")
    else:
        assert understood == expected.removesuffix(" note=")
