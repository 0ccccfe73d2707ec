from datetime import UTC, datetime, timedelta

import pytest

from notifications.inbox.timing import earliest, moment_of, sent_at
from notifications.models import InboundEmail
from tests.factories.notifications import AT, inbound_email

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ((), AT),
        ((None, None), AT),
        ((AT - 3 * DAY,), AT - 3 * DAY),
        ((AT - 14 * DAY,), AT - 14 * DAY),
        ((AT - 14 * DAY - MINUTE,), AT),
        ((AT + 10 * MINUTE,), AT),
        ((AT + 11 * MINUTE,), AT),
        ((datetime(2100, 1, 1, tzinfo=UTC),), AT),
        ((datetime(1970, 1, 1, tzinfo=UTC),), AT),
        ((AT - DAY, AT - 2 * DAY), AT - 2 * DAY),
        ((datetime(2100, 1, 1, tzinfo=UTC), AT - DAY), AT - DAY),
        ((AT - DAY, datetime(1970, 1, 1, tzinfo=UTC)), AT - DAY),
    ],
)
def test_only_a_moment_near_the_arrival_is_believed_and_none_after_it(moments, expected):
    assert earliest(moments, arrived=AT) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 1 Dec 2026 09:00:00 +0900", datetime(2026, 12, 1, tzinfo=UTC)),
        ("Tue, 1 Dec 2026 09:00:00 +0900 (JST)", datetime(2026, 12, 1, tzinfo=UTC)),
        ("Tue, 1 Dec 2026 00:00:00 -0000", datetime(2026, 12, 1, tzinfo=UTC)),
        ("1 Dec 2026 00:00:00", datetime(2026, 12, 1, tzinfo=UTC)),
        ("Fri, 1 Jan 2100 00:00:00 +0000", datetime(2100, 1, 1, tzinfo=UTC)),
        ("", None),
        ("昨日", None),
        ("Tue, 99 Dec 99999 99:99:99 +9999", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
    ],
)
def test_a_date_is_read_or_is_none(text, expected):
    assert moment_of(text) == expected


def received(headers: str) -> datetime:
    return sent_at(inbound_email(f"{headers}From: a@b.example\r\n\r\n承諾\r\n".encode()))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("", AT),
        ("Date: Mon, 30 Nov 2026 17:00:00 +0900\r\n", datetime(2026, 11, 30, 8, tzinfo=UTC)),
        ("Date: Mon, 30 Nov 2026 08:00:00\r\n", datetime(2026, 11, 30, 8, tzinfo=UTC)),
        ("Date: Fri, 1 Jan 2100 00:00:00 +0000\r\n", AT),
        ("Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n", AT),
        ("Date: never\r\n", AT),
        (
            "Received: from x by mx.test; Tue, 1 Dec 2026 09:30:00 +0900\r\n"
            "Date: Fri, 1 Jan 2100 00:00:00 +0000\r\n",
            datetime(2026, 12, 1, 0, 30, tzinfo=UTC),
        ),
        (
            "Received: from y by mx.test\r\n\tid 1; Tue, 1 Dec 2026 09:45:00 +0900\r\n"
            "Received: from z by y; Sun, 29 Nov 2026 09:00:00 +0900\r\n",
            datetime(2026, 12, 1, 0, 45, tzinfo=UTC),  # what others wrote below is not believed
        ),
        ("Received: no date at all\r\nReceived: ;\r\n", AT),
    ],
)
def test_the_earliest_moment_that_can_be_believed_counts(identity, headers, expected):
    assert received(headers) == expected


@pytest.mark.django_db
def test_a_mail_whose_bytes_are_gone_still_has_its_date(identity):
    inbound = inbound_email(
        b"Date: Mon, 30 Nov 2026 17:00:00 +0900\r\nFrom: a@b.example\r\n\r\nx\r\n"
    )
    InboundEmail.objects.update(raw=None)
    inbound.refresh_from_db()

    assert sent_at(inbound) == datetime(2026, 11, 30, 8, tzinfo=UTC)
