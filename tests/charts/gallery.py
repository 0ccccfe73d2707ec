"""Every kind of chart with what a town has and with what may go wrong: for tests and for the eye."""

from collections.abc import Callable

from lectures.charts import (
    Balance,
    Band,
    Bar,
    Break,
    Chart,
    Name,
    Series,
    Stack,
    Tile,
    Value,
    YearBar,
    balance_bars,
    indicator_chart,
    line_chart,
    month_columns,
    progress_bar,
    ranked_bars,
    tile_map,
    year_bars,
)  # fmt: skip

MONTHS = tuple(f"{month}月" for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3))
LONG = "わたしたちの暮らしと環境と防災と健康と歴史と文化をまとめて考える総合推進課（旧市民生活部地域づくり推進係・東部担当）"
DONE = (6, 15, 29, 41, 50, 66, 90, 98, None, None, None, None)
PLANNED = (None, None, None, None, None, None, None, 98, 104, 108, 112, 118)
TARGET = (8, 18, 31, 45, 55, 68, 85, 104, 118, 130, 145, 160)
LOW = (None, None, None, None, None, None, None, 98, 101, 103, 106, 110)
HIGH = (None, None, None, None, None, None, None, 98, 110, 121, 130, 139)
DEPARTMENTS = (
    ("防災課", 61, 12, 3, 70), ("健康増進課", 48, 4, 0, 40), ("ごみ減量推進課", 33, 0, 1, None),
    ("人権・男女共同参画推進課", 21, 6, 0, 30), ("税務課", 9, 0, 0, 10),
    ("地域包括支援センター（東部・西部・南部）", 7, 2, 2, None), ("図書館", 0, 1, 0, 5),
)  # fmt: skip


def seven(**words: str) -> dict[str, str]:
    return {"description": "図の見かたを、ここに書きます。", **words}


def town() -> list[Chart]:
    """What a page of a town shows."""
    return [
        progress_bar(
            delivered=98, planned=20, target=160, title="目標160回のうち98回です。", key="bar",
            legend=[Name("done", "実施 98回"), Name("planned", "このあとの予定 20回"),
                    Name("target", "目標 160回")],
        ),
        line_chart(
            [Series("目標 160", TARGET, "target", name="目標"),
             Series("予定こみ 118", PLANNED, "planned", name="予定こみ"),
             Series("実施 98", DONE, "done", name="実施")],
            labels=MONTHS, of="月", unit="回", key="year",
            band=Band("見こみ 110–139", LOW, HIGH, name="見こみの幅"),
            **seven(title="11月の目標まで、あと6回です。"),
        ),
        line_chart(
            [Series("実施 98", (61, 68, 73, 70, 92, 101, 98), "done")],
            labels=[str(year) for year in range(2020, 2027)], of="年度", key="broken", unit="回",
            breaks=[Break(4, "2024年度から、1日を1回と数えています")],
            **seven(title="数え方が変わった2024年度からは、前の年とくらべられません。"),
        ),
        line_chart(
            [Series("北部 83.1", (88.4, 87, 85, 83.1), "done"),
             Series("南部 71.9", (80, 79.5, 74, 71.9), "second"),
             Series("市全体 77", (84, 82, 79, 77), "third"),
             Series("去年 76", (78, 77, 76.5, 76), "before")],
            labels=["春", "夏", "秋", "冬"], of="季節", key="percent", unit="%", begins=60,
            **seven(title="満足した人は、どの地区でも減っています。"),
        ),
        year_bars(
            [YearBar("平成18年度", 25, imported=True), YearBar("平成19年度", None),
             YearBar("平成23年度", 73, 60, imported=True), YearBar("令和4年度", 88, 80),
             YearBar("令和5年度", 95, 90, before="ここから、1日を1回と数えています"),
             YearBar("令和6年度", 91, 100), YearBar("令和7年度", 84, 100),
             YearBar("令和8年度", 98, 160)],
            key="years", unit="回", **seven(title="令和5年度をいただきに、2年つづけて減りました。"),
        ),
        ranked_bars(
            [Bar(name, {"done": done, "planned": planned, "cancelled": off}, target)
             for name, done, planned, off, target in DEPARTMENTS],
            parts=[("done", "実施"), ("planned", "予定"), ("cancelled", "中止")],
            key="departments", of="担当課", unit="回",
            **seven(title="防災課が、全体の3分の1を受け持っています。"),
        ),
        ranked_bars(
            [Bar(name, {"done": done}) for name, done, *_rest in DEPARTMENTS],
            parts=[("done", "実施")], key="lectures", of="講座", unit="回", most=4,
            **seven(title="上の4課で、9割をこえます。"),
        ),
        month_columns(
            [Stack("done", "実施", (6, 9, 14, 12, 9, 16, 24, 8, 0, 0, 0, 0)),
             Stack("planned", "予定", (0, 0, 0, 0, 0, 0, 0, 4, 6, 4, 4, 6)),
             Stack("cancelled", "中止", (0, 1, 0, 4, 0, 2, 1, 0, 0, 0, 0, 0))],
            labels=MONTHS, key="months",
            **seven(title="10月がいちばん多く、24回です。"),
        ),
        balance_bars(
            [Balance("令和6年度", 42, 49), Balance("令和7年度", 51, 33), Balance("令和8年度", 61, 37)],
            sides=("必要課題", "要求課題"), key="balance", of="年度", unit="回",
            **seven(title="必要課題が6割で、要求課題より多くなっています。"),
        ),
        indicator_chart(
            base=Value(2006, 83.1), actual=[Value(2009, 78.2), Value(2011, 71.9)],
            target=Value(2017, 93), key="learning", unit="%",
            **seven(title="学びたい人は83.1%から71.9%に減り、目標まで21.1ポイントあります。"),
        ),
        indicator_chart(
            base=Value(2006, None), actual=[Value(2011, 475)], target=Value(2017, 800), unit="件",
            key="talents", **seven(title="人材バンクの利用は475件で、基準の値はありません。"),
        ),
        indicator_chart(
            base=Value(2006, 25), actual=[Value(2011, 73), Value(2012, 80)],
            target=Value(2017, 100), unit="回", key="sessions",
            **seven(title="実施は80回で、目標の100回に近づいています。"),
        ),
        tile_map(
            [Tile("北川", 0, 1, 12), Tile("桜が丘", 0, 2, 31), Tile("西原", 1, 0, 4),
             Tile("中央", 1, 1, 47), Tile("東浜・港", 1, 2, 0), Tile("南台", 2, 1, 22),
             Tile("みどり野ニュータウン", 2, 2, 9)],
            key="areas", of="地区", unit="回",
            **seven(title="東浜・港では、まだ1回もありません。"),
        ),
    ]  # fmt: skip


def edges() -> list[Chart]:
    """Nothing, one, nought, a million, sixty departments, names of sixty letters, markup."""
    made: list[Chart] = []
    for name, number in (("zero", 0), ("one", 1), ("million", 1_000_000)):
        made += same(f"edge-{name}", number)
    made += [
        build("edge-empty", ()) for build in (_lines, _years, _ranked, _months, _balance, _tiles)
    ]
    made += same("edge-long", 7, label=LONG)
    made += same("edge-markup", 7, label="<b>\"&'")
    many = [(f"第{n}推進課", 61 - n) for n in range(1, 61)]
    made += [build("edge-sixty", many) for build in (_ranked, _years, _months, _tiles, _lines)]
    made.append(
        indicator_chart(base=None, actual=[], target=None, unit="%", key="edge-unknown",
                        **seven(title="まだ測っていません。"))
    )  # fmt: skip
    return made


Items = list[tuple[str, int]] | tuple[tuple[str, int], ...]


def same(key: str, number: int, label: str = "防災課") -> list[Chart]:
    """Every kind with one item."""
    builders: tuple[Callable[[str, Items], Chart], ...] = (
        _lines, _years, _ranked, _months, _balance, _tiles, _indicator,
    )  # fmt: skip
    return [build(key, ((label, number),)) for build in builders]


def _lines(key: str, items: Items) -> Chart:
    return line_chart(
        [Series(f"{label} {n}", [0, n], "done") for label, n in items[:6]],
        labels=[label for label, _n in items] * 2, key=f"{key}-lines", unit="回",
        **seven(title="線がえがかれています。"),
    )  # fmt: skip


def _years(key: str, items: Items) -> Chart:
    years = [YearBar(label, n, n // 2) for label, n in items]
    return year_bars(years, key=f"{key}-years", unit="回", **seven(title="年度の数です。"))


def _ranked(key: str, items: Items) -> Chart:
    bars = [Bar(label, {"done": n, "planned": n // 3}, n) for label, n in items]
    return ranked_bars(
        bars, parts=[("done", "実施"), ("planned", "予定")], key=f"{key}-ranked", of="担当課",
        **seven(title="多い順にならんでいます。"),
    )  # fmt: skip


def _months(key: str, items: Items) -> Chart:
    parts = [Stack("done", "実施", [n for _label, n in items]),
             Stack("planned", "予定", [n // 2 for _label, n in items])]  # fmt: skip
    labels = [label for label, _n in items]
    return month_columns(
        parts, labels=labels, key=f"{key}-months", **seven(title="月べつの数です。")
    )


def _balance(key: str, items: Items) -> Chart:
    rows = [Balance(label, n, n // 2) for label, n in items]
    return balance_bars(
        rows, sides=("必要課題", "要求課題"), key=f"{key}-balance", of="年度", unit="回",
        **seven(title="つりあいです。"),
    )  # fmt: skip


def _tiles(key: str, items: Items) -> Chart:
    tiles = [Tile(label, n // 12, n % 12, value) for n, (label, value) in enumerate(items)]
    return tile_map(
        tiles, key=f"{key}-tiles", of="地区", unit="回", **seven(title="地区の数です。")
    )


def _indicator(key: str, items: Items) -> Chart:
    value = Value(2026, items[0][1])
    return indicator_chart(
        base=value, actual=[value], target=value, unit=items[0][0][:4], key=f"{key}-indicator",
        **seven(title="同じ年に三つとも。"),
    )  # fmt: skip
