"""The year's turn of a whole menu: eighty lectures of twenty-five departments, by mails and pages only."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts import secrets
from accounts.models import SiteRole
from bookings.models import Grant
from bookings.rules import Wish
from bookings.status import RequestStatus
from cms import tasks
from cms.rollover.models import MenuEntry, MenuRollover
from lectures import schedule
from lectures.models import Lecture, LecturePage
from notifications.models import OutgoingEmail
from tests.factories import lectures as make
from tests.factories.rollover import menu_town
from tests.factories.town import Town, at, submitted

LECTURES, DEPARTMENTS = 80, 25
Answer = MenuEntry.Answer


@pytest.fixture
def made(site, clock_at):
    clock_at("2027-01-12 10:00")
    return menu_town(site, lectures=LECTURES, departments=DEPARTMENTS)


@pytest.fixture
def office(site):
    return Office(make.person(site, SiteRole.Role.OFFICE))


class Office(Client):
    """Signs in each day anew."""

    def __init__(self, user):
        super().__init__()
        self.user = user

    def request(self, **facts):
        self.force_login(self.user)
        return super().request(**facts)


def press(client: Client, page: str, *, words: str, **typed: object) -> BeautifulSoup:
    """Press the first button of a page that is called so, with what stands in its form."""
    soup = BeautifulSoup(client.get(page).content, "html.parser")
    button = next(one for one in soup.select("main button") if words in one.get_text())
    form = button.find_parent("form")
    data: dict[str, object] = {}
    for box in form.select("input[name], textarea[name], select[name]"):
        if box.get("type") in ("radio", "checkbox") and not box.has_attr("checked"):
            continue
        data[box["name"]] = (
            box.get_text().lstrip("\n") if box.name == "textarea" else box.get("value", "")
        )
    if button.get("name"):
        data[button["name"]] = button.get("value", "")
    answer = client.post(form.get("action") or page, data | typed, follow=True)
    assert answer.status_code == 200, (words, answer.status_code)
    return BeautifulSoup(answer.content, "html.parser")


def opened_by_mail(mail: OutgoingEmail) -> tuple[Client, str]:
    """Whoever reads the mail opens its link."""
    client = Client()
    [link] = re.findall(r"/k/\S+/", secrets.fill(mail.text))
    return client, client.get(link)["Location"]


def test_a_menu_is_rolled_over_by_mails_and_pages_only(made, office, clock_at):
    before = list(
        LecturePage.objects.child_of(made.menu).values("title", "live", "latest_revision")
    )
    lecture = made.pages[0].lecture
    town = Town(made.town.site, made.town.office, lecture.department, [], lecture, made.town.centre)
    already = submitted(
        town, moment=at("2027-01-12 09:00"), wishes=(Wish(date(2027, 6, 10), "morning"),)
    )

    press(office, "/desk/menu/", words="下書きを用意する")
    tasks.carry_rollovers()
    assert OutgoingEmail.objects.filter(kind__startswith="department_menu").count() == 0
    press(office, "/desk/menu/", words="メールを送る")
    mails = list(OutgoingEmail.objects.filter(kind="department_menu_asked").order_by("pk"))
    assert len(mails) == DEPARTMENTS

    clock_at("2027-02-03 14:00")
    for number, mail in enumerate(mails):
        answer(mail, number=number)
    entries = MenuEntry.objects.all()
    assert entries.filter(answer=Answer.OPEN).count() == 0
    assert OutgoingEmail.objects.filter(kind="department_menu_recorded").count() == DEPARTMENTS

    changed = list(entries.filter(answer__in=[Answer.CHANGED, Answer.NEW]))
    assert len(changed) == 10
    for entry in changed:
        shown = press(office, f"/desk/menu/lectures/{entry.public_id}/", words="この内容で認める")
        assert "記録しました" in shown.get_text()
    press(office, "/desk/menu/", words="この日の0時に公開する", day="2027-03-20")
    tasks.carry_rollovers()
    press(office, "/desk/menu/", words="この日から、新しいメニュー", day="2027-03-20")

    clock_at("2027-03-19 23:50")
    schedule.publish_due(at=at("2027-03-19 23:50"))
    rollover = MenuRollover.objects.get()
    assert Lecture.objects.filter(fiscal_year=rollover.fiscal_year).count() == 0
    now = list(LecturePage.objects.child_of(made.menu).values("title", "live", "latest_revision"))
    assert now == before

    clock_at("2027-03-20 00:01")
    schedule.publish_due(at=at("2027-03-20 00:01"))
    rows = Lecture.objects.filter(fiscal_year=rollover.fiscal_year)
    stopped = entries.filter(answer=Answer.STOPPED).count()
    assert stopped == 5
    assert rows.count() == LECTURES - stopped + 5
    assert rows.filter(continued_from__isnull=False).count() == LECTURES - stopped
    assert rows.filter(continued_from=lecture).get().title == "講座その0（新しい内容）"

    already.refresh_from_db()
    assert (already.status, already.lecture) == (RequestStatus.SUBMITTED, lecture)
    old_page = Client().get(made.pages[0].url).text
    assert "令和9年度（2027年度）の「講座その0（新しい内容）」" in old_page
    assert (
        "令和9年度（2027年度）はありません"
        in Client().get(page_of(entries.filter(answer=Answer.STOPPED).first())).text
    )


def page_of(entry: MenuEntry) -> str:
    return LecturePage.objects.get(lecture=entry.continues).url


def answer(mail: OutgoingEmail, *, number: int) -> None:
    """Every fifth department changes one, stops another and adds a third; the others press once."""
    client, page = opened_by_mail(mail)
    soup = BeautifulSoup(client.get(page).content, "html.parser")
    links = [link["href"] for link in soup.select("main li.card h2 a")]
    if number % 5 == 0:
        title = soup.select("main li.card h2 a")[0].get_text().partition(" ")[2]
        press(client, links[0], words="この内容で送る", title=f"{title}（新しい内容）")
        press(client, links[1], words="この講座をやめる", reason="担当する人がいないため")
        press(
            client, f"{page}new/", words="この内容で送る", title=f"新しい講座{number}",
            minutes="45分", category=str(MenuEntry.objects.first().continues.category_id),
        )  # fmt: skip
    press(client, page, words="そのまま") if number % 5 else press_rest(client, page)


def press_rest(client: Client, page: str) -> None:
    while "そのまま」にする" in (text := client.get(page).text) or 'name="same"' in text:
        press(client, page, words="そのまま")


def test_the_pages_cost_the_same_for_many_lectures(made, office, django_assert_max_num_queries):
    press(office, "/desk/menu/", words="下書きを用意する")
    tasks.carry_rollovers()
    press(office, "/desk/menu/", words="メールを送る")
    grant = Grant.objects.filter(purpose=Grant.Purpose.MENU).first()
    client = Client()
    page = client.get(f"/k/{grant.token}/")["Location"]

    with django_assert_max_num_queries(30):
        client.get(page)
    with django_assert_max_num_queries(40):
        office.get("/desk/menu/")
