"""How the pages look and are used: enlarged, narrow, in forced colours, read aloud, by keyboard alone,
and in やさしい日本語."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from bookings.models import BookingRequest
from bookings.status import RequestStatus
from config import readings
from tests.browser import test_public_pages as stories
from tests.browser.faults import RULES
from tests.browser.keyboard import Keyboard
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.bookings import group_grant

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
# What the width and the size of letters can change; the other rules are asked once for each page.
AT_EVERY_WIDTH = [
    "color-contrast",
    "target-size",
    "scrollable-region-focusable",
    "region",
    "bypass",
]
KANJI_WITHOUT_READING = """() => {
  const copy = document.querySelector('main').cloneNode(true);
  copy.querySelectorAll('ruby, option, textarea, svg, .vh').forEach(part => part.remove());
  return copy.textContent;
}"""


@pytest.fixture
def language(request: pytest.FixtureRequest) -> str:
    return getattr(request, "param", "ja")


easy = pytest.mark.parametrize("language", ["ja-easy"], indirect=True)


def public_pages(town: Everything) -> dict[str, str]:
    """A page of every public template that an address alone opens."""
    return {
        "home": "/", "menu": "/menu-2026/", "nothing found": "/menu-2026/?q=zzz",
        "lecture": "/menu-2026/map/", "courses": "/courses/", "course": "/courses/rivers/",
        "programme": "/courses/college/",
        "article": "/how/", "results": "/results/", "404": "/nowhere/", "key": "/k/wrong/",
        "lookup": "/requests/", "start": f"/apply/{town.lecture_page.lecture.public_id}/",
        "sign in": "/sign-in/",
    }  # fmt: skip


def test_no_public_page_breaks_a_rule_at_any_width_or_size(town: Everything, visitor: Visitor):
    faults = []
    for name, path in public_pages(town).items():
        visitor.open(path)
        faults += [f"{name} {fault}" for fault in at_every_width(visitor.page)]
    key = group_grant(town.request(status=RequestStatus.CONFIRMED))
    stories.key(visitor, key)
    faults += [f"the group's page {fault}" for fault in at_every_width(visitor.page)]
    for step in ("day/1/", "withdraw/"):
        visitor.open(f"/requests/{key.request.public_id}/{step}")
        faults += [f"{step} {fault}" for fault in at_every_width(visitor.page)]

    assert faults == []


def test_no_question_breaks_a_rule_at_any_width_or_size(town: Everything, visitor: Visitor):
    faults = []
    for name, page in questions(town, visitor):
        faults += [f"{name} {fault}" for fault in at_every_width(page)]

    assert faults == []


def test_no_page_of_the_desk_breaks_a_rule_at_any_width_or_size(town: Everything, clerk: Visitor):
    request = town.request(status=RequestStatus.CONFIRMED)
    faults = []
    for path in (
        "", "requests/", f"requests/{request.public_id}/", "requests/new/", "replies/", "mails/",
        "calls/", "consultations/", "results/", "turn/", "roles/", "mail-texts/",
    ):  # fmt: skip
        clerk.open(f"/desk/{path}")
        faults += [f"/desk/{path} {fault}" for fault in at_every_width(clerk.page)]

    assert faults == []


def at_every_width(page: Page) -> list[str]:
    """What axe and the eye find at 320, 360 and 1280 px, and with letters of twice the size."""
    found = [f"at 320 px: {fault}" for fault in axe(page, width=320, rules=RULES)]
    for width in (360, 1280):
        found += [f"at {width} px: {fault}" for fault in axe(page, width=width)]
    enlarge(page, 200)
    for width in (360, 1280):
        found += [f"{width} px, 200 %: {fault}" for fault in axe(page, width=width)]
        if wide := page.evaluate(_TOO_WIDE):
            found.append(f"{width} px, 200 %: scrolls sideways: {wide}")
    enlarge(page, 100)
    return found


# The first part that sticks out, where the page has to be moved sideways.
_TOO_WIDE = """() => document.documentElement.scrollWidth > innerWidth
  && [...document.querySelectorAll('main *')].filter(part => !part.closest('.vh, .scroll')
    && part.getBoundingClientRect().right > innerWidth + 1).at(-1)?.outerHTML.slice(0, 200)"""


def enlarge(page: Page, size: int) -> None:
    """As the browser's own setting for the size of letters does; a style of the page may not."""
    page.evaluate(
        """size => {
          document.adoptedStyleSheets = [new CSSStyleSheet()];
          document.adoptedStyleSheets[0].replaceSync(`html { font-size: ${size}% }`);
        }""",
        size,
    )


def axe(page: Page, *, width: int, rules: list[str] = AT_EVERY_WIDTH) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    kind = "tag" if rules is RULES else "rule"
    options = {
        "runOnly": {"type": kind, "values": rules},
        "resultTypes": ["violations"],
        "preload": False,
    }
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']} {[node['target'] for node in rule['nodes']][:3]}" for rule in found]


def questions(town: Everything, visitor: Visitor):
    """(name, page) of each page of a request, answered one by one."""
    page = visitor.page
    visitor.open(f"/apply/{town.lecture_page.lecture.public_id}/")
    visitor.press(stories.SEND)
    yield "who", page
    page.fill("[name=group_name]", "桜が丘自治会")
    page.fill("[name=people]", "25")
    page.locator("[name=connection]").first.check()
    visitor.press(stories.NEXT)
    yield "when", page
    visitor.press(".month td button")
    page.check("[name=wish1_part][value=morning]")
    yield "when, chosen", page
    visitor.press(stories.NEXT)
    visitor.press("button[name=centres]")
    yield "centres", page
    visitor.press("main a.back")
    yield "where", page
    page.check("[name=place][value='01']")
    page.check("[name=booked][value=yes]")
    visitor.press(stories.NEXT)
    visitor.press(stories.NEXT)
    yield "contact, errors", page
    page.fill("[name=representative]", "佐藤 花子")
    page.fill("[name=contact_kana]", "さとう はなこ")
    page.fill("[name=phone]", "090-0000-0000")
    page.check("[name=notify_by][value=email]")
    page.fill("[name=email]", "hanako@mail.example")
    visitor.press(stories.NEXT)
    yield "check", page
    page.check("[name=pledged]")
    visitor.press(stories.SEND)
    yield "done", page


def test_a_request_by_keyboard_alone(town: Everything, visitor: Visitor):
    """Tab, Enter, Space, letters: no mouse, and the cursor is always where the eye can see it."""
    hands = Keyboard(visitor.page)
    visitor.open("/menu-2026/map/")
    hands.go_to("link", "この講座を申し込む").press("Enter")
    hands.go_to("button", "質問に進む").press("Enter")
    hands.go_to("textbox", "団体の名前").type("桜が丘自治会")
    hands.go_to("radio", "市内に住んでいる").press("Space")
    hands.go_to("textbox", "来る人の人数").type("25")
    hands.go_to("button", "次へ進む").press("Enter")
    hands.go_to("button", re.compile("申し込めます")).press("Enter")
    hands.go_to("radio", re.compile("^午前")).press("Space")
    hands.go_to("button", "次へ進む").press("Enter")
    hands.go_to("radio", re.compile("北川|きたがわ|センター")).press("Space")
    hands.go_to("radio", "予約ずみ").press("Space")
    hands.go_to("button", "次へ進む").press("Enter")
    hands.go_to("textbox", "代表者の名前").type("佐藤 花子")
    hands.go_to("textbox", "連絡する人のよみがな").type("さとう はなこ")
    hands.go_to("textbox", "電話番号").type("090-0000-0000")
    hands.go_to("radio", "電話").press("Space")
    hands.go_to("button", "次へ進む").press("Enter")
    hands.go_to("checkbox", "上のことを約束します").press("Space")
    hands.go_to("button", "この内容で申し込む").press("Enter")

    assert visitor.page.get_by_role("heading", level=1).inner_text() == (
        "申込みを受け付けました（仮受付）"
    )
    assert BookingRequest.objects.submitted().count() == 1
    assert hands.unseen == []


# What a screen reader meets, in its order: the frame, then the question, its fields and buttons.
READ_ALOUD = {
    "who": [
        "main", "progressbar 5つのうち 1つめ", "heading どなたの集まりですか",
        "textbox 団体の名前", "combobox 団体の種類（なくてもかまいません）",
        "group 来る人は、市とどんなつながりがありますか", "radio 市内に住んでいる",
        "textbox 来る人の人数", "button 次へ進む", "button ここまで保存して、あとで続ける", "contentinfo",
    ],
    "when": [
        "main", "link 前の質問へもどる", "heading いつがよいですか", "list", "table",
        "columnheader 日", "columnheader 土", "button 次の月", "button 次へ進む", "contentinfo",
    ],
    "where": [
        "main", "heading どこで行いますか", "button 広さや備品で会場をさがす", "group 会場",
        "radio ほかの場所", "group 会場の予約", "radio 予約ずみ", "radio これから予約する",
        "button 次へ進む", "contentinfo",
    ],
    "contact, errors": [
        "main", "alert", "heading 入力を確かめてください", "link 代表者の名前を入れてください。",
        "heading 連絡先を教えてください", "textbox 代表者の名前", "checkbox 連絡する人も、代表者と同じ",
        "textbox 連絡する人のよみがな", "textbox 電話番号", "group お知らせの方法", "radio メール",
        "button 次へ進む", "contentinfo",
    ],
    "check": [
        "main", "heading 送る前に確かめてください", "term", "link 変える ：団体の名前",
        "heading 約束してください", "checkbox 上のことを約束します", "button この内容で申し込む",
        "contentinfo",
    ],
    "done": [
        "main", "heading 申込みを受け付けました（仮受付）", "heading これから", "heading 申込みの控え",
        "link 申込みのようすを見る", "contentinfo",
    ],
}  # fmt: skip


def test_what_is_read_aloud_comes_in_the_order_of_the_page(town: Everything, visitor: Visitor):
    wrong = {}
    for name, page in questions(town, visitor):
        if name in READ_ALOUD:
            said = spoken(page)
            assert said[:2] == ["link 本文へ進む", "banner"]
            if missing := not_in_order(READ_ALOUD[name], said):
                wrong[name] = (missing, said)

    assert wrong == {}


def spoken(page: Page) -> list[str]:
    """The accessibility tree from top to bottom, one line for each role and name."""
    lines = []
    for line in page.locator("body").aria_snapshot().splitlines():
        if found := re.match(r"\s*- '?(\w+)(?: \"((?:[^\"\\]|\\.)*)\")?", line):
            lines.append(" ".join(filter(None, found.groups())))
    return lines


def not_in_order(wanted: list[str], said: list[str]) -> str:
    """The first line that does not come after the one before it, or nothing."""
    rest = iter(said)
    return next(
        (line for line in wanted if not any(f"{one} ".startswith(f"{line} ") for one in rest)), ""
    )


@pytest.fixture
def forced(visitor: Visitor) -> Visitor:
    visitor.page.emulate_media(forced_colors="active", color_scheme="dark")
    return visitor


def test_in_forced_colours_everything_that_matters_keeps_an_edge(town: Everything, forced: Visitor):
    faults = []
    for name, page in questions(town, forced):
        faults += [f"{name}: {fault}" for fault in page.evaluate(_EDGELESS)]
    stories.key(forced, group_grant(town.request(status=RequestStatus.CONFIRMED)))
    faults += forced.page.evaluate(_EDGELESS)

    assert faults == []


_EDGELESS = """() => [...document.querySelectorAll(
    '.button, .chip, .choice, .notice, .month button, .field-error, input:not([type=radio],'
    + '[type=checkbox], [type=hidden], [tabindex="-1"]), select, textarea, .error-summary, summary'
  )].filter(part => part.checkVisibility() && !part.closest('.vh')).filter(part => {
    const own = getComputedStyle(part.matches('summary') ? part.parentElement : part);
    const around = getComputedStyle(document.body).backgroundColor;
    return !['Top', 'Left'].some(side => parseFloat(own[`border${side}Width`]) >= 1
      && own[`border${side}Style`] !== 'none' && own[`border${side}Color`] !== around);
  }).filter(part => !part.closest('.agreed, .wish')).map(part => part.outerHTML.slice(0, 90))"""


def test_the_chosen_day_and_card_are_told_apart_in_forced_colours(
    town: Everything, forced: Visitor
):
    page = next(page for name, page in questions(town, forced) if name == "when, chosen")

    for part in (".month .chosen", ".choice:has(:checked)"):
        style = page.locator(part).first.evaluate("part => getComputedStyle(part).outlineStyle")
        assert (part, style) == (part, "solid")


def test_nothing_moves_for_who_asked_for_less_motion(town: Everything, visitor: Visitor):
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.open("/")

    moving = visitor.page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(part => {
          const style = getComputedStyle(part);
          return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
        }).length"""
    )

    assert moving == 0


@easy
def test_pages_that_anybody_finds_in_easy_words(town: Everything, visitor: Visitor):
    stories.test_pages_that_anybody_finds(town, visitor)


@easy
def test_an_application_in_easy_words(town: Everything, visitor: Visitor):
    stories.test_an_application_from_start_to_end(town, visitor)


@easy
def test_the_groups_page_in_easy_words(town: Everything, visitor: Visitor):
    stories.test_the_groups_page_in_every_state_and_its_moves(town, visitor)


@easy
def test_every_word_of_a_question_has_its_reading(town: Everything, visitor: Visitor):
    """What the town and the group wrote themselves has none."""
    office = town.town.office
    written = [
        office.area_sentence, office.office_name, office.phone_hours, *office.pledge_lines,
        "桜が丘自治会", "佐藤 花子", "北川地域交流センター", "みかがみ市北川1-1", "防災課",
        "わが家の防災マップづくり",
    ]  # fmt: skip
    bare = {}
    for name, page in questions(town, visitor):
        text = page.evaluate(KANJI_WITHOUT_READING)
        for words in written:
            text = text.replace(words, "")
        if kanji := readings.WITHOUT.findall(text):
            bare[name] = "".join(kanji)

    assert bare == {}
