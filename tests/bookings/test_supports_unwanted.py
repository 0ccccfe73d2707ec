"""手話通訳・要約筆記 that the group takes out of its wishes, or wishes for again."""

import pytest

from bookings.actions import changing, supporting
from bookings.desk import first_look, matters
from bookings.models import EventMail
from bookings.public.sessions import sessions_of
from tests.bookings.test_supports import accept, ask, decline, healthy, mails
from tests.factories.bookings import make_request
from tests.factories.town import GROUP, NOW, OFFICE, make_department


@pytest.fixture
def welfare(town):
    return make_department(
        town.site, code="0410", name="障がい福祉課", email="shogai@city.mikagami.example"
    )


@pytest.fixture
def request_(town):
    return make_request(town, status="confirmed")


def wish(request, *, care, care_by):
    request.refresh_from_db()
    changing.amend(
        request_id=request.pk, facts={"care": care, "care_by": care_by}, seen=request.version,
        by=GROUP, at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("instead", [([], ""), (["sign_language"], "group"), (["other"], "city")])
def test_who_needs_no_help_of_the_city_any_more_frees_who_gives_it(
    town, request_, welfare, instead
):
    wish(request_, care=["sign_language"], care_by="city")
    support = ask(request_, welfare)
    accept(support)
    other = ask(request_, town.department, kind="captioning")

    wish(request_, care=instead[0], care_by=instead[1])

    support.refresh_from_db(), other.refresh_from_db()
    assert (support.state, other.state) == ("recalled", "asked")
    assert EventMail.objects.filter(event__assignment=support, kind="department_recalled").exists()
    office = mails("office_group_changed")[-1]
    assert "手話通訳の依頼（障がい福祉課）：取り消しました" in office.text
    assert healthy()


def test_what_is_still_wanted_stays_asked(request_, welfare):
    wish(request_, care=["sign_language"], care_by="city")
    support = ask(request_, welfare)

    wish(request_, care=["sign_language", "wheelchair"], care_by="city")

    support.refresh_from_db()
    assert support.state == "asked"


def test_help_that_is_wished_for_again_is_a_matter_again(request_, welfare):
    wish(request_, care=["sign_language"], care_by="city")
    ask(request_, welfare)
    wish(request_, care=[], care_by="")
    assert not matters.supports_to_settle(at=NOW).exists()

    wish(request_, care=["sign_language"], care_by="city")

    assert list(matters.supports_to_settle(at=NOW)) == [request_]
    request_.refresh_from_db()
    assert first_look.care_left(request_) == ["sign_language"]


def declined_and_told(request, welfare):
    wish(request, care=["sign_language"], care_by="city")
    support = ask(request, welfare)
    decline(support)
    supporting.tell_none(
        assignment_id=support.pk, words="ことしは、通訳者が足りません。", by=OFFICE, at=NOW
    )
    return support


def test_help_that_nobody_gave_and_that_is_wished_for_again_is_a_matter_again(request_, welfare):
    support = declined_and_told(request_, welfare)
    assert not matters.supports_to_settle(at=NOW).exists()
    wish(request_, care=[], care_by="")
    assert not matters.supports_to_settle(at=NOW).exists()

    wish(request_, care=["sign_language"], care_by="city")

    request_.refresh_from_db()
    assert list(matters.supports_to_settle(at=NOW)) == [request_]
    assert first_look.care_left(request_) == ["sign_language"]
    support.refresh_from_db()
    assert supporting.may_tell_none(support)
    (session,) = sessions_of(request_)
    assert session.supports == (("手話通訳", "返事を待っています。決まったらお知らせします"),)
    assert healthy()


def test_told_once_more_or_asked_once_more_it_is_settled(request_, welfare):
    support = declined_and_told(request_, welfare)
    wish(request_, care=[], care_by="")
    wish(request_, care=["sign_language"], care_by="city")

    supporting.tell_none(assignment_id=support.pk, words="やはりできません。", by=OFFICE, at=NOW)
    assert not matters.supports_to_settle(at=NOW).exists()
    wish(request_, care=[], care_by="")
    wish(request_, care=["sign_language"], care_by="city")
    ask(request_, welfare)

    request_.refresh_from_db()
    assert not matters.supports_to_settle(at=NOW).exists()
    assert first_look.care_left(request_) == []
    assert healthy()


def test_another_change_of_the_group_wishes_for_nothing_again(request_, welfare):
    declined_and_told(request_, welfare)

    wish(request_, care=["sign_language", "wheelchair"], care_by="city")

    assert not matters.supports_to_settle(at=NOW).exists()


def test_twin_without_the_record_of_the_wish_no_line_tells_the_office(
    request_, welfare, monkeypatch
):
    monkeypatch.setattr(supporting, "wish_again", lambda *a, **k: None)
    declined_and_told(request_, welfare)
    wish(request_, care=[], care_by="")

    wish(request_, care=["sign_language"], care_by="city")

    assert not matters.supports_to_settle(at=NOW).exists()
