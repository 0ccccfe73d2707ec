"""聞いた人のアンケート: from a QR code, three questions, no name; the office reads the words first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import SiteRole
from bookings import doctor, opinions
from bookings.actions import listening
from bookings.actions.surveying import Marks
from bookings.models import AudienceAnswer, audience
from bookings.public import audience as page_of_audience
from bookings.status import RequestStatus
from tests.bookings.public.snapshots import everything
from tests.factories.bookings import group_grant, make_request
from tests.factories.town import at

MORNING = at("2026-12-18 09:00")
GIVEN = {"understood": "4", "useful": "3", "words": "また聞きたいです"}


@pytest.fixture
def session(town, clock_at):
    session = make_request(town, status=RequestStatus.CLOSED).sessions.get()
    clock_at(MORNING)
    return session


@pytest.fixture
def address(session) -> str:
    return reverse("audience", args=[audience.code_of(session)])


@pytest.fixture
def office(site, django_user_model, clock_at) -> Client:
    clock_at(MORNING)
    user = django_user_model.objects.create_user("yamada@city.example", "a-long-password")
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.OFFICE)
    found = Client()
    found.force_login(user)
    return found


def text_of(response) -> str:
    return response.content.decode()


def many(session, count: int, *, words: str = "") -> None:
    for _number in range(count):
        listening.answer(session_id=session.pk, marks=Marks(4, 3), words=words, at=MORNING)


def test_a_listener_answers_without_a_name(client, address, session):
    asked = text_of(client.get(address))
    thanked = text_of(client.post(address, GIVEN, follow=True))

    row = AudienceAnswer.objects.get()
    assert "名前は聞きません" in asked
    assert "ありがとうございました" in thanked
    assert (row.session, row.understood, row.useful, row.words, row.reading) == (
        session, 4, 3, "また聞きたいです", "unread",
    )  # fmt: skip
    assert list(doctor.checks(at=MORNING)) == []


def test_the_address_is_short_enough_to_type(session):
    assert len(audience.code_of(session)) <= 12


def test_letters_that_look_alike_are_taken_for_each_other(session):
    code = audience.code_of(session)
    typed = code.upper().replace("O", "0").replace("L", "1")

    assert audience.session_of(typed) == session


@pytest.mark.parametrize("wrong", ["aaaaaa-b", "aaaaaa", "-", "あ", "aaaaaa-7777777777777"])
def test_a_wrong_code_opens_nothing(client, session, wrong):
    assert client.get(reverse("audience", args=[wrong])).status_code == 404


def test_a_device_that_has_answered_is_thanked_and_may_answer_for_a_neighbour(client, address):
    client.post(address, GIVEN)
    again = text_of(client.get(address))
    client.post(address, GIVEN | {"understood": "1"})

    assert ("もう一人が答える" in again, "答えを送る" in again) == (True, False)
    assert "答えを送る" in text_of(client.get(f"{address}?another=1"))
    assert list(AudienceAnswer.objects.values_list("understood", flat=True)) == [4, 1]


@pytest.mark.parametrize(
    ("moment", "open_now"),
    [
        (at("2026-12-17 08:59"), False),
        (at("2026-12-17 09:00"), True),
        (at("2026-12-31 09:59"), True),
        (at("2026-12-31 10:00"), False),
    ],
)
def test_it_is_open_from_the_start_until_two_weeks_after_the_end(
    client, session, address, clock_at, moment, open_now
):
    session.starts_at, session.ends_at = at("2026-12-17 09:00"), at("2026-12-17 10:00")
    session.save()
    clock_at(moment)
    client.post(address, GIVEN)

    assert ("答えを送る" in text_of(Client().get(address))) == open_now
    assert AudienceAnswer.objects.exists() == open_now


def test_without_the_check_an_answer_years_later_would_count(session, monkeypatch):
    late = session.ends_at + timedelta(days=900)
    monkeypatch.setattr(audience, "is_open", lambda session, at: True)
    listening.answer(session_id=session.pk, marks=Marks(4, 4), at=late)

    assert AudienceAnswer.objects.count() == 1


def test_nothing_chosen_says_so_and_keeps_the_words(client, address):
    page = client.post(address, {"words": "また聞きたいです"})

    assert page.status_code == 422
    assert "「よく分かった」に、どのくらいそう思うかをえらんでください" in text_of(page)
    assert "また聞きたいです" in text_of(page)


def test_looking_changes_nothing(client, address):
    before = everything()
    client.get(address)

    assert everything() == before


def test_one_address_cannot_fill_the_counts_without_end(client, address, monkeypatch):
    monkeypatch.setattr(page_of_audience, "MOST_AN_HOUR", 2)
    for _time in range(2):
        client.post(address, GIVEN)
    page = client.post(address, GIVEN)

    assert AudienceAnswer.objects.count() == 2
    assert "1時間たってからもう一度おしてください" in text_of(page)


def test_groups_and_listeners_are_never_added_up(session):
    many(session, 5)

    assert opinions.opinions_of(2026).answered == 0
    assert opinions.audience_of(2026).answered == 5


@pytest.mark.parametrize(("count", "shown"), [(4, False), (5, True)])
def test_the_public_sees_no_small_numbers(client, session, count, shown):
    many(session, count)

    page = text_of(client.get(f"{reverse('results:page')}?year=2026"))
    assert ("聞いた人のアンケート" in page) == shown


def test_words_are_read_by_the_office_before_the_group_sees_them(client, office, session):
    many(session, 5, words="図がよかった")
    page = client.get(f"/k/{group_grant(session.request).token}/").headers["Location"]
    survey = f"{page}survey/1/"
    before = text_of(client.get(survey))
    row = AudienceAnswer.objects.first()
    office.post(reverse("desk:opinion-read", args=[row.pk]), {"reading": "shown"})

    assert ("5人が答えました" in before, "図がよかった" in before) == (True, False)
    assert text_of(client.get(survey)).count("図がよかった") == 1
    assert text_of(office.get(reverse("desk:opinions"))).count("<p>図がよかった</p>") == 4


def test_the_office_erases_a_name_and_the_marks_stay(office, session):
    many(session, 1, words="隣の田中さんが")
    row = AudienceAnswer.objects.get()
    office.post(reverse("desk:opinion-read", args=[row.pk]), {"reading": "erase"})

    row.refresh_from_db()
    assert (row.words, row.understood) == ("", 4)


@pytest.mark.parametrize("count", [1, 3])
def test_the_offices_page_asks_as_much_for_one_answer_as_for_three(
    office, session, count, django_assert_num_queries
):
    many(session, count, words="よかった")
    address = reverse("desk:opinions")
    office.get(address)
    with django_assert_num_queries(21):
        office.get(address)


def test_the_sheet_shows_the_address(client, session):
    page = client.get(f"/k/{group_grant(session.request).token}/").headers["Location"]
    sheet = client.get(f"{page}audience/1/")

    assert (sheet.status_code, sheet["Content-Type"]) == (200, "application/pdf")
