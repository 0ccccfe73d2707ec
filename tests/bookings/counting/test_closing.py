"""Closing a year: what is checked, what is kept, and that amendments add up to today's number."""

from decimal import Decimal
from functools import partial

import pytest

from bookings import counting, tasks
from bookings.actions import aiming, closing_year, indicating, reporting, sessions
from bookings.actions.closing_year import Waiver
from bookings.actions.moves import Refused, Stale
from bookings.actions.reporting import Numbers
from bookings.actions.year_checks import checks_of
from bookings.counting import Dimension, amended, sessions_indicator
from bookings.counting.folding import fold_all
from bookings.doctor import checks as doctor
from bookings.models import Amendment, LectureSession, YearClosing
from bookings.status import Reason
from lectures.models import Category, Lecture
from tests.bookings.counting.closings import (
    PEOPLE,
    SPRING,
    YEAR,
    aimed,
    at_desk,
    closed,
    held,
    is_closed,
    officer,
    planned,
    tell,
)
from tests.factories.figures import Random
from tests.factories.town import at, make_town


@pytest.fixture
def town(site):
    return make_town(site)


def found(year=YEAR, *, moment=SPRING):
    return [(row.code, row.number, row.stops) for row in checks_of(year, at=moment)]


def whole(closing):
    """(as closed, what changed, now) of the year's number."""
    [row] = amended.changes(closing, amended.entries_of(closing), on=SPRING.date())[Dimension.ALL]
    return row.then, row.change, row.now


def test_a_year_is_closed_with_all_its_tables(town):
    held(town, at("2026-12-17 10:00"))
    aimed(town)

    closing = closed()

    assert (closing.number, closing.closed_by, closing.waived) == (1, officer(), [])
    assert is_closed()
    first = closing.figures["tables"][0]
    assert first["rows"][0] == ["実施した回数", 1]
    assert list(doctor(at=SPRING)) == []


def test_the_office_sees_what_is_left_to_do(town):
    planned(town, at("2026-12-17 10:00"))
    put_off = planned(town, at("2027-02-17 10:00"))
    sessions.postpone(
        session_id=put_off.pk, reason=Reason.DISASTER, by=at_desk(), at=at("2027-02-01 10:00")
    )

    assert found() == [
        ("no-report", 1, False), ("no-date", 1, False), ("target", 1, False),
    ]  # fmt: skip


def test_a_year_that_is_not_over_cannot_be_closed(town):
    aimed(town)

    with pytest.raises(Refused, match="令和8年度は、まだ終わっていません"):
        closed(at=at("2027-03-31 23:59"))

    closed(at=at("2027-04-01 00:00"))
    assert is_closed()


def test_it_is_not_closed_twice(town):
    aimed(town)
    closed()

    with pytest.raises(Refused, match="もう締めました"):
        closed()


def test_what_is_let_stand_needs_a_word_each_and_is_kept(town):
    planned(town, at("2026-12-17 10:00"))
    aimed(town)

    with pytest.raises(Refused, match="わけを、一つずつ"):
        closing_year.close(
            year=YEAR, waivers={"no-report": Waiver(1, " ")}, user=officer(), at=SPRING
        )
    closing = closing_year.close(
        year=YEAR, waivers={"no-report": Waiver(1, "課が休みです")}, user=officer(), at=SPRING
    )

    assert closing.waived == [
        {
            "code": "no-report",
            "number": 1,
            "sentence": "終わったのに報告がない回が1回あります。",
            "why": "課が休みです",
        }
    ]


def test_what_has_grown_meanwhile_is_looked_at_again(town):
    planned(town, at("2026-12-17 10:00"))
    planned(town, at("2026-12-18 10:00"))
    aimed(town)

    with pytest.raises(Stale):
        closing_year.close(
            year=YEAR, waivers={"no-report": Waiver(1, "課が休みです")}, user=officer(), at=SPRING
        )

    assert not is_closed()


def test_a_correction_after_it_is_an_amendment_with_who_and_why(town):
    session = held(town, at("2026-12-17 10:00"))
    aimed(town)
    closing = closed()

    tell(
        session, numbers=Numbers(22, 3, 60), by=at_desk("課から電話がありました"),
        at=at("2027-05-01 10:00"),
    )  # fmt: skip
    fold_all(at=at("2027-05-01 10:01"))

    [row] = Amendment.objects.all()
    assert (row.closing, row.session) == (closing, session)
    assert (row.before["adults"], row.after["adults"]) == (20, 22)
    assert row.event.user == officer()
    assert row.event.note.text == "課から電話がありました"
    assert list(doctor(at=at("2027-05-01 10:02"))) == []


def test_closing_and_amendments_are_the_number_of_today_folded_or_not(town):
    held(town, at("2026-12-17 10:00"))
    late = planned(town, at("2026-12-18 10:00"))
    aimed(town)
    closing = closed()
    assert whole(closing) == (1, 0, 1)

    tell(late, by=at_desk("報告が遅れました"), at=at("2027-05-01 10:00"))

    assert whole(closing) == (1, 1, 2)
    fold_all(at=at("2027-05-01 10:01"))
    assert whole(closing) == (1, 1, 2)
    assert counting.delivered(YEAR) == 2


@pytest.mark.parametrize("seed", range(8))
def test_every_table_adds_up_whatever_happens_after_the_closing(town, seed):
    import random

    some = Random(town, random.Random(seed))
    for _one in range(5):
        some.session(some.request())
    aimed(town)
    closing = closed()

    for _one in range(15):
        some.change()
        assert list(amended.breaches(closing)) == []
        if some.chance.random() < 0.3:
            fold_all(at=SPRING)
    tables = amended.changes(closing, amended.entries_of(closing), on=SPRING.date())

    for dimension, rows in tables.items():
        today = counting.breakdown(YEAR, dimension, at=SPRING)
        assert sum(row.now for row in rows) == sum(row.delivered for row in today)
        assert sum(row.people_now for row in rows) == sum(row.people for row in today)


def test_a_change_that_nobody_wrote_down_is_found_by_the_doctor(town):
    """The twin: what `_amend` holds off."""
    session = held(town, at("2026-12-17 10:00"))
    aimed(town)
    closed()
    tell(session, numbers=Numbers(1, 0, 60), by=at_desk("誤り"), at=at("2027-05-01 10:00"))
    fold_all(at=at("2027-05-01 10:01"))

    Amendment.objects.all().delete()

    assert [line for line in doctor(at=at("2027-05-01 10:02")) if "YearClosing" in line]


def test_an_edited_category_is_an_amendment_without_an_event(town):
    held(town, at("2026-12-17 10:00"))
    aimed(town)
    closing = closed()

    other = Category.objects.create(site=town.site, name="環境")
    Lecture.objects.filter(pk=town.lecture.pk).update(category=other)
    fold_all(at=at("2027-05-01 10:01"))

    [row] = Amendment.objects.all()
    assert row.event is None
    assert whole(closing) == (1, 0, 1)
    rows = amended.changes(closing, amended.entries_of(closing), on=SPRING.date())
    assert [(row.label, row.then, row.now) for row in rows[Dimension.CATEGORY]] == [
        ("環境", 0, 1), ("防災・安全", 1, 0),
    ]  # fmt: skip


def test_a_closing_taken_back_stays_and_the_next_one_has_the_next_number(town):
    session = held(town, at("2026-12-17 10:00"))
    aimed(town)
    first = closed()
    printed = first.figures

    closing_year.open_again(year=YEAR, why="報告がまとめて届いた", user=officer(), at=SPRING)
    assert not is_closed()
    reporting.report(session_id=session.pk, numbers=PEOPLE, by=at_desk(), at=SPRING)
    tell(planned(town, at("2026-12-18 10:00")), at=at("2027-04-21 10:00"))
    second = closed(at=at("2027-04-22 10:00"))

    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert (first.opened_why, first.opened_by) == ("報告がまとめて届いた", officer())
    assert first.figures == printed
    assert (whole(first)[2], whole(second)[2]) == (1, 2)
    assert not Amendment.objects.exists()
    assert list(doctor(at=at("2027-04-22 10:01"))) == []


def test_taking_it_back_needs_a_reason(town):
    aimed(town)
    closed()

    with pytest.raises(Refused, match="理由を書いてください"):
        closing_year.open_again(year=YEAR, why=" ", user=officer(), at=SPRING)

    assert YearClosing.objects.get().opened_at is None
    assert LectureSession.objects.count() == 0


def test_a_closed_year_asks_nobody_for_a_report_and_takes_no_other_target(town):
    planned(town, at("2026-12-17 10:00"))
    aimed(town)
    before = list(tasks._unreported(SPRING))

    closed()

    assert (len(before), list(tasks._unreported(SPRING))) == (1, [])
    aims = [aiming.Aim(value=7, was=None)]
    with pytest.raises(Refused, match="先に締めを取り消してください"):
        aiming.aim(
            year=YEAR, aims=aims, source="会議", site_id=town.site.pk, user=officer(), at=SPRING
        )


@pytest.mark.parametrize("act", ["type", "correct", "take away"])
def test_nor_does_it_by_the_page_of_the_plans_indicators(town, act):
    if act != "type":
        aimed(town)
    closed()
    indicator = sessions_indicator(town.site.pk)
    what = {"indicator_id": indicator.pk, "kind": "target", "year": YEAR, "by": officer()}
    what |= {"seen": int(act != "type"), "at": SPRING}
    typed = {"value": Decimal(7), "evidence": indicating.Evidence("会議")}
    acts = {"take away": partial(indicating.take_away, **what, reason="別の年度でした")}

    with pytest.raises(Refused, match="先に締めを取り消してください"):
        acts.get(act, partial(indicating.keep_value, **what, **typed))()

    assert counting.year_count(YEAR, at=SPRING).target == (None if act == "type" else 80)
