"""アンケート: asked once by mail, answered on the group's own page, corrected for two weeks."""

import pytest

from bookings import doctor
from bookings.actions import surveying
from bookings.actions.moves import Actor, By
from bookings.actions.surveying import Marks
from bookings.models import EventMail, RequestEvent, SurveyResponse
from bookings.status import RequestStatus, Way
from notifications.models import OutgoingEmail
from tests.bookings.public.snapshots import everything
from tests.factories.bookings import group_grant, make_request
from tests.factories.town import GROUP, at, particulars

MORNING = at("2026-12-18 09:00")
GIVEN = {"understood": "4", "useful": "3", "words": "図がわかりやすかった"}


@pytest.fixture
def session(town, clock_at):
    """Held on 17 December, reported an hour later."""
    session = make_request(town, status=RequestStatus.CLOSED).sessions.get()
    clock_at(MORNING)
    return session


@pytest.fixture
def address(client, session) -> str:
    page = client.get(f"/k/{group_grant(session.request).token}/").headers["Location"]
    return f"{page}survey/1/"


def text_of(response) -> str:
    return response.content.decode()


def asked() -> int:
    return OutgoingEmail.objects.filter(kind="group_survey_wanted").count()


def test_the_morning_after_a_held_session_the_group_is_asked_once(session):
    told = [
        surveying.want_survey(session_id=session.pk, at=moment)
        for moment in (at("2026-12-17 20:00"), MORNING, at("2026-12-18 09:01"), at("2026-12-25 09:00"))
    ]  # fmt: skip

    assert (told, asked()) == ([False, True, False, False], 1)
    assert EventMail.objects.get(kind="group_survey_wanted").recipient == "group"
    assert list(doctor.checks(at=MORNING)) == []


def test_nobody_is_asked_before_it_is_known_that_the_session_was_held(town):
    session = make_request(town, status=RequestStatus.CONFIRMED).sessions.get()

    assert not surveying.want_survey(session_id=session.pk, at=MORNING)


def test_a_late_report_still_lets_the_group_be_asked_but_not_after_a_month(session):
    late = at("2027-01-17 12:00")

    assert not surveying.want_survey(session_id=session.pk, at=late)
    assert surveying.want_survey(session_id=session.pk, at=at("2027-01-15 09:00"))


def test_a_group_without_mail_gets_none(town):
    group = particulars().group
    plain = {**vars(group), "notify_by": "phone", "email": ""}
    session = make_request(
        town, status=RequestStatus.CLOSED, group=type(group)(**plain)
    ).sessions.get()

    assert not surveying.want_survey(session_id=session.pk, at=MORNING)


def test_a_group_that_has_answered_is_not_asked(session):
    surveying.answer(session_id=session.pk, marks=Marks(4, 4), by=GROUP, at=at("2026-12-17 18:00"))

    assert not surveying.want_survey(session_id=session.pk, at=MORNING)


def test_the_private_page_leads_to_the_questions(client, address):
    page = text_of(client.get(address.removesuffix("survey/1/")))

    assert ("アンケートに答える" in page, address in page) == (True, True)


def test_three_answers_are_kept_and_shown(client, address, session):
    page = text_of(client.post(address, GIVEN, follow=True))

    kept = SurveyResponse.objects.get()
    assert (kept.understood, kept.useful, kept.words, kept.way) == (4, 3, GIVEN["words"], "web")
    assert ("ありがとうございました" in page, "2027年1月1日" in page or "1月1日" in page) == (
        True,
        True,
    )
    assert RequestEvent.objects.get(verb="surveyed").actor == "group"
    assert list(doctor.checks(at=MORNING)) == []


def test_the_words_may_be_left_out(client, address):
    client.post(address, {"understood": "1", "useful": "2"})

    assert SurveyResponse.objects.get().words == ""


def test_the_page_says_what_the_answers_are_for_and_how_long_they_are_kept(
    client, address, session
):
    page = text_of(client.get(address))

    kept = session.request.group.keep_until
    assert "これからの講座をよくするために使います" in page
    assert f"{kept.month}月{kept.day}日" in page
    assert "生涯学習課の職員が読みます" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"understood": ""}, "「よく分かった」に、どのくらい"),
        ({"useful": "9"}, "「役に立つ」に、どのくらい"),
        ({"words": "あ" * 1001}, "1000字まで"),
    ],
)
def test_what_is_wrong_is_asked_back_and_nothing_typed_is_lost(client, address, given, sentence):
    before = everything()

    page = text_of(client.post(address, GIVEN | given))

    assert (sentence in page, (given.get("words") or GIVEN["words"]) in page) == (True, True)
    assert everything() == before


def test_for_two_weeks_the_answer_can_be_corrected(client, address, clock_at):
    client.post(address, GIVEN)
    clock_at(at("2027-01-01 08:59"))
    client.post(address, GIVEN | {"understood": "2"})
    clock_at(at("2027-01-01 09:00"))

    page = text_of(client.post(address, GIVEN | {"understood": "1"}))

    assert SurveyResponse.objects.get().understood == 2
    assert "もう直せません" in page


def test_the_same_answer_again_is_one_answer(client, address):
    client.post(address, GIVEN)
    client.post(address, GIVEN)

    assert RequestEvent.objects.filter(verb="surveyed").count() == 1


def test_after_two_months_it_is_closed(client, address, clock_at):
    clock_at(at("2027-02-16 12:00"))

    assert "いまは受け付けていません" in text_of(client.get(address))
    assert "アンケートに答える" not in text_of(client.get(address.removesuffix("survey/1/")))
    client.post(address, GIVEN)
    assert SurveyResponse.objects.count() == 0


def test_looking_three_times_changes_nothing(client, address):
    before = everything()

    for _look in range(3):
        client.get(address)

    assert everything() == before


def test_another_groups_key_opens_nothing(client, town, address):
    other = make_request(town)
    stranger = type(client)()
    stranger.get(f"/k/{group_grant(other).token}/")

    assert stranger.get(address).status_code == 404
    assert client.get(address.replace("/1/", "/2/")).status_code == 404


def test_the_office_may_enter_what_came_on_paper(session):
    by = By(Actor.GROUP, Way.POST)

    surveying.answer(session_id=session.pk, marks=Marks(3, 3), by=by, at=MORNING, words="よかった")

    assert SurveyResponse.objects.get().way == "post"
