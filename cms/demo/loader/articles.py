"""The pages that every town needs beside its lectures: how it works, policies, one piece of news."""

from datetime import datetime

from cms.models import ArticlePage, HomePage
from lectures.eras import fiscal_year_label, fiscal_year_of
from lectures.zones import local

Body = list[tuple[str, object]]

HOW: Body = [
    (
        "steps",
        [
            "講座をえらんで、希望の日を3つまで送ります。",
            "事務局が担当の課に、うかがえるかどうかを聞きます。",
            "日時が決まったら、メールか電話か郵便でお知らせします。",
            "決まった日に、講師が会場にうかがいます。",
        ],
    ),
    ("heading", "用意していただくこと"),
    (
        "paragraph",
        "<ul><li>会場の予約（会場の使用料は団体の負担です）</li>"
        "<li>当日の受付と司会</li><li>講座のページにある道具</li></ul>",
    ),
    ("heading", "変えたいとき・やめたいとき"),
    (
        "paragraph",
        "<p>お知らせのメールにあるリンクを開くと、申込みのようすを見たり、取りやめたりできます。"
        "日にちや会場を変えたいときは、事務局に電話してください。</p>",
    ),
]
ACCESSIBILITY: Body = [
    ("heading", "目標"),
    (
        "paragraph",
        "<p>JIS X 8341-3:2016 の適合レベルAAに準拠することを目標にします。"
        "WCAG 2.2 の適合レベルAAも満たすようにつくっています。</p>",
    ),
    ("heading", "対象"),
    (
        "paragraph",
        "<p>このサイトのすべてのページです。ほかのサイトへのリンク先はふくみません。</p>",
    ),
    ("heading", "気をつけていること"),
    (
        "paragraph",
        "<ul><li>スクリプトを使わず、どのスマートフォンやパソコンでも同じように動きます。</li>"
        "<li>キーボードだけで、最後まで申し込めます。</li>"
        "<li>文字を2倍にしても、横に動かさずに読めます。</li>"
        "<li>色だけで意味を伝えません。</li></ul>",
    ),
    ("heading", "読みにくいところがあったら"),
    (
        "paragraph",
        "<p>このページにある電話番号に知らせてください。電話・郵便・窓口でも、同じように申し込めます。</p>",
    ),
]
PRIVACY: Body = [
    ("heading", "使いみち"),
    (
        "paragraph",
        "<p>お名前や電話番号は、講座の日にちを決めることと、その連絡だけに使います。"
        "担当の課と講師には、うかがうために必要なことだけを知らせます。</p>",
    ),
    ("heading", "消すとき"),
    (
        "paragraph",
        "<p>お名前や連絡先を消す日を、申込みごとに決めて記録しています。"
        "消したあとも、回数や人数は残ります。</p>",
    ),
    ("heading", "スマートフォンやパソコンに残すもの"),
    (
        "paragraph",
        "<p>申込みのとちゅうの内容を続けられるように、クッキーを使います。"
        "広告や、見た人を追いかけるための仕組みはありません。</p>",
    ),
]
NEWS: Body = [
    (
        "paragraph",
        "<p>希望の日の21日前まで申し込めます。講座のページから、電話がなくても申し込めます。</p>",
    )
]


def load(*, at: datetime) -> None:
    home = HomePage.objects.get()
    year = fiscal_year_label(fiscal_year_of(local(at).date()))
    _article(home, f"{year}の講座を受け付けています", slug="news", body=NEWS, footer=False)
    _article(home, "使い方", slug="how-to", body=HOW)
    _article(home, "ウェブアクセシビリティ方針", slug="accessibility", body=ACCESSIBILITY)
    _article(home, "個人情報の取扱い", slug="privacy", body=PRIVACY)


def _article(home: HomePage, title: str, *, slug: str, body: Body, footer: bool = True) -> None:
    page = ArticlePage(title=title, slug=slug, in_footer=footer, body=body)
    home.add_child(instance=page)
    page.save_revision().publish()
