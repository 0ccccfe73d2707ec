"""受講料 is kept as it came in, and worded for whoever reads it."""

import pytest
from django.utils import translation

from lectures.courses.unsaid import ASK
from lectures.fees import fee_words


@pytest.mark.parametrize(
    ("note", "ja", "en"),
    [
        ("", "無料", "Free"),
        ("無料", "無料", "Free"),
        ("有料", "有料", "Not free"),
        (ASK, ASK, "Please ask the provider"),
        ("3,000円", "3,000円", "3,000 yen"),
        ("500円", "500円", "500 yen"),
        ("全5回で3,000円", "全5回で3,000円", "全5回で3,000円"),
        ("円", "円", "円"),
    ],
)
def test_a_fee_that_is_a_fact_is_read_in_any_language(note, ja, en):
    assert fee_words(note) == ja
    with translation.override("en"):
        assert fee_words(note) == en
