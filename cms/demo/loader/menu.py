"""A dozen lectures and one university course, made as an editor makes them: pages, published."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wagtail.models import Locale, Page, Site

from cms.demo.loader.people import Staff
from cms.demo.loader.stories import at_hour
from cms.models import HomePage
from lectures.eras import fiscal_year_label, fiscal_year_of
from lectures.models import (
    Category,
    CourseIndexPage,
    CoursePage,
    CoursePageMeeting,
    FiscalYear,
    Lecture,
    LecturePage,
    MenuPage,
    Provider,
)
from lectures.roles import ensure_groups
from lectures.zones import local

LECTURES = (
    # number, title, category, department, minutes, summary, audience, to prepare, outline
    (
        "1-01",
        "わが家の防災マップづくり",
        0,
        "0101",
        60,
        "家から避難所までの道を地図に書きこみ、危ない場所と集まる場所を決めます。",
        "",
        "机といす、太い色ペン",
        ("家のまわりの危ない場所をさがす", "避難の道を二つ決める", "家族で集まる場所を書く"),
    ),
    (
        "1-02",
        "地震のときの最初の10分",
        0,
        "0101",
        45,
        "ゆれが来てから10分のあいだに、何をして何をしないかを体を動かして覚えます。",
        "小学4年生から",
        "動ける広さの部屋",
        ("ゆれている間の身の守り方", "火と出口を確かめる", "となりの家に声をかける"),
    ),
    (
        "1-03",
        "だまされない電話の受け方",
        0,
        "0101",
        60,
        "よくあるだましの電話を聞き、切り方と相談のしかたを練習します。",
        "",
        "",
        ("じっさいにあった電話", "切る言葉を決める", "相談するところ"),
    ),
    (
        "2-01",
        "減塩でもおいしい台所",
        1,
        "0203",
        90,
        "だしと酸味の使い方で、塩を半分にしてもおいしく食べる工夫を味見しながら学びます。",
        "",
        "調理台のある部屋、エプロン",
        ("塩のはたらき", "だしの味見", "一品つくる"),
    ),
    (
        "2-02",
        "歩いてのばす健康寿命",
        1,
        "0203",
        60,
        "正しい歩き方と、つづけるための目標の立て方をお話しします。",
        "",
        "動きやすい服",
        ("足の形と靴", "歩いてみる", "一週間の目標"),
    ),
    (
        "2-03",
        "ねむりの話",
        1,
        "0203",
        45,
        "年とともに変わるねむりと、昼のすごし方をお話しします。",
        "",
        "",
        ("ねむりのしくみ", "昼寝のこつ"),
    ),
    (
        "2-04",
        "認知症の人とくらすまち",
        1,
        "0204",
        90,
        "認知症を正しく知り、まちで出会ったときの声のかけ方を練習します。",
        "",
        "プロジェクター",
        ("認知症とは", "声のかけ方の練習", "相談するところ"),
    ),
    (
        "2-05",
        "介護保険のしくみ",
        1,
        "0204",
        60,
        "申請からサービスを使うまでを、順に説明します。",
        "",
        "",
        ("使えるサービス", "申請のしかた", "かかるお金"),
    ),
    (
        "3-01",
        "ごみの分け方クイズ",
        2,
        "0305",
        45,
        "まよいやすいごみをクイズで分けます。子どもも大人も楽しめます。",
        "小学1年生から",
        "",
        ("クイズ20問", "どこへ行くか、ごみの旅"),
    ),
    (
        "3-02",
        "食べものをむだにしない台所",
        2,
        "0305",
        60,
        "買い方、しまい方、使いきり方。環境課と健康増進課がいっしょにうかがいます。",
        "",
        "",
        ("冷蔵庫の中を見なおす", "使いきりの献立"),
    ),
    (
        "4-01",
        "鏡川のむかし話",
        3,
        "0501",
        60,
        "川と人のくらしを、古い写真と絵図でたどります。",
        "",
        "プロジェクター、スクリーン",
        ("渡し船のころ", "橋がかかった日", "いまに残る地名"),
    ),
    (
        "4-02",
        "古文書のはじめの一歩",
        3,
        "0501",
        90,
        "くずし字を10字だけ覚えて、村の手紙を読んでみます。",
        "中学生から",
        "机といす、えんぴつ",
        ("くずし字10字", "手紙を読む"),
    ),
)
SHARED = {"3-02": ("0203",)}


@dataclass(frozen=True)
class Lectures:
    """The menus of two years, in the order of their numbers."""

    by_year: dict[int, list[Lecture]]

    def of(self, year: int) -> list[Lecture]:
        return self.by_year[year]


def load(site: Site, *, staff: Staff, at: datetime) -> Lectures:
    home = _home(site)
    ensure_groups(site)
    this_year = fiscal_year_of(local(at).date())
    menus = {
        year: _menu(site, home, year, staff=staff, at=at) for year in (this_year - 1, this_year)
    }
    _course(site, home, at=at)
    return Lectures(menus)


def _home(site: Site) -> HomePage:
    """In place of the page that a fresh installation comes with."""
    found = HomePage.objects.first()
    if found is not None:
        return found
    fresh = site.root_page
    home = HomePage(title="みかがみ市 お気軽講座", slug="okigaru", locale=Locale.get_default())
    Page.get_first_root_node().add_child(instance=home)
    site.root_page = home
    site.site_name = "みかがみ市 お気軽講座"
    site.save()
    if fresh.specific_class is Page:
        fresh.delete()
    return home


def _menu(site: Site, home: HomePage, year: int, *, staff: Staff, at: datetime) -> list[Lecture]:
    row = FiscalYear.objects.get_or_create(site=site, year=year)[0]
    menu = MenuPage(
        title=f"{fiscal_year_label(year)}の講座",
        slug=f"menu-{year}",
        fiscal_year=row,
        intro="市の職員が、みなさんの集まりにうかがってお話しします。お金はかかりません。",
        first_published_at=at,
    )
    home.add_child(instance=menu)
    menu.save_revision().publish()
    return [_lecture(menu, facts, staff=staff) for facts in LECTURES]


def _lecture(menu: MenuPage, facts: tuple, *, staff: Staff) -> Lecture:
    number, title, category, department, minutes, summary, audience, prepare, outline = facts
    page = LecturePage(
        title=title,
        slug=number,
        number=number,
        summary=summary,
        audience=audience,
        to_prepare=prepare,
        minutes=minutes,
        department=staff.departments[department],
        category=Category.objects.order_by("order")[category],
        body=[("outline", list(outline))],
    )
    page.other_departments = [staff.departments[code] for code in SHARED.get(number, ())]
    page.live = False
    menu.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return Lecture.objects.get(pages=page)


def _course(site: Site, home: HomePage, *, at: datetime) -> None:
    provider = Provider.objects.create(
        site=site, name="みかがみ大学", contact="みかがみ大学 地域連携室 0000-00-0000"
    )
    courses = CourseIndexPage(
        title="大学の公開講座", slug="courses", intro="大学などが開く、日にちの決まった講座です。"
    )
    home.add_child(instance=courses)
    courses.save_revision().publish()
    first: date = local(at).date() + timedelta(days=21)
    page = CoursePage(
        title="川と海の生きもの",
        slug="kawa-to-umi",
        provider=provider,
        capacity=30,
        summary="鏡川の上流から河口まで、生きものを四回でたどります。",
        fee_note="全4回で2,000円",
        place="みかがみ大学 1号館",
        contact="みかがみ大学 地域連携室 0000-00-0000",
        intake_from=local(at).date() - timedelta(days=14),
        intake_until=first - timedelta(days=7),
        city_part="共催",
    )
    page.meetings = [
        CoursePageMeeting(
            starts_at=at_hour(first + timedelta(days=7 * week), 14),
            ends_at=at_hour(first + timedelta(days=7 * week), 16),
            title=title,
            room="第2講義室",
        )
        for week, title in enumerate(("上流の虫", "中流の魚", "河口の鳥", "海の藻"))
    ]
    courses.add_child(instance=page)
    page.save_revision().publish()
