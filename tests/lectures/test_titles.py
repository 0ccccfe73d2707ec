"""In English a lecture bears the title of its English page; without one it is marked as Japanese."""

from django.template import Context, Template
from django.utils import translation
from wagtail.models import Locale, Page

from lectures.titles import number_in, title_in, told_in
from tests.factories import lectures as make

SHOWN = Template("{% load okigaru_titles %}{% title_of lecture %}")


def translated(site, *, title: str):
    english = Locale.objects.get_or_create(language_code="en")[0]
    page = make.lecture_page(make.menu(site), title="防災のはなし")
    Page.objects.get(pk=site.root_page_id).copy_for_translation(english)
    page.menu().copy_for_translation(english)
    copy = page.copy_for_translation(english)
    copy.title = title
    copy.save_revision().publish()
    return page.lecture


def test_the_english_page_gives_the_english_title(site):
    lecture = translated(site, title="Getting ready")

    assert (title_in(lecture, "ja"), title_in(lecture, "ja-easy")) == ("防災のはなし",) * 2
    assert told_in(lecture, "en").title == "Getting ready"
    with translation.override("en"):
        assert SHOWN.render(Context({"lecture": lecture})) == "Getting ready"
    assert lecture.title == "防災のはなし"


def test_without_one_its_japanese_title_says_that_it_is_japanese(site):
    lecture = make.lecture_page(make.menu(site), title="ごみ <分別>").lecture

    with translation.override("en"):
        shown = SHOWN.render(Context({"lecture": lecture}))

    assert shown == '<span lang="ja">ごみ &lt;分別&gt;</span>'
    assert SHOWN.render(Context({"lecture": lecture})) == "ごみ &lt;分別&gt;"


def test_a_number_off_the_menu_is_said_in_english(site):
    lecture = make.lecture_page(make.menu(site)).lecture
    lecture.number = "メニュー外-2"

    assert (number_in(lecture, "en"), number_in(lecture, "ja")) == ("Off-menu 2", "メニュー外-2")
