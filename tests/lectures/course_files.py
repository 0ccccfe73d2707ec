"""Files of courses as other houses write them."""

import csv
import io

HEAD = (
    "ID", "イベント名", "サブタイトル", "状態", "開始日", "終了日", "開始時間", "終了時間", "説明",
    "料金(詳細)", "対象者", "主催者", "場所名称", "所在地_連結表記", "定員", "参加申込終了日", "参加申込方法",
)  # fmt: skip
RIVER = {
    "ID": "k1", "イベント名": "鏡川の歴史", "開始日": "2026-12-05", "終了日": "2026-12-05",
    "開始時間": "13:30", "終了時間": "15:00", "説明": "川の話。", "料金(詳細)": "全2回で3,000円",
    "場所名称": "みかがみ大学", "定員": "30", "参加申込終了日": "2026-11-30",
    "参加申込方法": "大学事務局 0277-12-3456 https://u.example/k",
}  # fmt: skip


def table(*rows, head=HEAD, encoding="utf-8-sig"):
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow(head)
    for row in rows:
        writer.writerow([row.get(name, "") for name in head])
    return held.getvalue().encode(encoding)


def river(**changes):
    """Two meetings of one course."""
    second = RIVER | {"ID": "k2", "開始日": "2026-12-12", "終了日": "2026-12-12"}
    return table(RIVER | changes, second | changes | {"ID": "k2"})


def calendar(*events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//University//JA"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.strip().splitlines(), "END:VEVENT"]
    return "\r\n".join([*map(str.strip, lines), "END:VCALENDAR", ""]).encode()
