"""The office looks at photos, makes one public, takes it back, removes it."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.models import Role, User
from bookings import doctor
from bookings.actions import picturing, retention
from bookings.models import LectureSession, PhotoContent, SessionPhoto
from bookings.models.photo import SessionPhotoQuerySet
from bookings.status import Verb
from lectures.roles import give_role
from tests.bookings.desk.pressing import done, errors
from tests.factories.bookings import make_request
from tests.factories.photos import AFTER, WORDS, drawn, published, put_photo, sent
from tests.factories.town import DEPARTMENT, OFFICE, at


@pytest.fixture
def session(town, clock_at) -> LectureSession:
    row = make_request(town, status="closed")
    clock_at(AFTER)
    return row.sessions.get()


@pytest.fixture
def desk(session, office, clerk) -> Client:
    office.force_login(clerk)
    return office


@pytest.fixture
def photo(session) -> SessionPhoto:
    return put_photo(session)


@pytest.fixture
def auditor(site, session) -> Client:
    user = User.objects.create_user("kansa@city.mikagami.example", "a-long-password")
    give_role(user=user, site=site, role=Role.AUDITOR)
    client = Client()
    client.force_login(user)
    return client


def page_of(photo) -> str:
    return reverse("desk:photo", args=[photo.public_id])


def public(photo) -> str:
    return reverse("results:photo", args=[photo.public_id])


def act(desk, photo, name: str, **typed: object):
    return desk.post(page_of(photo), {"act": name, **typed})


def pictures(client) -> list[str]:
    soup = BeautifulSoup(client.get(reverse("results:page")).content, "html.parser")
    return [image["alt"] for image in soup.select(".photos img")]


def test_the_office_adds_one_that_came_on_paper_or_by_mail(desk, session):
    address = reverse("desk:photo-new", args=[session.public_id])

    done(desk.post(address, sent(drawn())), session.request)

    photo = SessionPhoto.objects.get()
    shown = desk.get(reverse("desk:request", args=[session.request.public_id])).content.decode()
    assert f'src="{reverse("desk:photo-picture", args=[photo.public_id])}?small=1"' in shown
    assert "写っている人（子どもは保護者）の了解をとりました" in shown


def test_wrong_input_keeps_the_words(desk, session):
    address = reverse("desk:photo-new", args=[session.public_id])

    page = desk.post(address, {"words": WORDS})

    assert errors(page) == [
        "写真をえらんでください。",
        "写っている人のことを、どちらかえらんでください。",
    ]
    assert WORDS in page.content.decode()


def test_published_it_is_in_the_gallery_and_names_no_group(desk, photo, session):
    done(act(desk, photo, "publish", words=WORDS), session.request)

    citizen = Client()
    answer = citizen.get(public(photo))
    assert pictures(citizen) == [WORDS]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert answer.content == bytes(PhotoContent.objects.get().data)
    page = citizen.get(reverse("results:page")).content.decode()
    assert session.request.group.name not in page


def test_in_lists_it_is_small(session):
    photo = published(session, data=drawn(size=(1400, 700)), size=(1400, 700))

    answer = Client().get(public(photo), {"small": "1"})

    assert answer["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(answer.content)).size == (480, 240)
    page = BeautifulSoup(Client().get(reverse("results:page")).content, "html.parser")
    assert page.select_one(".photos img")["src"] == f"{public(photo)}?small=1"


def test_before_that_nobody_but_the_office_sees_it(photo, monkeypatch):
    citizen = Client()
    assert (citizen.get(public(photo)).status_code, pictures(citizen)) == (404, [])
    assert citizen.get(reverse("desk:photo-picture", args=[photo.public_id])).status_code == 302

    monkeypatch.setattr(SessionPhotoQuerySet, "published", lambda rows: rows.all())  # the twin
    assert (citizen.get(public(photo)).status_code, pictures(citizen)) == (200, [WORDS])


@pytest.mark.parametrize(
    ("changes", "words", "sentence"),
    [
        ({}, "", "何の写真かを書いてください。"),
        (
            {"may_publish": False},
            WORDS,
            "「公開してもよい」と言われていない写真は、公開できません。",
        ),
        ({}, "group", "団体の名前を入れずに書いてください。"),
    ],
)
def test_what_is_unfit_is_not_published(desk, session, changes, words, sentence):
    photo = put_photo(session, **changes)
    words = f"{session.request.group.name}のみなさん" if words == "group" else words

    page = act(desk, photo, "publish", words=words)

    assert errors(page) == [sentence]
    assert SessionPhoto.objects.get().published_at is None


@pytest.mark.parametrize("missing", [{"words": ""}, {"may_publish": False}, {"consent": "no"}])
def test_the_database_itself_refuses_one_without_consent_or_words(photo, missing):
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionPhoto.objects.update(published_at=AFTER, **missing)


def test_taken_back_it_is_public_no_more(desk, session):
    photo = published(session)

    done(act(desk, photo, "take_back"), session.request)

    assert (Client().get(public(photo)).status_code, pictures(Client())) == (404, [])
    assert PhotoContent.objects.count() == 1


def test_removed_its_content_is_gone_and_the_page_says_who_and_when(desk, session):
    photo = published(session)

    row = done(act(desk, photo, "remove"), session.request)

    page = desk.get(reverse("desk:request", args=[row.public_id])).content.decode()
    assert PhotoContent.objects.count() == 0
    assert "12月17日（木）に 山田 が消しました。" in BeautifulSoup(page, "html.parser").get_text()
    assert Client().get(public(photo)).status_code == desk.get(page_of(photo)).status_code == 404
    verbs = list(row.events.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == [Verb.PHOTO_PUT, Verb.PHOTO_SHOWN, Verb.PHOTO_TAKEN_AWAY]
    assert list(doctor.checks(at=AFTER)) == []


def test_the_doctor_finds_what_a_removed_photo_left(session, monkeypatch):
    photo = put_photo(session)
    kept = PhotoContent.objects.get()
    picturing.remove(photo_id=photo.pk, by=OFFICE, at=AFTER)
    PhotoContent.objects.create(site=kept.site, photo=photo, data=b"x", keep_until=kept.keep_until)

    found = f"SessionPhoto {photo.pk}: it was removed, its content is still there"
    assert list(doctor.checks(at=AFTER)) == [found]


def test_every_step_twice_is_once(session):
    photo = published(session)
    picturing.publish(photo_id=photo.pk, words=WORDS, by=OFFICE, at=AFTER)
    for step in (picturing.take_back, picturing.take_back, picturing.remove, picturing.remove):
        step(photo_id=photo.pk, by=OFFICE, at=AFTER)

    verbs = session.request.events.filter(verb__startswith="photo").values_list("verb", flat=True)
    assert sorted(verbs) == ["photo_put", "photo_shown", "photo_shown", "photo_taken_away"]


def test_an_auditor_sees_and_presses_nothing(auditor, photo, session):
    page = auditor.get(page_of(photo))

    assert page.status_code == 200
    assert (
        BeautifulSoup(page.content, "html.parser").select('main form:not([action="/sign-in/out/"])')
        == []
    )
    assert auditor.get(reverse("desk:photo-picture", args=[photo.public_id])).status_code == 200
    assert act(auditor, photo, "publish", words=WORDS).status_code == 403
    address = reverse("desk:photo-new", args=[session.public_id])
    assert auditor.get(address).status_code == 403
    assert SessionPhoto.objects.get().published_at is None


def test_the_gallery_shows_the_latest_six(session, monkeypatch):
    monkeypatch.setattr(picturing, "MOST", 7)
    for number in range(7):
        row = put_photo(session, data=b"%d" % number)
        picturing.publish(
            photo_id=row.pk, words=f"写真{number}", by=OFFICE, at=at(f"2026-12-2{number} 10:00")
        )

    assert pictures(Client()) == [f"写真{number}" for number in (6, 5, 4, 3, 2, 1)]


def test_its_day_over_it_goes_with_the_other_files(session):
    published(session)
    day = at("2030-04-02 10:00")

    found = retention.overdue(at=day)
    retention.erase(seen=found.digest, by=OFFICE, at=day)

    assert (len(found.photos), PhotoContent.objects.count()) == (1, 0)
    assert SessionPhoto.objects.get().removal is not None
    assert Client().get(public(SessionPhoto.objects.get())).status_code == 404


@pytest.mark.parametrize("where", ["desk", "results"])
def test_three_ask_as_much_as_one(desk, session, where, django_assert_num_queries):
    url = reverse("results:page")
    if where == "desk":
        url = reverse("desk:request", args=[session.request.public_id])
    published(session, by=DEPARTMENT)
    desk.get(url)
    desk.get(url)
    with CaptureQueriesContext(connection) as one:
        desk.get(url)
    for number in range(2):
        published(session, data=b"%d" % number)

    with django_assert_num_queries(len(one)):
        desk.get(url)
