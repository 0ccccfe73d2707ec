"""Photos with a report: drawn anew, with the word of who sends them, seen by the office only."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from bookings import doctor
from bookings.actions import answering
from bookings.actions.reporting import report_grant
from bookings.departments import photos
from bookings.models import LectureSession, PhotoContent, SessionPhoto
from bookings.status import Verb
from tests.bookings.desk.pressing import errors
from tests.factories.photos import AFTER, SECRET, WORDS, drawn, put_photo, sent
from tests.factories.town import DEPARTMENT, LECTURER, NOW


@pytest.fixture
def session(ask, town) -> LectureSession:
    answering.accept(
        assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW, lecturer_ids=[town.lecturers[0].pk]
    )
    return LectureSession.objects.get()


@pytest.fixture
def report(session, town, opened, clock_at) -> str:
    clock_at(AFTER)
    return opened(report_grant(session, lecturer=town.lecturers[0], at=NOW))


@pytest.fixture
def address(report) -> str:
    return f"{report}photos/"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_telephones_picture_is_kept_smaller_and_without_its_place(client, address, kind):
    response = client.post(address, sent(drawn(kind)))

    photo = SessionPhoto.objects.get()
    kept = bytes(photo.content.data)
    picture = Image.open(BytesIO(kept))
    assert response.status_code == 302, errors(response)
    assert (picture.format, picture.size) == ("JPEG", (photo.width, photo.height))
    assert (picture.size, picture.getexif()) == ((1400, 700), {})
    assert SECRET.encode() not in kept
    assert (photo.words, photo.consent, photo.may_publish) == (WORDS, "agreed", True)
    assert photo.published_at is None
    assert list(doctor.checks(at=AFTER)) == []


def test_the_report_needs_no_photo_and_leads_to_them(client, report, address):
    assert f'href="{address}"' in client.get(report).content.decode()

    client.post(report, {"adults": "20", "children": "3", "minutes": "60"})

    assert f'href="{address}"' in client.get(report).content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "空のファイルです。えらび直してください。"),
        (b"MZ\x90\x00", "写真を読めません。JPEG、PNG、WebP、HEICの写真をえらんでください。"),
        (
            b"<svg onload=alert(1)>",
            "写真を読めません。JPEG、PNG、WebP、HEICの写真をえらんでください。",
        ),
        pytest.param(b"x" * 40_000_000, "20メガバイトまでの写真をえらんでください。", id="40MB"),
    ],
)
def test_what_is_no_photo_is_told_and_the_words_stay(client, address, data, sentence):
    page = client.post(address, sent(data))

    assert (page.status_code, errors(page)) == (422, [sentence])
    assert WORDS in page.content.decode()
    assert SessionPhoto.objects.count() == 0


def test_nothing_is_kept_without_a_word_about_the_people_in_it(client, address):
    page = client.post(address, sent(drawn(), consent=""))

    assert errors(page) == ["写っている人のことを、どちらかえらんでください。"]
    assert SessionPhoto.objects.count() == 0


def test_the_seventh_is_refused_and_the_same_one_is_one(client, address, session):
    for shade in range(6):
        client.post(address, sent(drawn(colour=f"#{shade * 40:02x}0000", size=(40, 20))))
        client.post(address, sent(drawn(colour=f"#{shade * 40:02x}0000", size=(40, 20))))

    page = client.post(address, sent(drawn(colour="blue", size=(40, 20))))

    assert "6枚までです" in errors(page)[0]
    assert SessionPhoto.objects.count() == PhotoContent.objects.count() == 6


def test_who_sent_it_sees_it_and_nobody_else_does(client, address, session):
    own = put_photo(session, by=LECTURER)
    departments = put_photo(session, data=b"other", by=DEPARTMENT)

    seen = client.get(f"{address}{own.public_id}/")
    assert (seen["Content-Type"], seen["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "no-store" in seen["Cache-Control"]
    assert client.get(f"{address}{departments.public_id}/").status_code == 404
    client.cookies.clear()
    assert client.get(f"{address}{own.public_id}/").status_code == 404
    assert client.get(address).status_code == 404


def test_who_sent_it_removes_it_by_the_same_link(client, address, session):
    own = put_photo(session, by=LECTURER)
    remove = f"{address}{own.public_id}/remove/"
    assert f'action="{remove}"' in client.get(address).content.decode()

    assert [client.post(remove).status_code for _time in "12"] == [302, 302]

    own.refresh_from_db()
    assert (own.removal.verb, own.removal.actor) == (Verb.PHOTO_TAKEN_AWAY, "lecturer")
    assert (own.published_at, own.words, PhotoContent.objects.count()) == (None, "", 0)
    assert session.request.events.filter(verb=Verb.PHOTO_TAKEN_AWAY).count() == 1
    assert list(doctor.checks(at=AFTER)) == []


def test_nobody_else_removes_it_and_looking_does_not(client, address, session, monkeypatch):
    theirs = put_photo(session, by=DEPARTMENT)
    remove = f"{address}{theirs.public_id}/remove/"
    assert client.get(remove).status_code == 405
    client.post(remove)
    assert Client().post(remove).status_code == 404
    assert PhotoContent.objects.count() == 1

    rows = SessionPhoto.objects.all
    monkeypatch.setattr(photos, "_own", lambda session_id, by: rows())  # the twin
    client.post(remove)
    assert PhotoContent.objects.count() == 0


def test_before_it_began_there_is_nothing_to_show(client, address, clock_at):
    clock_at(NOW)

    assert "いまは、写真を加えられません" in client.get(address).content.decode()
    assert "始まってから" in errors(client.post(address, sent(drawn())))[0]


def test_its_page_asks_as_much_for_three_as_for_one(
    client, address, session, django_assert_num_queries
):
    put_photo(session, by=LECTURER)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(2):
        put_photo(session, by=LECTURER, data=b"%d" % number)

    with django_assert_num_queries(len(one)):
        client.get(address)
