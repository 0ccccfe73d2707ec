from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bookings.answers import Accept, Unclear, Wish, read
from tests.bookings.answer_corpus import CONTEXT, TOKYO, cases, described

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


def test_the_reason_is_a_sentence_for_the_office():
    assert read("了解しました", context=CONTEXT).sentence == (
        "「了解」だけでは、承諾かどうか決められません。"
    )


def test_an_unknown_lecturer_leaves_the_rest_of_the_answer_to_be_confirmed():
    answer = read("2 10:00 鈴木さん", context=CONTEXT)

    assert answer == Unclear(
        "unknown_lecturer",
        partly=Accept(rank=2, starts_at=datetime(2026, 12, 21, 10, 0, tzinfo=TOKYO)),
        unknown_names=("鈴木さん",),
    )


def test_an_ask_stored_in_utc_reads_the_same():
    stored = replace(
        CONTEXT,
        asked_starts=CONTEXT.asked_starts.astimezone(UTC),
        asked_ends=CONTEXT.asked_ends.astimezone(UTC),
    )

    for text in ("承諾 12/17 10:00", "承諾 20:00", "別日 12/17 10時", "別日 12/3 14時", "1"):
        assert read(text, context=stored) == read(text, context=CONTEXT)


def test_without_known_hours_any_other_start_is_a_proposal():
    unknown = replace(CONTEXT, usable_from=None, usable_until=None)

    assert described(read("承諾 10:00", context=unknown)) == "accept at=2026-12-17T10:00"
    assert described(read("承諾 10:30", context=unknown)) == "counter 2026-12-17T10:30"


def test_the_end_must_fit_into_the_usable_hours_too():
    assert described(read("承諾 19:30", context=CONTEXT)) == "accept at=2026-12-17T19:30"
    assert described(read("承諾 19:31", context=CONTEXT)) == "counter 2026-12-17T19:31"


def test_another_start_within_the_wished_part_of_the_day_is_still_that_wish():
    morning = Wish(
        rank=1, day=date(2026, 12, 17), starts=time(9), ends=time(12), exact=False,
        earliest=time(9), latest=time(12),
    )  # fmt: skip
    asked = replace(CONTEXT, wishes=(morning,), usable_from=None, usable_until=None)

    assert described(read("承諾 10:30", context=asked)) == "accept at=2026-12-17T10:30"
    assert described(read("承諾 11:30", context=asked)) == "counter 2026-12-17T11:30"


def test_a_part_of_the_day_that_holds_the_asked_slot_means_the_asked_slot():
    morning = Wish(rank=1, day=date(2026, 12, 17), starts=time(9), ends=time(12), exact=False)
    context = replace(CONTEXT, wishes=(morning,))

    assert described(read("1", context=context)) == "accept rank=1 at=2026-12-17T10:00"


def test_an_ask_whose_day_has_passed_is_not_accepted():
    late = replace(CONTEXT, today=date(2026, 12, 18))

    assert read("承諾", context=late) == Unclear("past_or_far")


def test_a_department_without_lecturers_on_the_list_can_still_accept():
    nobody = replace(CONTEXT, lecturer_names=())

    assert read("承諾", context=nobody) == Accept()
    assert read("承諾 田中", context=nobody).reason_code == "unknown_lecturer"


def test_a_name_without_a_space_fits_as_a_whole_only():
    joined = replace(CONTEXT, lecturer_names=((7, "田中太郎", ""),))

    assert read("承諾 田中 太郎", context=joined) == Accept(lecturer_ids=(7,))
    assert read("承諾 田中", context=joined).reason_code == "unknown_lecturer"
