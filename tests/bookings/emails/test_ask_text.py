"""The ask in words: the form that departments' answers quote, short and complete whatever is in it."""

import re
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import secrets
from bookings.actions import asking
from bookings.emails import ask, to_department
from bookings.emails.telling import render
from bookings.models import Assignment, BookingRequest
from bookings.rules import Slot, Wish
from lectures.models import Blackout, BookingRules, OfficeSettings
from tests.factories.town import NOW, OFFICE, Town, at, make_town, submitted

SENT = Path(__file__).parents[2] / "corpus" / "replies" / "sent"
MOST_LINES = 30
STANDARD = (
    Wish(date(2026, 12, 17), "", time(10), time(11)),
    Wish(date(2026, 12, 21), "", time(14), time(15)),
    Wish(date(2026, 12, 24), "", time(13, 30), time(14, 30)),
)
PARTS = (
    Wish(date(2026, 12, 17), "", time(10), time(11)),
    Wish(date(2026, 12, 19), "afternoon"),
    Wish(date(2026, 12, 20), "morning"),
)


@pytest.fixture
def town(site) -> Town:
    return make_town(site)


@pytest.fixture
def corpus_town(town) -> Town:
    """The office and the rules that the corpus of replies speaks of."""
    OfficeSettings.objects.update(
        scheme_name="お気軽講座",
        office_name="みどり野市教育委員会 生涯学習課",
        phone_hours="平日 8:30〜17:15",
    )
    BookingRules.objects.update(
        morning_from=time(9), morning_until=time(12), morning_start=time(10),
        afternoon_from=time(13), afternoon_until=time(17), afternoon_start=time(14),
        weekends=True,
    )  # fmt: skip
    return town


def asked(town: Town, *, due: str = "2026-11-27 17:00", moment=NOW, **changes: Any) -> Assignment:
    """An ask; `lecture` and `group` rename what the factories made."""
    lecture, group = changes.pop("lecture", {}), changes.pop("group", "")
    for name, value in lecture.items():
        setattr(town.lecture, name, value)
    town.lecture.save()
    request = submitted(town, moment=moment, **changes)
    BookingRequest.objects.filter(pk=request.pk).update(number=123)
    if group:
        request.group.name = group
        request.group.save()
    (assignment,) = asking.ask(request_id=request.pk, by=OFFICE, at=moment)
    assignment.due_at = at(due)
    assignment.save()
    return Assignment.objects.get(pk=assignment.pk)


def told(assignment: Assignment, kind: str = "department_asked", **more: Any) -> tuple[str, str]:
    context = to_department.context_of(assignment, at=NOW)
    return render(kind, context={**context, "invited": True, "copies": "", **more})


def without_link(text: str) -> list[str]:
    return [re.sub(r"https?://\S+", "URL", line) for line in text.rstrip("\n").split("\n")]


def corpus(name: str) -> list[str]:
    return without_link((SENT / f"{name}.txt").read_text())


@pytest.mark.django_db
def test_the_ask_reads_like_the_mail_that_the_corpus_answers(corpus_town):
    assignment = asked(
        corpus_town,
        wishes=STANDARD,
        venue_name="桜が丘公民館 2階 集会室",
        venue_address="みどり野市桜が丘1-2",
        usable_until=time(20, 30),
        ages="60代〜80代",
        remarks="車いすの方が2人います。",
    )

    subject, text = told(assignment)

    assert without_link(text) == corpus("standard")
    assert subject == (
        "【回答のお願い】R8-0123 わが家の防災マップづくり 12月17日（木）10:00〜11:00"
    )


@pytest.mark.django_db
def test_one_wish_is_told_without_numbers(corpus_town):
    corpus_town.department.name = "健康推進課"
    corpus_town.department.save()
    assignment = asked(
        corpus_town,
        due="2027-01-12 17:00",
        lecture={"number": "5-02", "title": "フレイル予防の体操", "minutes": 90},
        wishes=(Wish(date(2027, 2, 3), "", time(14), time(15, 30)),),
        group="あおば老人クラブ",
        people=18,
        venue_name="青葉町集会所",
        venue_address="",
        usable_from=None,
        usable_until=None,
    )

    assert without_link(told(assignment)[1]) == corpus("single")


@pytest.mark.django_db
def test_a_part_of_the_day_is_told_with_its_hours_and_asks_for_a_time(corpus_town):
    corpus_town.department.name = "環境政策課"
    corpus_town.department.save()
    assignment = asked(
        corpus_town,
        due="2026-12-01 17:00",
        lecture={"number": "4-01", "title": "ごみの分け方・減らし方"},
        wishes=PARTS,
        group="緑町子ども会育成会",
        people=30,
        ages="小学生と保護者",
        venue_name="緑町会館",
        venue_address="",
    )

    assert without_link(told(assignment)[1]) == corpus("parts")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["department_reminded", "department_answer_undone"])
def test_reminder_and_undone_mail_carry_the_same_facts_and_grammar(town, kind):
    assignment = asked(town, wishes=STANDARD)

    first = {line for line in told(assignment)[1].split("\n") if line[:1] in ("■", "　")}
    later = {line for line in told(assignment, kind)[1].split("\n") if line[:1] in ("■", "　")}

    assert later == first


@pytest.mark.django_db
def test_a_late_reminder_does_not_ask_for_an_answer_in_the_past(town):
    assignment = asked(town, due="2026-11-20 17:00")

    _subject, text = told(assignment, "department_reminded")

    assert "期限（11月20日（金）17:00）をすぎたので、早めにお願いします。" in text


@pytest.mark.django_db
def test_a_support_part_says_what_it_is_asked_for(town):
    assignment = asked(town)
    assignment.role, assignment.support = "support", "sign_language"

    assert "■ お願いすること：手話通訳" in told(assignment)[1]


@pytest.mark.django_db
def test_a_wish_that_has_passed_is_no_longer_offered(town):
    assignment = asked(town, wishes=STANDARD)

    words = ask.words_of(assignment, at=at("2026-12-22 09:00"))

    assert [wish["rank"] for wish in words["wishes"]] == [3]


@pytest.mark.django_db
def test_the_example_of_another_day_is_a_day_to_come(town):
    wish = Wish(date(2026, 12, 17), "", time(10), time(11))
    assignment = asked(town, wishes=(wish,))

    assert ask.words_of(assignment, at=at("2026-12-03 10:00"))["example_day"] == "12/31"
    assert ask.words_of(assignment, at=at("2026-12-02 10:00"))["example_day"] == "12/3"


@pytest.mark.django_db
def test_the_example_of_another_day_is_one_on_which_the_town_gives_lectures(town):
    wish = Wish(date(2026, 12, 17), "", time(10), time(11))
    assignment = asked(town, wishes=(wish, Wish(date(2027, 1, 7), "", time(10), time(11))))
    Blackout.objects.create(
        site=town.site, starts_on=date(2026, 12, 29), ends_on=date(2027, 1, 6), reason="年末年始"
    )

    # New Year's Eve, the holidays, the second wish.
    assert ask.words_of(assignment, at=at("2026-12-03 10:00"))["example_day"] == "1/8"


words = st.text(
    st.one_of(
        st.sampled_from("講座あア髙🍀\r\n\t\0\x85\u2028\u202e,;:<>&{}%\\\"' "),
        st.characters(codec="utf-8", exclude_categories=["Cs"]),
    ),
    max_size=1500,
)


@pytest.mark.django_db
@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    title=words, group=words, ages=words, venue=words, address=words, remarks=words, office=words
)
def test_no_words_make_the_ask_longer_than_thirty_lines(
    town, title, group, ages, venue, address, remarks, office
):
    assignment = getattr(town, "longest", None) or asked(town, wishes=PARTS)
    town.longest = assignment
    request = assignment.request
    request.lecture.title, request.group.name, request.ages = title, group, ages
    request.venue_name, request.venue_address, request.remarks = venue, address, remarks

    for kind in ("department_asked", "department_reminded", "department_answer_undone"):
        subject, text = told(assignment, kind, copies="fuku@city.mikagami.example")

        assert (
            len(re.split(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text)) <= MOST_LINES + 1
        )
        assert len(subject.splitlines()) == 1
        lines = text.split("\n")
        for start in ("■ 承諾すると決まる日時：2026年12月17日（木）10:00〜11:00", "■ 講座：",
                      "■ 団体：", "■ 会場：", "■ 第2希望：", "■ 第3希望：", "　承諾　", "　2 14:00",
                      "　別日 ", "　辞退 "):  # fmt: skip
            assert len([line for line in lines if line.startswith(start)]) == 1
        assert ask.one_line(group) in text
        assert ask.one_line(address) in text


@pytest.mark.django_db
def test_long_remarks_end_with_a_pointer_and_cut_no_other_fact(town):
    assignment = asked(town, remarks="駐車場は東側です。\n" * 60)

    line = next(line for line in told(assignment)[1].split("\n") if "伝えたいこと" in line)

    assert line.endswith("…（つづきはページか電話で）")
    assert len(line) < 130


@pytest.mark.django_db
def test_what_looks_like_a_placeholder_in_a_name_opens_nothing(town):
    grant_like = "{{secret:answer:abcdefghijklmnopqrstuvwxyz:1:2026a:abcdefghijklmnopqrst}}"
    assignment = asked(town, group=grant_like)

    assert grant_like in secrets.fill(told(assignment)[1])


def test_a_slot_is_told_with_its_year_and_its_end():
    slot = Slot(at("2026-12-17 09:00"), at("2026-12-17 10:30"))

    assert ask.when(slot.starts_at, slot.ends_at) == "2026年12月17日（木）9:00〜10:30"
    assert ask.moment(slot.starts_at - timedelta(hours=16)) == "12月16日（水）17:00"
