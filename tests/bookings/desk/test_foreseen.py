"""先に見る: the letters of a step, before anybody gets them."""

from types import SimpleNamespace

import pytest
from django.db import transaction

from bookings.desk import foreseen as module
from bookings.models import Assignment, RequestEvent
from bookings.status import AssignmentState, RequestStatus
from notifications.models import OutgoingEmail
from tests.bookings.desk.pressing import done, errors, look, press, step_url
from tests.factories.bookings import make_request
from tests.factories.town import GroupFacts

R = RequestStatus


def rows() -> tuple[int, int]:
    return RequestEvent.objects.count(), OutgoingEmail.objects.count()


def told(page) -> list[tuple[str, str]]:
    return [(str(row.to), row.address) for row in page.context["foreseen"].letters]


def test_looking_changes_nothing_and_tells_what_pressing_then_sends(office, town):
    row = make_request(town, status=R.CONFIRMED)
    ask, before = Assignment.objects.get(), rows()

    page = look(office, "ask", ask, "undo")
    seen, after = told(page), rows()
    done(press(office, "ask", ask, "undo"), row)

    sent = OutgoingEmail.objects.order_by("pk")[before[1] :]
    assert after == before
    assert [address for _to, address in seen] == [mail.to_address for mail in sent]
    assert ("団体", "sato@mail.example") in seen
    assert "これをおすと、届くもの" in page.content.decode()


def test_no_secret_of_a_link_is_shown(office, town):
    make_request(town, status=R.CONFIRMED)

    page = look(office, "ask", Assignment.objects.get(), "undo").content.decode()

    assert "{{secret" not in page
    assert "/k/" not in page or "…" in page


def test_what_was_typed_stays_and_wrong_input_is_told(office, town):
    row = make_request(town)

    page = look(office, "request", row, "refuse", words="ことば")

    assert page.status_code == 422
    assert errors(page) == ["理由をえらんでください。"]
    assert "ことば" in page.content.decode()


def test_what_the_action_refuses_is_told_and_nothing_is_foreseen(office, town):
    row = make_request(town)

    typed = {"version": row.version + 1, "look": "1", "reason": "rules"}
    page = office.post(step_url("request", row, "refuse"), typed)

    assert page.status_code == 422
    assert "申込みのようすが変わりました" in errors(page)[0]
    assert "foreseen" not in page.context


def test_a_group_without_mail_is_called(office, town):
    group = GroupFacts(
        name="みどり会", contact_name="森 良子", phone="0000000002", notify_by="phone"
    )
    row = make_request(town, group=group)

    page = look(office, "request", row, "refuse", reason="rules")

    assert page.context["foreseen"].letters == ()
    assert len(page.context["foreseen"].calls) == 1
    assert "「電話・手紙」の一覧に" in page.content.decode()


def test_without_taking_it_back_looking_would_send(office, town, monkeypatch):
    """The guard: what is tried is rolled back."""
    make_request(town, status=R.CONFIRMED)
    ask, before = Assignment.objects.get(), rows()
    kept = SimpleNamespace(atomic=transaction.atomic, set_rollback=lambda back: None)
    monkeypatch.setattr(module, "transaction", kept)

    look(office, "ask", ask, "undo")

    ask.refresh_from_db()
    assert (ask.state, rows() == before) == (AssignmentState.ASKED, False)


@pytest.mark.parametrize("step", ["note", "told"])
def test_what_tells_nobody_offers_no_look(office, town, step):
    group = GroupFacts(
        name="みどり会", contact_name="森 良子", phone="0000000002", notify_by="phone"
    )
    row = make_request(town, group=group)

    page = office.get(f"/desk/requests/{row.public_id}/{step}/")

    assert 'name="look"' not in page.content.decode()
