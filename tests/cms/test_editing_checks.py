"""Notes on Japanese text: a table of cases, and what a page with blocks is told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from accounts.models import Role, User
from cms.editing import reading
from cms.editing.checks import LONGEST, Link, Written, notes_on
from cms.models import ArticlePage
from lectures import roles
from tests.factories import lectures as make

CASES = [
    ("参加費は１００円です。", [("width", "１００")]),
    ("参加費は100円です。", []),
    ("ＰＴＡのみなさんへ", [("width", "ＰＴＡ")]),
    ("ｺﾝﾋﾟｭｰﾀの話", [("kana", "ｺﾝﾋﾟｭｰﾀ")]),
    ("①受付 ②開会", [("circled", "①"), ("circled", "②")]),
    ("㈱みかがみ", [("machine", "㈱")]),
    ("Ⅲ部制です", [("machine", "Ⅲ")]),
    ("広さは20㎡です", [("machine", "㎡")]),
    ("令和8年12月1日から", [("era", "令和8年")]),
    ("令和8年（2026年）12月1日から", []),
    ("2026年（令和8年）12月1日から", []),
    ("令和8年度の講座", []),
    ("平成元年に始まりました。", [("era", "平成元年")]),
    ("日 時 と場所", [("spaced", "日 時 ")]),
    ("桜が丘 自治会", []),
    ("あ" * LONGEST + "。", [("long", "あ" * 24 + "…")]),
    ("あ" * (LONGEST - 1) + "。", []),
    (("あ" * 50 + "。") * 3, []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_a_text_is_told(text, expected):
    assert [(note.code, note.where) for note in notes_on(Written(texts=(text,)))] == expected


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("こちら", "link"),
        ("詳しくはこちら", "link"),
        ("ここをクリック", "link"),
        ("", "link"),
        ("https://city.example/", "address"),
        ("防災マップ（PDF）", None),
        ("こちらの地図を見る", None),
    ],
)
def test_a_link_says_where_it_leads(words, code):
    notes = notes_on(Written(links=(Link(words, "/x/"),)))
    assert [note.code for note in notes] == ([code] if code else [])


def test_every_note_says_what_to_do():
    every = notes_on(
        Written(
            tuple(text for text, _ in CASES),
            (Link("こちら"), Link("http://x")),
            missing_alternatives=1,
            papers=1,
        )
    )
    assert {note.code for note in every} == {
        "width", "kana", "circled", "machine", "era", "spaced", "long", "link", "address",
        "alternative", "paper_only",
    }  # fmt: skip
    assert all("ください" in note.words for note in every)


@pytest.mark.django_db
def test_the_blocks_of_a_page_are_read(site):
    page = ArticlePage(
        title="お知らせ①",
        intro="",
        body=[
            ("heading", "日程"),
            ("paragraph", '<p>くわしくは<a href="/x/">こちら</a>を見てください。</p><p>１０人</p>'),
            ("steps", ["㈱に電話する"]),
        ],
    )
    assert [(note.code, note.where) for note in reading.notes_of(page)] == [
        ("link", "こちら"),
        ("circled", "①"),
        ("width", "１０"),
        ("machine", "㈱"),
    ]


@pytest.mark.django_db
def test_a_page_that_is_only_a_file_is_told_so(site):
    page = ArticlePage(title="資料", body=[("paper", {"document": None, "words": "資料（PDF）"})])
    assert [note.code for note in reading.notes_of(page)] == ["paper_only"]


@pytest.mark.django_db
def test_notes_are_told_after_saving_and_stand_in_the_editor_and_the_report(site, client):
    menu = make.menu(site)
    page = make.lecture_page(menu, title="①わが家の備え", summary="１０人から")
    client.force_login(make.person(site))

    editor = client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    report = client.get(reverse("editing-notes")).content.decode()
    home = client.get(reverse("wagtailadmin_home")).content.decode()

    for shown in (editor, report):
        assert "「①」" in shown
        assert "全角の英数字は、半角にしてください。" in shown
    assert "公開中の1ページに、直すとよい所があります。" in home


@pytest.mark.django_db
def test_the_report_of_a_department_names_its_own_pages_only(site, client):
    menu, ours = make.menu(site), make.department(site, name="防災課")
    make.lecture_page(menu, title="①うちの講座", department=ours)
    make.lecture_page(menu, title="②ほかの講座")
    user = User.objects.create_user("bosai@city.example", "himitsu-no-kotoba")
    roles.give_role(user, site=site, role=Role.DEPARTMENT, department=ours)
    client.force_login(user)

    report = client.get(reverse("editing-notes")).content.decode()
    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "①うちの講座" in report
    assert "②ほかの講座" not in report
    assert "新しい講座を書く" in home
    assert "②ほかの講座" not in home


@pytest.mark.django_db
def test_the_report_asks_no_question_for_each_picture(site, client):
    image = get_image_model().objects.create(title="写真", file=get_test_image_file())
    client.force_login(User.objects.create_superuser("all@city.example", "himitsu-no-kotoba"))

    def asked(url):
        with CaptureQueriesContext(connection) as questions:
            client.get(url)
        return len(questions)

    def write(number):
        for _ in range(number):
            body = [("picture", {"image": image, "alt": ""}), ("paragraph", "<p>①</p>")]
            Page.objects.get(pk=site.root_page_id).add_child(
                instance=ArticlePage(title="お知らせ", body=body)
            )

    urls = [reverse("wagtailadmin_home"), reverse("editing-notes")]
    write(1)
    before = [(asked(url), asked(url))[1] for url in urls]
    write(5)
    assert [asked(url) for url in urls] == before
