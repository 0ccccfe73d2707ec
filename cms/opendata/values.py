"""From a row to the words in its cells, by the name of the column, of either data set. Pure."""

import re

from cms.feeds.pages import printable
from cms.opendata.rows import Publisher, Row
from lectures.zones import local

_PHONE = re.compile(r"(?<![0-9])(0[0-9]{1,4})-([0-9]{1,4})-([0-9]{3,4})(?![0-9])")
_MOBILE = ("070", "080", "090", "050")


def phone_of(words: str) -> str:
    """(0277)12-3456, as the data sets write it; a mobile keeps its hyphens."""
    found = _PHONE.search(words)
    if found is None:
        return ""
    if found[1] in _MOBILE:
        return found[0]
    return f"({found[1]}){found[2]}-{found[3]}"


def values_of(row: Row, who: Publisher) -> dict[str, str]:
    said = _of_the_town(row, who) | _of_the_row(row)
    return {name: printable(value) for name, value in said.items()}


def _of_the_town(row: Row, who: Publisher) -> dict[str, str]:
    return {
        "都道府県コード又は市区町村コード": who.code,
        "全国地方公共団体コード": who.code,
        "所在地_全国地方公共団体コード": who.code,
        "NO": f"{row.number:010}",
        "ID": row.name_id,
        "都道府県名": who.prefecture,
        "市区町村名": who.town,
        "地方公共団体名": f"{who.prefecture}{who.town}",
        "所在地_都道府県": who.prefecture,
        "所在地_市区町村": who.town,
    }


def _of_the_row(row: Row) -> dict[str, str]:
    kind = "無料" if row.is_free else "有料" if row.is_paid else ""
    return {
        "イベント名": row.name,
        "イベント名_英語": row.english,
        "イベント名_英字": row.english,
        "サブタイトル": row.subtitle,
        "イベント種類": row.kind,
        "状態": row.status,
        "開始日": row.starts_on.isoformat(),
        "終了日": row.ends_on.isoformat(),
        "開始時間": row.starts_at,
        "終了時間": row.ends_at,
        "開始日時特記事項": row.about_time,
        "説明": row.description,
        "料金種別": kind,
        "料金(基本)": "0" if row.is_free else "",
        "料金(詳細)": row.fee or kind,
        "対象者": row.audience,
        "連絡先名称": row.contact,
        "連絡先電話番号": phone_of(row.phone),
        "主催者": row.host,
        "場所名称": row.place,
        "方書": row.room,
        "建物名等(方書)": row.room,
        "住所": row.address,
        "所在地_連結表記": row.address,
        "定員": row.capacity,
        "参加申込終了日": row.apply_until,
        "参加申込方法": row.how_to_apply,
        "URL": row.url,
        "コンテンツURL": row.website,
        "最終更新日時": local(row.changed).isoformat(timespec="seconds"),
        "備考": row.note,
    }
