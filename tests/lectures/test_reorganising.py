"""機構改革: who is in charge on which day, and the table that says what changes."""

from datetime import date

import pytest

from lectures import reorganising
from lectures.models import Department, DepartmentMember, Lecturer
from lectures.reorganising import Change, Fate, NotApplied
from tests.factories import lectures as make
from tests.factories.town import make_lecturer
from tests.lectures.turning import DAY, EVE, TODAY, apply


def test_the_successor_is_in_charge_from_its_day_on(three):
    apply(Change(Fate.RENAME, "01", name="危機管理課", email="kiki@city.example"))

    old = Department.objects.get(code="01")
    assert [old.in_charge(on=day).name for day in (EVE, DAY)] == ["防災課", "危機管理課"]
    assert Department.objects.get(name="危機管理課").in_charge(on=EVE) == old


def test_many_may_become_one_and_one_may_end_for_good(three):
    apply(Change(Fate.MERGE, "01", successor="02"), Change(Fate.END, "03"))

    charges = Department.objects.charges(on=DAY)
    assert charges == {three[0].pk: three[1], three[1].pk: three[1], three[2].pk: None}


def test_departments_that_name_each_other_end_the_search(three):
    first, second, _third = three
    first.ends_on = second.ends_on = EVE
    first.successor, second.successor = second, first
    first.save(), second.save()

    assert Department.objects.get(pk=first.pk).in_charge(on=DAY) is None


def test_lecturers_and_people_come_along_and_keep_their_past(three):
    lecturer = make_lecturer(three[0], name="佐藤 一郎")
    DepartmentMember.objects.create(
        site=three[0].site, department=three[0], email="kakari@city.example"
    )

    apply(Change(Fate.MERGE, "01", successor="02"))

    theirs = lecturer.memberships.order_by("since").values_list("department__name", "until")
    assert list(theirs) == [("防災課", EVE), ("福祉課", None)]
    assert list(Lecturer.objects.of(three[1], on=EVE)) == []
    assert list(Lecturer.objects.of(Department.objects.get(code="01"), on=DAY)) == [lecturer]
    assert list(three[1].members.values_list("email", "since")) == [("kakari@city.example", DAY)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (Change(Fate.END, "99", line=4), "4行目（99）：コード「99」の課は、ありません。"),
        (Change(Fate.MERGE, "01"), "防災課：引き継ぐ課をえらんでください。"),
        (Change(Fate.MERGE, "01", successor="01"), "防災課：引き継ぐ課が、同じ課になっています。"),
        (Change(Fate.MERGE, "01", successor="77"), "防災課：引き継ぐ課「77」は、ありません。"),
        (Change(Fate.RENAME, "01", email="a b"), "防災課：「a b」は、メールアドレスの形ではありません。"),
        (Change(Fate.NEW, new_code="04"), "04：新しい課には、新しいコードと名前とメールを入れてください。"),
        (
            Change(Fate.RENAME, "01", new_code="02", name="x"),
            "防災課：コード「02」は、もう使われています。べつのコードにしてください。",
        ),
    ],
)  # fmt: skip
def test_one_bad_line_and_nothing_is_done(three, change, sentence):
    with pytest.raises(NotApplied) as refusal:
        apply(Change(Fate.END, "03"), change)

    assert refusal.value.problems == [sentence]
    assert not Department.objects.filter(ends_on__isnull=False).exists()
    assert Department.objects.count() == 3


def test_who_takes_over_must_not_end_itself(three):
    with pytest.raises(NotApplied) as refusal:
        apply(Change(Fate.MERGE, "01", successor="02"), Change(Fate.END, "02"))

    assert "引き継ぐ課「02」も、なくなります" in refusal.value.problems[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_sheet_is_read_in_the_encodings_of_town_halls(encoding):
    text = (
        "コード,新コード,新しい名前,メール,引き継ぐ課\r\n"
        "01,11,危機管理課,ｋｉｋｉ@city.example,\r\n02,,,,01\r\n03,,,,なし\r\n"
        ",90,こども課,kodomo@city.example,\r\n04,,,,\r\n"
    )

    changes, problems = reorganising.departments_in(text.encode(encoding))

    assert problems == []
    assert [(row.fate, row.code, row.successor, row.line) for row in changes] == [
        (Fate.RENAME, "01", "", 2), (Fate.MERGE, "02", "01", 3), (Fate.END, "03", "", 4),
        (Fate.NEW, "", "", 5), (Fate.KEEP, "04", "", 6),
    ]  # fmt: skip
    assert changes[0].email == "kiki@city.example"


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"a,b\n1,2", b"\x00", b'"', "コード\n".encode("utf-16")]
)
def test_what_is_no_table_gets_a_sentence(data):
    changes, problems = reorganising.departments_in(data)

    assert (changes, len(problems)) == ([], 1)


def test_an_address_that_changes_in_the_ledger_keeps_working(three, clock_at, client, site):
    clock_at("2026-12-01 10:00")
    client.force_login(make.person(site, role="office"))
    row, url = three[0], f"/admin/departments/edit/{three[0].pk}/"
    assert client.get(url).status_code == 200

    posted = client.post(url, {
        "code": "01", "name": "防災課", "email": "atarashii@city.example", "phone": "",
        "extension": "", "starts_on": "", "ends_on": "", "successor": "",
        "members-TOTAL_FORMS": 0, "members-INITIAL_FORMS": 0, "members-MIN_NUM_FORMS": 0,
        "members-MAX_NUM_FORMS": 1000,
    })  # fmt: skip

    assert posted.status_code == 302
    row.refresh_from_db()
    assert row.email == "atarashii@city.example"
    kept = DepartmentMember.objects.get()
    assert (kept.email, kept.role, kept.until) == ("01@city.example", "former", date(2027, 5, 30))


@pytest.mark.parametrize(
    "change",
    [
        Change(Fate.MERGE, "01", new_code="03", successor="02"),
        Change(Fate.END, "01", new_code="02"),
        Change(Fate.MERGE, "01", name="x", successor="02"),
        Change(Fate.END, "01", email="x@city.example"),
    ],
)
def test_a_department_that_ends_never_overwrites_another(three, change):
    before = list(Department.objects.order_by("pk").values())

    with pytest.raises(NotApplied) as refusal:
        apply(change)

    assert refusal.value.problems == [
        "防災課：なくなる課の行では、新しいコード・名前・メールを空けてください。"
    ]
    assert list(Department.objects.order_by("pk").values()) == before


def test_a_new_code_that_repeats_the_successor_is_the_successor(three):
    changes, _problems = reorganising.departments_in(
        "コード,新コード,新しい名前,メール,引き継ぐ課\n01,02,,,02\n"
    )

    apply(*changes)

    assert Department.objects.count() == 3
    row = Department.objects.get(code="02")
    assert (row.name, row.email, row.starts_on, row.ends_on) == (
        "福祉課", "02@city.example", None, None,
    )  # fmt: skip
    assert Department.objects.get(code="01").in_charge(on=DAY) == row


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            Change(Fate.RENAME, "01"),
            "防災課：新しい名前・新しいメール・新しいコードのどれかを入れてください。",
        ),
        (
            Change(Fate.RENAME, "01", name="防災課"),
            "防災課：新しい名前・新しいメール・新しいコードのどれかを入れてください。",
        ),
        (
            Change(Fate.NEW, new_code="90", name="新課", email="n@city.example", successor="02"),
            "新課：引き継ぐ課を入れるのは、「ほかの課が引き継ぐ」ときだけです。空けてください。",
        ),
    ],
)
def test_a_line_that_says_nothing_new_or_too_much_is_refused(three, change, sentence):
    with pytest.raises(NotApplied) as refusal:
        apply(change)

    assert refusal.value.problems == [sentence]


def test_an_end_that_is_decided_already_is_not_overruled(three):
    Department.objects.filter(code="01").update(ends_on=date(2027, 9, 30))

    with pytest.raises(NotApplied) as refusal:
        apply(Change(Fate.RENAME, "01", name="危機管理課"))

    assert "2027-09-30で終わることが、もう決まっています" in refusal.value.problems[0]


def test_a_second_table_may_name_what_the_first_begins(three):
    apply(Change(Fate.NEW, new_code="90", name="新課", email="n@city.example"))

    apply(Change(Fate.MERGE, "02", successor="90"))

    assert three[1].pk in {
        pk for pk, row in Department.objects.charges(on=DAY).items() if row and row.code == "90"
    }
    assert reorganising.undo(day=DAY, today=TODAY) == 2
    assert {row.code for row in Department.objects.on(DAY)} == {"01", "02", "03"}
