"""Which ask a mail answers: the tag decides, the rest suggests, and two different ones go to a person."""

import pytest

from bookings.actions import receiving
from bookings.actions.replies import addressing
from bookings.models import Answer, Grant
from bookings.status import AssignmentState
from lectures.models import DepartmentMember
from notifications.inbox.receiving import receive
from notifications.models import OutgoingEmail
from tests.bookings.replying import LATER, taken, waits
from tests.factories.calendars import pressed
from tests.factories.replies import asked, raw_reply, reply_address
from tests.factories.town import NOW, at, make_department

OFFICE_BOX = "uketsuke@kouza.mikagami.example"


def asking_mail(ask) -> OutgoingEmail:
    return OutgoingEmail.objects.get(kind="department_asked", event_mail__event__assignment=ask)


def test_the_envelope_alone_names_the_ask(ask):
    to = reply_address(ask)
    inbound = receive(raw_reply("承諾", to=OFFICE_BOX), envelope_to=[to], at=NOW)

    assert receiving.take(inbound.pk, at=LATER).kind == "accept"


def test_two_tags_of_two_asks_wait_and_both_are_named(ask, town):
    other = asked(town)

    outcome = taken("承諾", ask, headers={"Cc": reply_address(other)})

    why, detail = waits(outcome, ask)
    assert why == "no_tag"
    assert all(reference in detail for reference in ("R8-0001", "R8-0002"))
    assert Answer.objects.count() == 0


def test_a_thread_of_another_ask_than_the_tags_waits(ask, town):
    other = asked(town)

    outcome = taken("承諾", ask, in_reply_to=asking_mail(other).message_id)

    why, detail = waits(outcome, ask)
    assert (why, "R8-0002" in detail, outcome.assignment) == ("no_tag", True, ask)


def test_the_thread_of_the_same_ask_is_as_it_should_be(ask):
    assert taken("承諾", ask, in_reply_to=asking_mail(ask).message_id).kind == "accept"


def test_another_case_in_the_subject_waits(ask):
    outcome = taken("承諾", ask, subject="Re: 【回答のお願い】R8-0999 防災")

    assert waits(outcome, ask) == ("no_tag", "件名に、ほかの受付番号が書かれています。")


def test_the_own_number_in_the_subject_is_as_it_should_be(ask):
    assert taken("承諾", ask, subject="Re: 【回答のお願い】R8-0001 防災").kind == "accept"


def test_without_a_tag_the_calendars_uid_suggests_the_ask(ask):
    outcome = taken("", ask, to=OFFICE_BOX, calendar=pressed(ask))

    assert waits(outcome, ask)[0] == "no_tag"
    assert (outcome.assignment, outcome.understood["kind"]) == (ask, "accept")


def test_without_the_look_at_the_other_names_the_tag_alone_would_act(ask, town, monkeypatch):
    monkeypatch.setattr(addressing, "_another", lambda *args: None)
    other = asked(town)

    assert taken("承諾", ask, in_reply_to=asking_mail(other).message_id).kind == "accept"


def test_the_key_of_another_purpose_opens_no_ask(ask):
    taken("承諾", ask)
    undo = ask.grants.get(purpose=Grant.Purpose.UNDO)
    Grant.objects.filter(pk=undo.pk).update(purpose=Grant.Purpose.GROUP_PAGE)

    outcome = taken("辞退 都合がつかないため", ask, to=reply_address(ask))

    assert outcome.why == "closed"


def test_a_former_address_counts_until_its_day(ask, town):
    DepartmentMember.objects.create(
        site=town.site, department=town.department, email="old@city.mikagami.example",
        role=DepartmentMember.Role.FORMER, until=at("2026-11-23 00:00").date(),
    )  # fmt: skip

    assert taken("承諾", ask, sender="old@city.mikagami.example").kind == "accept"


def test_a_member_who_begins_next_month_is_a_stranger_today(ask, town):
    DepartmentMember.objects.create(
        site=town.site, department=town.department, email="new@city.mikagami.example",
        since=at("2026-12-01 00:00").date(),
    )  # fmt: skip

    assert waits(taken("承諾", ask, sender="new@city.mikagami.example"), ask)[0] == "stranger"


# What may be offered to the group


def with_partner(ask, town):
    """A second department that has accepted the asked time."""
    from bookings.actions import answering, asking
    from tests.factories.town import DEPARTMENT, OFFICE

    partner = make_department(
        town.site, code="0401", name="福祉課", email="fukushi@city.mikagami.example"
    )
    other = asking.ask(
        request_id=ask.request_id, by=OFFICE, at=NOW, department_id=partner.pk, part=2
    )[0]
    answering.accept(assignment_id=other.pk, version=0, by=DEPARTMENT, at=NOW)
    return other


def test_another_date_while_the_partner_has_accepted_waits(ask, town):
    with_partner(ask, town)

    outcome = taken("別日 12/18 14時", ask)

    assert (outcome.why, ask.state) == ("rules", AssignmentState.ASKED)
    assert "いっしょに行う福祉課" in outcome.detail


def test_another_wish_while_the_partner_has_accepted_waits(ask, town):
    with_partner(ask, town)

    outcome = taken("2 14:00", ask)

    assert (outcome.why, ask.state) == ("rules", AssignmentState.ASKED)
    assert "福祉課が別の時間で引き受けています" in outcome.detail


def test_one_impossible_date_among_several_makes_all_of_them_wait(ask):
    outcome = taken("別日 12/18 14時、12/31 14時、12/18 20時", ask)

    assert waits(outcome, ask)[0] in ("rules", "unclear")


@pytest.mark.parametrize("text", ["別日 12/18 17時", "別日 12/18 8時"])
def test_a_date_when_the_venue_is_closed_waits(ask, text):
    why, detail = waits(taken(text, ask), ask)

    assert (why, "会場を使える時間の外" in detail) == ("rules", True)
