"""The main job as people do it: a phone without scripts, a real mailbox, a plain-text reply.

Real web server, worker and beat; real SMTP and IMAP; only the clock is moved.
"""

import re
import time
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
import vobject
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django_scopes import scope
from wagtail.models import Site

from accounts.models import SiteRole, User
from bookings import doctor
from bookings.chases import morning_after
from bookings.models import BookingRequest, LectureSession
from config import clock
from lectures.eras import fiscal_year_of
from lectures.models import Lecturer
from lectures.roles import give_role
from lectures.zones import local, venue_zone
from notifications.models import MailIdentity
from tests.factories import lectures as pages
from tests.factories.town import make_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "himitsu-no-kotoba"


@pytest.fixture
def phone(browser):
    """A visitor at 360 px whose browser runs no scripts."""
    context = browser.new_context(
        locale="ja-JP", viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def story(live, mail, mail_domain):
    """The town with its own mail domain, and the whole system running on it."""
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        year = fiscal_year_of(local(clock.now()).date())
        town = make_town(site, year=year)
        MailIdentity.objects.update(mail_domain=mail_domain, from_address=f"uketsuke@{mail_domain}")
        town.office.email = f"office@city-{mail_domain}"
        town.office.save()
        town.department.email = f"bousai@city-{mail_domain}"
        town.department.save()
        Lecturer.objects.filter(pk=town.lecturers[0].pk).update(email=f"tanaka@city-{mail_domain}")
        menu = pages.menu(site, year=year, title="今年度の講座")
        pages.lecture_page(
            menu, title="わが家の防災", number="1-01", department=town.department, minutes=60
        )
        # The web process has the real hashers; the tests' own is too cheap for it.
        clerk = User.objects.create(
            email="office@city.example", password=PBKDF2PasswordHasher().encode(PASSWORD, "salt1")
        )
        give_role(clerk, site=site, role=SiteRole.Role.OFFICE)
        mail.trust(town.department.email)
        mail.catch_all(mail_domain, mailbox=f"inbox@{mail_domain}")
        stack = live(email_url=mail.smtp_url, inbox_url=mail.imap_url(f"inbox@{mail_domain}"))
        yield town, stack


def wait_for(question: Callable[[], Any], *, seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.3)
    return answer


def mailed(mail, address: str, words: str) -> EmailMessage:
    """The mail to that address whose subject has the words, as soon as it is there."""
    return wait_for(
        lambda: next((one for one in mail.messages(address) if words in one["Subject"]), None)
    )


def text_of(message: EmailMessage) -> str:
    return message.get_body(preferencelist=("plain",)).get_content()


def delivered(page, base_url: str) -> int:
    """The number that the public page shows."""
    page.goto(f"{base_url}/results/")
    return int(re.search(r"(\d+)回行い", page.locator(".lead").first.inner_text())[1])


def test_a_request_becomes_a_counted_session_by_phone_mail_and_page(
    story, mail, mail_domain, phone, browser
):
    town, stack = story
    base, citizen = stack.base_url, f"sato@{mail_domain.replace('.test', '-mail.test')}"

    # The group finds the lecture and asks for it.
    phone.goto(f"{base}/menu-{town.lecture.fiscal_year.year}/")
    phone.get_by_role("link", name=re.compile("わが家の防災")).first.click()
    phone.get_by_role("link", name="この講座を申し込む").click()
    phone.get_by_role("button", name="質問に進む").click()
    phone.get_by_label("団体の名前").fill("桜が丘自治会")
    phone.get_by_text("市内に住んでいる", exact=True).click()
    phone.get_by_label("来る人の人数").fill("２５人")
    phone.get_by_role("button", name="次へ進む").click()
    if not phone.locator(".month td button").count():
        phone.get_by_role("button", name="次の月").click()
    phone.locator(".month td button").first.click()
    phone.get_by_text("午前", exact=True).first.click()
    phone.locator(".actions button[name=next]").click()
    phone.get_by_text("北川地域交流センター").click()
    phone.get_by_text("予約ずみ", exact=True).click()
    phone.get_by_role("button", name="次へ進む").click()
    phone.locator("[name=representative]").fill("佐藤　花子")
    phone.locator("[name=same_person]").check()
    phone.locator("[name=contact_kana]").fill("ｻﾄｳ ﾊﾅｺ")
    phone.locator("[name=phone]").fill("０９０ー００００－００００")
    phone.locator("[name=notify_by][value=email]").check()
    phone.locator("[name=email]").fill(citizen)
    phone.get_by_role("button", name="次へ進む").click()
    phone.get_by_text(re.compile("佐藤.花子")).first.wait_for()
    phone.locator("[name=pledged]").check()
    phone.get_by_role("button", name="この内容で申し込む").click()
    phone.get_by_text(re.compile(r"R\d+-0001")).first.wait_for()
    received = mailed(mail, citizen, "【受付】")
    assert "日時はまだ決まっていません" in text_of(received)
    phone.goto(re.search(r"https?://\S+/k/\S+", text_of(received))[0])
    phone.get_by_role("button", name="届きました").click()
    phone.wait_for_url("**/requests/*/")

    # The office asks the department.
    desk = browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 900}).new_page()
    desk.goto(f"{base}/desk/")
    desk.locator("input[name=login]").fill("office@city.example")
    desk.locator("input[name=password]").fill(PASSWORD)
    desk.locator("input[name=password]").press("Enter")
    desk.wait_for_url("**/desk/")
    request = BookingRequest.objects.get()
    desk.goto(f"{base}/desk/requests/{request.public_id}/ask/")
    desk.locator("input[type=radio]").first.check()
    desk.get_by_role("button", name="依頼する", exact=True).click()

    # The department answers with one plain line.
    asked = mailed(mail, town.department.email, "【回答のお願い】")
    assert len(text_of(asked).splitlines()) <= 30
    quoted = "".join(f"> {line}\n" for line in text_of(asked).splitlines())
    answer = EmailMessage()
    answer["From"], answer["To"] = town.department.email, asked["Reply-To"]
    answer["Subject"], answer["In-Reply-To"] = f"Re: {asked['Subject']}", asked["Message-ID"]
    answer["Message-ID"] = f"<answer@city-{mail_domain}>"
    answer.set_content(f"承諾 10:30 田中\n\n防災課 係長\n\n{quoted}")
    mail.send(answer, sender=town.department.email, to=asked["Reply-To"].addresses[0].addr_spec)

    # Everybody is told; the calendar is read by a parser that is not ours.
    confirmed = mailed(mail, citizen, "【日時が決まりました】")
    assert "田中 一郎" in text_of(confirmed)
    invitation = mailed(mail, town.department.email, "【返事を記録しました】")
    part = next(one for one in invitation.walk() if one.get_content_type() == "text/calendar")
    calendar = vobject.readOne(part.get_payload(decode=True).decode())
    session = LectureSession.objects.get()
    assert part.get_param("method") == calendar.method.value == "REQUEST"
    assert calendar.vevent.dtstart.value == session.starts_at
    assert local(session.starts_at).strftime("%H:%M") == "10:30"
    assert calendar.vevent.sequence.value == "1"
    assert calendar.vevent.attendee.value == f"mailto:{town.department.email}"

    # The group's private page says so too.
    link = re.search(r"http://\S+/k/\S+", text_of(confirmed))[0]
    phone.goto(link)
    assert "/k/" not in phone.url
    assert "10時30分" in phone.content()

    # The day comes and goes; the department reports; the year counts one more.
    clock.move(morning_after(session.ends_at, venue_zone()) - clock.now())
    wanted = mailed(mail, town.department.email, "【報告のお願い】")
    before = delivered(phone, base)
    report = re.search(r"http://\S+/k/\S+", text_of(wanted))[0]
    phone.goto(report)
    phone.locator("[name=adults]").fill("２０")
    phone.locator("[name=children]").fill("3")
    phone.locator("[name=minutes]").fill("60分")
    phone.get_by_role("button", name="報告を送る").click()
    phone.get_by_text("報告を受け取りました").first.wait_for()
    assert delivered(phone, base) == before + 1
    desk.goto(f"{base}/desk/results/")
    assert int(desk.locator(".figure b").first.inner_text()) == before + 1
    desk.context.close()
    # In this process the mails' secrets and the clock are the same, so the doctor can be asked.
    assert list(doctor.checks(at=clock.now())) == []
