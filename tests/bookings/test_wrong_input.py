"""Wrong inputs for each form: never an error of ours, always a sentence, nothing typed lost.

WRONG_INPUTS says how many for each form (default 100; 1,000 take some minutes).
"""

import os
import unicodedata
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import SiteRole, User
from bookings.actions import consulting
from bookings.actions.consulting import Asked
from bookings.actions.submitting import GroupFacts
from bookings.models import BookingRequest, Consultation, ConsultationEvent
from bookings.status import ConsultationAbout
from tests.factories.town import GROUP, NOW, make_town

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
HOW_MANY = int(os.environ.get("WRONG_INPUTS", "100"))
MANY = settings(
    max_examples=HOW_MANY,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# What people type wrongly, what keyboards add, and what breaks programs.
ODD = st.sampled_from(
    [
        "", " ", "　", "\x00", "あ" * 3000, "💮", "'; DROP TABLE", "<script>", "0", "-1", "９" * 30,
        "12/17", "2/30 10", "第9希望 12/17 a", "12/17 a、12/17 a", "12/17 99", "午前2時半", "令和99年1月1日",
        "1e309", "NaN", "٣٣", "x", "other", "email", "few", "\r\n\r\n", "ﾊﾅｺ", "a@b", "〒", "090ー", "\ud7ff",
    ]
)  # fmt: skip
TEXT = st.one_of(ODD, st.text(max_size=60))


def sent(*names: str) -> st.SearchStrategy[dict[str, str]]:
    """Some of the boxes filled, with anything; a browser leaves out what it does not show."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, TEXT))


@pytest.fixture
def office(site, clock_at) -> Client:
    clock_at(NOW)
    make_town(site)
    user = User.objects.create_user("yamada@city.mikagami.example", "a-long-password")
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.OFFICE)
    client = Client()
    client.force_login(user)
    return client


def refused(page, typed: dict[str, str], *, kept: tuple[str, ...]) -> bool:
    """Whether it was refused rightly: below 500, with a sentence, and all of `kept` still there."""
    assert page.status_code in (200, 302, 422), page.status_code
    if page.status_code == 302:
        return False
    soup = BeautifulSoup(page.content, "html.parser")
    sentences = [row.get_text().strip() for row in soup.select("[role=alert] li, [role=alert] p")]
    assert sentences, typed
    assert all(sentences), typed
    shown = {
        box["name"]: value_of(box) for box in soup.select("main [name]") if box["name"] in kept
    }
    for name in kept:
        if name in typed:
            assert same(shown[name], typed[name]), (name, typed[name], shown[name])
    return True


def value_of(box) -> str:
    return box.get_text() if box.name == "textarea" else box.get("value", "")


def same(shown: str, typed: str) -> bool:
    """As a browser keeps it: a parser of HTML knows neither NUL nor other line ends."""

    def plain(text: str) -> str:
        letters = text.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
        return "".join(
            one for one in letters if unicodedata.category(one) not in ("Cc", "Cs", "Cn")
        )

    return plain(shown).strip("\n\ufffd") == plain(typed).strip("\n\ufffd")


CONSULT = (
    "about", "wish", "words", "people", "when_words", "place_words", "group_name", "contact_name",
    "notify_by", "email", "phone", "submission", "lecture",
)  # fmt: skip
BOXES = (
    "wish", "words", "people", "when_words", "place_words", "group_name", "contact_name", "email",
    "phone",
)  # fmt: skip


@MANY
@given(typed=sent(*CONSULT))
def test_a_consultation_on_the_web(typed, office):
    client: Client = Client()

    before = Consultation.objects.count()

    page = client.post("/consult/", typed)

    if refused(page, typed, kept=BOXES):
        assert Consultation.objects.count() == before


@MANY
@given(typed=sent(*CONSULT, "way"))
def test_a_consultation_by_telephone(typed, office):
    page = office.post("/desk/consultations/new/", typed)

    refused(page, typed, kept=BOXES)


@pytest.fixture
def step(office, site) -> Callable:
    asked = Asked(
        group=GroupFacts(name="", contact_name="林", phone="0277123456", notify_by="phone"),
        about=ConsultationAbout.FEW, words="6人でも聞けますか。",
    )  # fmt: skip
    row = consulting.take(asked=asked, by=GROUP, at=NOW, site_id=site.pk)

    def press(name: str, typed: dict[str, str]):
        return office.post(f"/desk/consultations/{row.public_id}/{name}/", typed)

    return press


@MANY
@given(
    name=st.sampled_from(["tell", "note", "close", "reopen"]),
    typed=sent("way", "words", "settled", "heard", "reason", "version"),
)
def test_what_the_office_does_with_a_consultation(name, typed, step):
    before = ConsultationEvent.objects.count()

    page = step(name, typed)

    if page.status_code != 302:
        assert page.status_code == 422
        assert ConsultationEvent.objects.count() == before
        soup = BeautifulSoup(page.content, "html.parser")
        assert soup.select("[role=alert] li")


ENTRY = (
    "lecture", "way", "phone", "group_name", "people", "wishes", "place", "other_name",
    "other_address", "booked", "representative", "contact_kana", "notify_by", "email", "fax",
    "postcode", "address", "same_person", "contact_name", "kind", "connection", "members", "ages",
    "reachable", "questions", "remarks", "usable_from", "usable_until", "classes", "agreed",
    "agreed_day", "agreed_times", "agreed_with", "care", "care_words", "care_by", "kit_there",
    "waive", "submission", "consultation", "off_title", "off_department", "off_category",
    "off_minutes",
)  # fmt: skip
LINES = (
    "lecture", "phone", "group_name", "people", "wishes", "other_name", "other_address",
    "representative", "email", "fax", "postcode", "address", "members", "ages", "reachable",
    "questions", "remarks", "usable_from", "usable_until", "classes", "agreed_day",
    "agreed_times", "agreed_with", "care_words", "off_title", "off_minutes",
)  # fmt: skip


@MANY
@given(typed=sent(*ENTRY))
def test_a_request_on_the_telephone(typed, office):
    page = office.post("/desk/requests/new/", typed)

    assert refused(page, typed, kept=LINES)
    assert BookingRequest.objects.count() == 0


@settings(MANY, max_examples=HOW_MANY // 5)
@given(typed=sent(*ENTRY, "same"))
def test_the_same_as_last_time(typed, office):
    page = office.post("/desk/requests/new/", {"same": "", **typed})

    assert page.status_code == 200
    assert BookingRequest.objects.count() == 0
