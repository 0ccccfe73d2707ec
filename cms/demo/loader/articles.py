"""The pages that every town needs beside its lectures: how it works, policies, questions, news."""

from datetime import datetime, timedelta

from wagtail.models import Page

from cms.demo.loader.reading import read
from cms.models import ArticlePage, HomePage, NewsIndexPage
from lectures.eras import fiscal_year_label, fiscal_year_of
from lectures.zones import local

Body = list[tuple[str, object]]

HOW: Body = [
    (
        "steps",
        [
            "講座をえらんで、希望の日を3つまで送ります。",
            "事務局が担当の課に、うかがえるかどうかを聞きます。",
            "日時が決まったら、メール・電話・ファックス・郵便のどれかでお知らせします。",
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
        "<p>お知らせのメールにあるリンクを開くと、申込みのようすを見たり、"
        "日にちや会場を変えたり、取りやめたりできます。"
        "メールがない方は、事務局に電話してください。</p>",
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
FAQ: Body = [
    (
        "question",
        {
            "question": "お金はかかりますか",
            "answer": "<p>講師の費用はかかりません。会場の使用料と、講座のページにある材料費は、団体の負担です。</p>",
        },
    ),
    (
        "question",
        {
            "question": "何人から申し込めますか",
            "answer": "<p>10人ほどからです。講座ごとに決まりがあるときは、講座のページに書いてあります。"
            "少ないときは、ほかの団体といっしょにできないか、事務局に相談してください。</p>",
        },
    ),
    (
        "question",
        {
            "question": "夜や土曜・日曜にも来てもらえますか",
            "answer": "<p>はい。朝9時から夜9時まで、土曜・日曜も申し込めます。祝日と年末年始は、うかがえません。"
            "申し込みのカレンダーで○の日をえらんでください。</p>",
        },
    ),
    (
        "question",
        {
            "question": "会場が決まっていなくても申し込めますか",
            "answer": "<p>申し込めます。ただし、会場の予約は団体でしていただきます。"
            "地域交流センターの設備は、会場をえらぶ画面で見られます。</p>",
        },
    ),
    (
        "question",
        {
            "question": "希望の日が全部だめだったら、どうなりますか",
            "answer": "<p>担当の課が、うかがえる日を提案します。その中からえらぶか、新しい希望の日を送ってください。</p>",
        },
    ),
    (
        "question",
        {
            "question": "団体でなくても申し込めますか",
            "answer": "<p>近所の人や仕事の仲間が集まれば、名前のある団体でなくてもかまいません。"
            "市に住む人、働く人、学ぶ人の集まりにうかがいます。</p>",
        },
    ),
]


def load(*, at: datetime) -> None:
    home = HomePage.objects.get()
    opened = at - timedelta(days=150)
    _news(home, at=at, opened=opened)
    _article(home, "使い方", slug="how-to", body=HOW, at=opened)
    _article(home, "よくある質問", slug="faq", body=FAQ, at=opened)
    _article(
        home, "ウェブアクセシビリティ方針", slug="accessibility", body=ACCESSIBILITY, at=opened
    )
    _article(home, "個人情報の取扱い", slug="privacy", body=PRIVACY, at=opened)


def _news(home: HomePage, *, at: datetime, opened: datetime) -> None:
    index = NewsIndexPage(title="お知らせ", slug="news", first_published_at=opened)
    home.add_child(instance=index)
    index.save_revision().publish()
    year = fiscal_year_label(fiscal_year_of(local(at).date()))
    title = f"{year}の講座を受け付けています"
    _article(index, title, slug="open", body=NEWS, footer=False, at=opened)
    for row in reversed(read("news")["news"]):
        _article(
            index,
            row["title"],
            slug=row["slug"],
            intro=row["intro"],
            body=[("paragraph", text) for text in row["body"]],
            footer=False,
            at=at - timedelta(days=row["days"]),
        )


def _article(
    parent: Page,
    title: str,
    *,
    slug: str,
    body: Body,
    at: datetime,
    intro: str = "",
    footer: bool = True,
) -> None:
    page = ArticlePage(
        title=title, slug=slug, intro=intro, in_footer=footer, body=body, first_published_at=at
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
