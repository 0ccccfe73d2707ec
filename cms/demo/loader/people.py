"""Five departments, their lecturers, and the groups that ask."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wagtail.models import Site

from bookings.actions.submitting import GroupFacts
from cms.demo.loader.town import DOMAIN
from lectures.models import Department, DepartmentMember, Lecturer, LecturerMembership
from lectures.zones import local

DEPARTMENTS = (
    # code, name, mailbox, extension, lecturers (name, kana, mailbox)
    (
        "0101",
        "防災安全課",
        "bousai",
        "2101",
        (("田中 一郎", "たなか いちろう", "tanaka"), ("鈴木 花", "すずき はな", "suzuki")),
    ),
    (
        "0203",
        "健康増進課",
        "kenko",
        "2203",
        (("高橋 みのり", "たかはし みのり", "takahashi"), ("渡辺 健", "わたなべ けん", "watanabe")),
    ),
    (
        "0204",
        "高齢福祉課",
        "korei",
        "2204",
        (("伊藤 実", "いとう みのる", "ito"), ("山本 さくら", "やまもと さくら", "yamamoto")),
    ),
    (
        "0305",
        "環境課",
        "kankyo",
        "2305",
        (("中村 緑", "なかむら みどり", "nakamura"), ("小林 学", "こばやし まなぶ", "kobayashi")),
    ),
    (
        "0501",
        "文化財課",
        "bunka",
        "2501",
        (("加藤 史", "かとう ふみ", "kato"), ("吉田 巡", "よしだ めぐる", "yoshida")),
    ),
)
GROUPS = (
    # name, kind, contact, kana, mailbox ("" = told by telephone)
    ("桜が丘自治会", "neighbourhood", "佐藤 花子", "さとう はなこ", "sato"),
    ("北鏡ことぶき会", "seniors", "斎藤 茂", "さいとう しげる", ""),
    ("鏡川小学校PTA", "parents", "松本 泉", "まつもと いずみ", "matsumoto"),
    ("子育てサークル ひなたぼっこ", "parents", "井上 葵", "いのうえ あおい", "inoue"),
    ("西野いきいきクラブ", "seniors", "木村 ふさ", "きむら ふさ", ""),
    ("東浜民生委員の会", "welfare", "林 正", "はやし ただし", "hayashi"),
    ("南鏡商店会", "company", "清水 渡", "しみず わたる", "shimizu"),
    ("鏡川の自然を守る会", "volunteers", "山崎 渚", "やまざき なぎさ", "yamazaki"),
    ("日向丘三丁目 若葉の会", "neighbourhood", "森 一葉", "もり かずは", "mori"),
    ("みかがみ中学校 2年生", "school", "池田 樹", "いけだ いつき", "ikeda"),
)


@dataclass(frozen=True)
class Staff:
    """Departments by code, lecturers by department code."""

    departments: dict[str, Department]
    lecturers: dict[str, list[Lecturer]]

    def of(self, department: Department) -> list[Lecturer]:
        return self.lecturers[department.code]


def load(site: Site, *, at: datetime) -> Staff:
    since = local(at).date() - timedelta(days=365 * 3)
    staff = Staff({}, {})
    for code, name, mailbox, extension, lecturers in DEPARTMENTS:
        department = Department.objects.create(
            site=site,
            code=code,
            name=name,
            email=f"{mailbox}@{DOMAIN}",
            extension=extension,
            phone="0000-00-0000",
        )
        DepartmentMember.objects.create(
            site=site,
            department=department,
            name=f"{name} 係長",
            email=f"{mailbox}-kakari@{DOMAIN}",
        )
        staff.departments[code] = department
        staff.lecturers[code] = [_lecturer(department, row, since=since) for row in lecturers]
    return staff


def _lecturer(department: Department, row: tuple[str, str, str], *, since: date) -> Lecturer:
    name, kana, mailbox = row
    lecturer = Lecturer.objects.create(
        site=department.site, name=name, kana=kana, email=f"{mailbox}@{DOMAIN}"
    )
    LecturerMembership.objects.create(
        site=department.site, lecturer=lecturer, department=department, since=since
    )
    return lecturer


def group(number: int) -> GroupFacts:
    """One of the invented groups; the list goes round."""
    name, kind, contact, kana, mailbox = GROUPS[number % len(GROUPS)]
    return GroupFacts(
        name=name,
        kind=kind,
        representative=contact,
        contact_name=contact,
        contact_kana=kana,
        phone=f"0000000{number % len(GROUPS):03d}",
        notify_by="email" if mailbox else "phone",
        email=f"{mailbox}@mail.example" if mailbox else "",
    )
