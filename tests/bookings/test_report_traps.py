"""Reports that look whole and are not: another day, a plan, another order. A person decides."""

from datetime import date

import pytest

from bookings.answers import Report, ReportContext, Unclear, read_report

DAY = date(2026, 12, 17)
CONTEXT = ReportContext(
    "R8-0123", DAY, minutes=60, most_people=60, title="午後の防災教室", said_on=date(2026, 12, 18)
)


def read(text: str) -> Report | Unclear:
    return read_report(text, context=CONTEXT)


NOT_HELD = """
行われませんでした。\\n25 3 60
25 3 60 行われませんでした
25 3 60 行いませんでした
25 3 60 やりませんでした
25 3 60 開催なし
25 3 60 開催見送り
25 3 60 流会
25 3 60\\n流会
25 3 60 実施できず
25 3 60 一人も来ませんでした
25 3 60 ひとりも集まらなかった
25 3 60 開かれませんでした
25 3 60 開けませんでした
25 3 60 実施していません
25 3 60 まだ行っていません
25 3 60 参加者はいませんでした
25 3 60 参加者ゼロ
25 3 60 講師が来られず
大人25人 子ども3人 60分 休講
25 3 60\\n休講
25 3 60 順延になりました
25 3 60 台風のため見合わせ
25 3 60 不成立
25 3 60 未実施
25 3 60 振替になりました
25 3 60 It was not held.
25 3 60 The lecture didn't take place
25 3 60 どなたもお見えになりませんでした
25 3 60 おこなわず
""".strip().splitlines()

OTHER_DAY = """
12月24日の講座の報告です。\\n25 3 60
12/24の分です。25 3 60
25 3 60 （12/24の回）
2回目の報告です。25 3 60
午後の部の報告です。25 3 60
第2回です。25 3 60
第二回の報告です。25 3 60
前回の分です。25 3 60
25 3 60 先週の分
大人25 子ども3 60分 十二月二十四日
25 3 60 24日の分です
2025年12月17日の報告です。25 3 60
12月17日（金）の分です。25 3 60
金曜日の講座です。25 3 60
本日の講座です。25 3 60
一昨日の講座です。25 3 60
別の回の報告です。25 3 60
もう一つの講座の分です。25 3 60
二回分です。25 3 60
10時からの回です。25 3 60
25 3 60\\n午後の部
24 Decの分です。25 3 60
12-24の分です。25 3 60
12.24の分です。25 3 60
初回です。25 3 60
令和7年12月17日の報告です。25 3 60
""".strip().splitlines()

OTHER_MEANING = """
子ども・大人・分の順です。\\n3 25 60
3 25 60（子ども・大人・分）
3 25 60 子どもが先です
組数・人数・分\\n12 25 60
12 25 60 一つめは組数です
10 15 60 男女の順です
28 3 60 大人は子どもを含む数です
3 25 60\\n子・大・分の順
10 15 60\\n男女順
10 15 60\\n男女
12 25 60 親子
12 25 60 世帯と人数
28 3 60 うち書きです
28 3 60 内訳は名簿のとおり
3 25 60 逆に書きました
大人28 子ども3 60分 大人は子どもを含みます
大人28人 子ども3人 60分 スタッフ込み
25 3 60 二つめはスタッフ
3 25 60 Children first
3 25 60 左から子どもです
25 3 60 小学生と保護者
25 3 60 計と内数です
--\\n3 25 60\\n--\\n子ども・大人の順
""".strip().splitlines()

GUESSED = """
25 3 60 の予定です
25 3 60 の見込み
25 3 60 のはず
25 3 60 かもしれません
25 3 60 を想定しています
25 3 60 で申込みあり
申込み時の数です。25 3 60
当初の予定は次のとおりです。\\n25 3 60
前回の数字を参考まで\\n25 3 60
25 3 60 実際は二十人でした
25 3 60 ほかにオンラインで10
25 3 60 ほかにオンラインで十名
大人25 子ども3 60分 ほかにオンライン5
25 3 60 ほかにオンライン参加あり
25 3 60\\n申込数
25 3 60 と聞いています
25 3 60 だったと思います
25 3 60 くらい
25 3 60 を超えました
25 3 60 だろう
25 3 60 記入例
テストです。25 3 60
25 3 60 定員です
25 3 60 途中から三人
25 3 60 延べ
大人25 子ども3 60分 延べ人数
25 3 60 一時間半に延びました
25 3 60 もし足りなければ直します
25 3 60 が申込者数
25 3 60 最終は後でお送りします
25 3 60 名簿の人数
25 3 60 職員五名は別
25 3 60 数名は途中で帰りました
25 3 60 are expected
25 3 60 registered
25 3 60 でしたが違うかも
25 3 60 正しくは二十
""".strip().splitlines()


@pytest.mark.parametrize("text", NOT_HELD)
def test_a_session_that_was_not_held_is_not_counted(text):
    assert isinstance(read(text.replace("\\n", "\n")), Unclear)


@pytest.mark.parametrize("text", OTHER_DAY)
def test_figures_of_another_day_or_round_are_not_this_sessions(text):
    assert isinstance(read(text.replace("\\n", "\n")), Unclear)


@pytest.mark.parametrize("text", OTHER_MEANING)
def test_another_order_or_meaning_is_left_to_a_person(text):
    assert isinstance(read(text.replace("\\n", "\n")), Unclear)


@pytest.mark.parametrize("text", GUESSED)
def test_plans_guesses_and_second_counts_are_left_to_a_person(text):
    assert isinstance(read(text.replace("\\n", "\n")), Unclear)


CLEAR = """
25 3 60 とても好評でした
25 3 60 おもしろいと喜ばれました
25 3 60 すばらしい講座でした
25 3 60 順調でした
25 3 60 参考になったとの声あり
25 3 60 楽しい様子でした
25 3 60 質問はありませんでしたが、みなさん熱心でした
25 3 60 もっと聞きたいとのことです
25 3 60。雨でしたが無事に終わりました
25 3 60 二人の方から質問がありました
25 3 60 一人一人が熱心に取り組みました
25 3 60\\n都市計画課 山田
25 3 60\\n男女共同参画課 山田
25 3 60\\n子ども課 山田\\nTEL 0000-00-0000 内線2101
男女共同参画課の山田です。\\n25 3 60
子ども課の山田です。\\n25 3 60
25 3 60\\n金子
25 3 60\\n--\\n消防組合 三浦 順子
昨日の講座です。25 3 60
昨日はありがとうございました。\\n25 3 60
12月17日（木）の講座です。25 3 60
2026年12月17日の講座です。25 3 60
午後の防災教室の報告です。25 3 60
大人25人、子ども3人、60分。子どもたちも喜んでいました
""".strip().splitlines()


@pytest.mark.parametrize("text", CLEAR)
def test_clear_reports_are_still_understood(text):
    said = read(text.replace("\\n", "\n"))

    assert (said.adults, said.children, said.minutes) == (25, 3, 60)
