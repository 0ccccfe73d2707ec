"""25 3 60: what a report by mail is read as, and what is left to a person."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.answers import Report, ReportContext, Unclear, read_report

DAY = date(2026, 12, 17)
SENT = (
    "【報告のお願い】R8-0123 わが家の防災マップづくり\n"
    "■ 日時：2026年12月17日（木）10:00〜11:00\n"
    "1) このメールに返信して、いちばん上に、大人・子ども・分の順に三つの数を書く（ことばも添えられます）\n"
    "　31 4 65 図を見せたら好評でした　　（大人31人・子ども4人・65分のとき）\n"
    "2) このページで入れる\nhttps://kouza.example/k/abc/\n--\n生涯学習課　電話 0000-00-0000（平日 8時30分〜17時）\n"
)
CONTEXT = ReportContext("R8-0123", DAY, minutes=60, most_people=60, sent_text=SENT)


def read(text: str) -> Report | Unclear:
    return read_report(text, context=CONTEXT)


def why(text: str) -> str:
    said = read(text)
    return said.reason_code if isinstance(said, Unclear) else f"understood {said}"


@pytest.mark.parametrize(
    ("text", "adults", "children", "minutes", "words"),
    [
        ("25 3 60 とても好評でした", 25, 3, 60, "とても好評でした"),
        ("２５　３　６０　とても好評でした", 25, 3, 60, "とても好評でした"),
        ("25,3,60", 25, 3, 60, ""),
        ("25、3、60分。質問が多く出ました", 25, 3, 60, "質問が多く出ました"),
        ("25\n3\n60\nとても好評でした", 25, 3, 60, "とても好評でした"),
        ("大人25 子ども3 60分", 25, 3, 60, ""),
        ("大人25人、子ども3人、1時間半でした。", 25, 3, 90, ""),
        ("大人 25人\n子ども 3人\n時間 60分", 25, 3, 60, ""),
        ("大人は25人で子どもは3人、時間は60分です", 25, 3, 60, ""),
        ("子ども3人 大人25人 60分", 25, 3, 60, ""),
        ("大人25人 子どもなし 60分", 25, 0, 60, ""),
        ("25人（うち子ども3人）60分", 22, 3, 60, ""),
        ("参加者28人（大人25人、子ども3人）、60分", 25, 3, 60, ""),
        ("大人25人 子ども3人 60分 計28人", 25, 3, 60, ""),
        ("二十五人 三人 六十分 よかった", 25, 3, 60, "よかった"),
        ("大人二十五名、子ども三名、一時間", 25, 3, 60, ""),
        ("約25人 3人 60分", 25, 3, 60, ""),
        ("25 0 60", 25, 0, 60, ""),
        ("実施報告です。25 3 60", 25, 3, 60, ""),
        ("訂正 27 3 60", 27, 3, 60, ""),
        ("R8-0123 12/17 25 3 60", 25, 3, 60, ""),
        ("12月17日（木）の講座、大人25人、子ども3人、60分でした。", 25, 3, 60, ""),
        ("雨で少なめでした。25 3 60", 25, 3, 60, "雨で少なめでした"),
        ("25 3 60 二人の方から質問がありました", 25, 3, 60, "二人の方から質問がありました"),
        ("Adults 25, children 3, 90 min. Good.", 25, 3, 90, "Good."),
        (
            "お世話になっております。防災課の田中です。\n25 3 60 好評でした\nよろしくお願いいたします。\n\n"
            "--\n防災課 田中 一郎\nTEL 0000-00-0000 内線2101",
            25, 3, 60, "好評でした",
        ),
    ],
)  # fmt: skip
def test_three_figures_and_words_are_a_report(text, adults, children, minutes, words):
    assert read(text) == Report(adults, children, minutes, words)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("中止 雨のため", "report_called_off"),
        ("雨で中止しました。0 0 0", "report_called_off"),
        ("実施できませんでした", "report_called_off"),
        ("誰も来ませんでした", "report_called_off"),
        ("25 60", "report_two_numbers"),
        ("25人 60分", "report_two_numbers"),
        ("大人25人 60分", "report_two_numbers"),
        ("25 3 60 5", "report_more_numbers"),
        ("25 3 60\n子どもは5人でした", "report_more_numbers"),
        ("25 3 60 うち小学生は2人", "report_more_numbers"),
        ("大人25人 子ども3人 60分 計29人", "report_sums_differ"),
        ("3人（うち子ども25人）60分", "report_sums_differ"),
        ("0 0 60", "report_nobody"),
        ("60 25 3", "report_implausible"),
        ("25 3 6", "report_implausible"),
        ("25 3 700", "report_implausible"),
        ("300 3 60", "report_implausible"),
        ("25人、3人、601分", "report_implausible"),
        ("25 3 60 たぶん", "report_unsure"),
        ("25 3 60 集計中です", "report_unsure"),
        ("20〜25人 3人 60分", "report_no_numbers"),
        ("25 3 60 次はいつですか", "question"),
        ("25 3 60 前の報告を訂正してください", "question"),
        ("R8-0999 25 3 60", "other_case"),
        ("12/18 25 3 60", "report_other_day"),
        ("とても好評でした", "report_no_numbers"),
        ("大人25人 子ども3人 十分楽しめました", "report_two_numbers"),
        ("ありがとうございました。", "report_only_thanks"),
        ("承知しました", "report_only_thanks"),
        ("", "empty"),
        ("> 25 3 60", "empty"),
        ("25 3 60 \ufffd", "undecodable"),
        ("あ" * 70_000, "too_long"),
        ("あ\n" * 90, "too_long"),
    ],
)
def test_whatever_leaves_a_doubt_goes_to_a_person(text, code):
    assert why(text) == code


@pytest.mark.parametrize(
    ("text", "partly"),
    [
        ("25人 60分", Report(25, None, 60)),
        ("大人25人 60分", Report(25, None, 60)),
        ("25 3 60 次はいつですか", Report(25, 3, 60, "次はいつですか")),
        ("中止 雨のため", None),
    ],
)
def test_a_person_sees_what_was_understood(text, partly):
    assert read(text).partly == partly


def quoted(mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}" for line in SENT.splitlines())


@pytest.mark.parametrize("mark", ["> ", ">", "＞", "| ", ""])
def test_our_own_mail_says_nothing_whatever_stands_before_its_lines(mark):
    assert why(quoted(mark)) in ("empty", "report_only_thanks")


def test_our_own_example_alone_reports_nothing():
    """Somebody who deletes the rest and sends our line back has not counted anybody."""
    line = SENT.splitlines()[3]

    assert isinstance(read_report(line, context=ReportContext("R8-0123", DAY, 60)), Unclear)


PEOPLE = st.integers(1, 90)
MINUTES = st.integers(30, 120)
LAYOUTS = st.sampled_from(
    [
        "{a} {c} {m}", "{a}人 {c}人 {m}分", "{a},{c},{m}", "{a}、{c}、{m}", "{a}\n{c}\n{m}",
        "大人{a} 子ども{c} {m}分", "大人{a}人、子ども{c}人、{m}分でした。", "子ども{c}人 大人{a}人 {m}分",
        "{m}分 大人{a}人 子ども{c}人", "大人 {a}\n子ども {c}\n時間 {m}分",
    ]
)  # fmt: skip
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@settings(max_examples=150, deadline=None)
@given(LAYOUTS, PEOPLE, PEOPLE, MINUTES, st.booleans())
def test_every_layout_gives_the_same_figures(layout, adults, children, minutes, wide):
    text = layout.format(a=adults, c=children, m=minutes)

    assert read(text.translate(WIDE) if wide else text) == Report(adults, children, minutes, "")


@pytest.mark.parametrize("text", ["25人（うち子ども30人）60分", "25人（うち子ども30人）"])
def test_more_children_than_people_are_a_doubt_without_a_number_of_adults(text):
    said = read(text)

    assert isinstance(said, Unclear)
    assert said.sentence == "合計の人数が合いません。"
    assert isinstance(said.partly, Report)
    assert (said.partly.adults, said.partly.children) == (None, 30)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789 大人子ども分人中止、。\nうち()（）十二", max_size=40))
def test_quoting_our_mail_never_changes_the_reading(text):
    below = f"{text}\n\n2026年12月18日(金) 9:00 出前講座 <u@kouza.example>:\n{quoted()}"

    assert read(below) == read(text)


@settings(max_examples=200, deadline=None)
@given(LAYOUTS, PEOPLE, PEOPLE, MINUTES, st.data())
def test_a_truncated_report_never_counts_other_people(layout, adults, children, minutes, data):
    text = layout.format(a=adults, c=children, m=minutes)
    said = read(text[: data.draw(st.integers(0, len(text)))])

    if isinstance(said, Report):
        assert (said.adults, said.children) == (adults, children)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_reader(text):
    said = read(text)

    if isinstance(said, Report):
        assert said.adults + said.children > 0
        assert 1 <= said.minutes <= 600


@pytest.mark.parametrize(("people", "believed"), [(60, True), (61, False), (310, False)])
def test_far_more_people_than_planned_wait_for_a_person(people, believed):
    context = replace(CONTEXT, most_people=500, planned_people=20)

    said = read_report(f"{people - 4} 4 60", context=context)

    assert isinstance(said, Report) == believed
