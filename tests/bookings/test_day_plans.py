"""当日のこと: asked once two weeks before, written by three, printed for both."""

import io
from datetime import time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image
from pypdf import PdfReader

from bookings import tasks
from bookings.actions import day_plans
from bookings.actions.moves import Stale
from bookings.doctor import histories
from bookings.models import ApplicantGroup, DayPlan, EventNote, Grant, LectureSession, Telling
from bookings.printing import day_sheet
from bookings.status import RequestStatus, Verb
from notifications.models import OutgoingEmail
from tests.bookings.desk.conftest import clerk, office  # noqa: F401 - fixtures
from tests.bookings.public.conftest import Citizen
from tests.factories.bookings import make_request
from tests.factories.town import DEPARTMENT, GROUP, GroupFacts, at

pytestmark = pytest.mark.django_db
DUE = at("2026-12-03 09:00")  # two weeks before the 17th
WORDS = {"parking": "公民館の裏", "key": "会長が開ける"}


@pytest.fixture
def session(town):
    return make_request(town, status=RequestStatus.CONFIRMED).sessions.get()


def mails(kind: str) -> int:
    return OutgoingEmail.objects.filter(kind=kind).count()


def words(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return "".join(pages[0].extract_text().split())


def picture(kind: str = "PNG", size=(640, 480)) -> bytes:
    held = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", size, "white").save(held, kind, exif=exif)
    return held.getvalue()


@pytest.mark.parametrize(
    "moment, asked",
    [
        (DUE - timedelta(minutes=1), False),
        (DUE, True),
        (at("2026-12-14 12:00"), True),
        (at("2026-12-15 09:00"), False),
    ],
)
def test_both_are_asked_two_weeks_before_and_only_once(session, clock_at, moment, asked):
    clock_at(moment)
    for _twice in range(2):
        tasks.remind_sessions()

    assert (mails("group_day_wanted"), mails("department_day_wanted")) == (asked, asked)
    assert list(histories.checks()) == []


def test_a_group_without_mail_is_called_instead(town):
    group = GroupFacts(
        name="桜が丘自治会", contact_name="佐藤 花子", phone="0000000001", notify_by="phone"
    )
    session = make_request(town, status=RequestStatus.CONFIRMED, group=group).sessions.get()

    assert day_plans.want(session_id=session.pk, at=DUE)
    told = Telling.objects.get(kind="group_day_wanted")
    assert "参加する人数（いまは25人）" in told.sentence
    assert list(histories.checks()) == []


def test_nobody_is_asked_for_what_is_settled(session):
    facts = {"people": 27, "met_on": DUE.date()}
    day_plans.change(session_id=session.pk, facts=facts, seen=0, by=DEPARTMENT, at=DUE)

    assert not day_plans.want(session_id=session.pk, at=DUE)


def test_who_saw_an_older_version_overwrites_nothing(session):
    day_plans.change(session_id=session.pk, facts=WORDS, seen=0, by=GROUP, at=DUE)

    with pytest.raises(Stale):
        day_plans.change(
            session_id=session.pk, facts={"parking": "表"}, seen=0, by=DEPARTMENT, at=DUE
        )
    assert DayPlan.objects.get().parking == "公民館の裏"


def test_the_same_words_again_are_no_new_version(session):
    for _twice in range(2):
        day_plans.change(session_id=session.pk, facts=WORDS, seen=0, by=GROUP, at=DUE)

    assert DayPlan.objects.get().version == 1
    assert session.events.filter(verb=Verb.DAY_PLANNED).count() == 1


def test_the_history_names_the_fields_and_nobodys_number(session):
    facts = {"group_phone": "09000000009", "key": "佐藤さんの家"}
    with translation.override("en"):  # the writer's language is not the reader's
        day_plans.change(
            session_id=session.pk, facts=facts, seen=0, by=GROUP, at=DUE,
            picture=day_plans.MapPicture("png", picture()),
        )  # fmt: skip

    note = session.events.get(verb=Verb.DAY_PLANNED).note
    assert note.text == "group_phone、key、map_picture"
    assert note.words({}) == "団体の当日の電話、鍵、地図"


def test_a_history_that_names_the_fields_in_words_stays_readable(office, session):  # noqa: F811
    day_plans.change(session_id=session.pk, facts=WORDS, seen=0, by=GROUP, at=DUE)
    EventNote.objects.filter(event__verb=Verb.DAY_PLANNED).update(text="公用車をとめる場所、key")

    page = office.get(reverse("desk:request", args=[session.request.public_id]))
    assert "公用車をとめる場所、鍵</li>" in page.content.decode()


def test_the_department_writes_by_its_link_and_the_group_sees_it(town, session, clock_at):
    clock_at(DUE)
    day_plans.want(session_id=session.pk, at=DUE)
    browser, grant = Client(), Grant.objects.get(purpose=Grant.Purpose.DAY)
    page = browser.get(f"/k/{grant.token}/")["Location"]

    answer = browser.post(page, {**WORDS, "people": "２７人", "met_on": "12/3", "version": "0"})
    assert answer.status_code == 302
    assert "書きました" in browser.get(answer["Location"]).content.decode()
    assert "27人（確定）" in words(browser.get(f"{page}sheet/").content)
    citizen = Citizen(town)
    assert "公民館の裏" in citizen.open_page(session.request, "day/1/").content.decode()


def test_the_group_writes_on_its_page_and_prints_the_sheet(town, session, clock_at):
    clock_at(DUE)
    citizen = Citizen(town)
    assert "人数と当日のことを書く" in citizen.open_page(session.request).content.decode()
    url = f"/requests/{session.request.public_id}/day/1/"

    answer = citizen.client.post(
        url, {"set_up_at": "午後1時半", "group_phone": "０９０-0000-0009", "version": "0"}
    )

    assert answer.status_code == 302
    plan = DayPlan.objects.get()
    assert (plan.set_up_at, plan.group_phone) == (time(13, 30), "09000000009")
    sheet = words(citizen.client.get(f"{url}sheet/").content)
    assert "13時30分" in sheet
    assert "090-0000-0009" in sheet


@pytest.mark.parametrize(
    "typed",
    [{"people": "たくさん"}, {"set_up_at": "朝"}, {"group_phone": "12"}, {"parking": "あ" * 201}],
)
def test_wrong_input_keeps_what_was_typed(town, session, clock_at, typed):
    clock_at(DUE)
    citizen = Citizen(town)
    citizen.open_page(session.request)
    url = f"/requests/{session.request.public_id}/day/1/"

    answer = citizen.client.post(url, {**typed, "key": "会長", "version": "x"})

    assert answer.status_code == 422
    assert next(iter(typed.values())) in answer.content.decode()
    assert not DayPlan.objects.exists()


def test_without_the_key_nobody_sees_or_writes(session):
    stranger = Client()
    for url in (
        reverse("days:page", args=[session.public_id]),
        reverse("days:sheet", args=[session.public_id]),
        reverse("requests:day", args=[session.request.public_id, 1]),
        reverse("requests:notice", args=[session.request.public_id]),
    ):
        assert stranger.get(url).status_code == 404
    assert stranger.post(reverse("days:page", args=[session.public_id]), WORDS).status_code == 404


def test_the_office_adds_a_map_which_is_drawn_anew(office, session, clock_at):  # noqa: F811
    clock_at(DUE)
    url = reverse("desk:day", args=[session.public_id])
    file = SimpleUploadedFile("map.png", picture(size=(3000, 2000)), "image/png")

    answer = office.post(
        url, {"map_file": file, "map_link": "https://maps.example/1", "version": 0}
    )

    assert answer.status_code == 302, answer.content.decode()
    plan = DayPlan.objects.get()
    kept = Image.open(io.BytesIO(bytes(plan.map_picture)))
    assert (kept.format, max(kept.size), len(kept.getexif())) == ("JPEG", 1400, 0)
    sheet = office.get(reverse("desk:day-sheet", args=[session.public_id]))
    assert "地図" in words(sheet.content)
    assert "no-store" in sheet["Cache-Control"]
    assert (
        "当日のこと"
        in office.get(reverse("desk:request", args=[session.request.public_id])).content.decode()
    )


def test_the_sheet_stays_one_page_though_every_field_is_full(session):
    facts = {
        **dict.fromkeys(("parking", "key", "access"), "あ" * 200), "kit": "い" * 300,
        "met_on": DUE.date(), "met_by": "う" * 60, "map_link": "https://m.example/" + "x" * 400,
    }  # fmt: skip
    day_plans.change(
        session_id=session.pk, facts=facts, seen=0, by=DEPARTMENT, at=DUE,
        picture=day_plans.MapPicture("jpeg", picture("JPEG", size=(600, 1400))),
    )  # fmt: skip
    ApplicantGroup.objects.update(name="名" * 60, contact_name="佐" * 60)

    found = words(day_sheet(LectureSession.objects.get()).content)

    assert "い" * 300 in found


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:99]]
)
def test_what_is_no_picture_is_refused_with_a_sentence(office, session, content):  # noqa: F811
    file = SimpleUploadedFile("map.png", content, "image/png")
    url = reverse("desk:day", args=[session.public_id])

    answer = office.post(url, {"map_file": file, "key": "会長", "version": 0})

    assert answer.status_code == 422
    assert "会長" in answer.content.decode()
    assert not DayPlan.objects.exists()


# The group's key is asked about once more by whoever holds the lock


@pytest.fixture
def ended_meanwhile(town, session, clock_at, monkeypatch) -> tuple[Client, str]:
    """The group's open page, whose key ends after it was looked at and before the lock."""
    clock_at(DUE)
    citizen = Citizen(town)
    citizen.open_page(session.request)
    lock = day_plans.locked_session

    def ended_first(session_id):
        Grant.objects.filter(purpose=Grant.Purpose.GROUP_PAGE).update(revoked_at=DUE)
        return lock(session_id)

    monkeypatch.setattr(day_plans, "locked_session", ended_first)
    return citizen.client, f"/requests/{session.request.public_id}/day/1/"


def test_a_group_whose_key_ended_before_the_lock_writes_nothing(ended_meanwhile):
    browser, page = ended_meanwhile

    answer = browser.post(page, {"key": "会長", "version": "0"})

    assert answer.status_code == 404
    assert not DayPlan.objects.exists()


def test_the_twin_a_group_looked_at_only_before_the_lock_still_writes(ended_meanwhile, monkeypatch):
    browser, page = ended_meanwhile
    monkeypatch.setattr(day_plans, "refuse_shut", lambda key, *, at: None)

    browser.post(page, {"key": "会長", "version": "0"})

    assert DayPlan.objects.get().key == "会長"
