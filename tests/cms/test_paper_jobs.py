"""The making of a booklet: asked for once, made once, kept until the menu changes; and who may see it."""

import io
from datetime import timedelta

import pytest
import typst
from django.test import Client
from django_scopes import scope
from pypdf import PdfReader

from accounts.models import SiteRole
from cms import tasks
from cms.models import PaperJob
from cms.paper import jobs, setting
from config import clock
from lectures.models import MenuPage
from tests.factories import lectures as make
from tests.factories.town import NOW

State = PaperJob.State


@pytest.fixture
def menu(catalogue):
    catalogue.lecture(title="わが家の地図")
    return MenuPage.objects.get(pk=catalogue.menu.pk)


def address(menu: MenuPage) -> str:
    return f"/paper/menus/{menu.pk}/"


def made_by_a_visitor(client, menu) -> PaperJob:
    client.post(address(menu))
    tasks.make_papers()
    return PaperJob.objects.get(draft=False)


def test_a_visitor_asks_waits_and_opens_the_booklet(client, menu):
    before = client.get(address(menu)).content.decode()
    asked = client.post(address(menu), follow=True)
    waiting = client.get(address(menu))
    tasks.make_papers()
    ready = client.get(address(menu))
    file = client.get(f"{address(menu)}booklet.pdf")

    assert "冊子を作る" in before
    assert "冊子を作っています" in asked.content.decode()
    assert waiting["Refresh"] == "3"
    assert "Refresh" not in client.get(f"{address(menu)}?still=1")
    assert "A4で" in ready.content.decode()
    assert "Refresh" not in ready
    assert file["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.content)).pages)
    assert "わが家の地図" in text
    assert "2026年11月22日（日） 作成" in text


def test_the_menu_leads_to_it(client, menu):
    assert address(menu) in client.get(menu.url).content.decode()


def test_a_look_makes_nothing(client, menu):
    client.get(address(menu))
    client.get(f"{address(menu)}booklet.pdf")

    assert PaperJob.objects.count() == 0


def test_pressed_twice_it_is_one_job_and_made_once(client, menu, monkeypatch):
    set_ = []
    whole = setting.pdf_of
    monkeypatch.setattr(setting, "pdf_of", lambda *a: set_.append(a) or whole(*a))

    client.post(address(menu))
    Client().post(address(menu))
    job = PaperJob.objects.get()
    tasks.make_papers()
    tasks.make_papers()
    client.post(address(menu))
    tasks.make_papers()

    assert PaperJob.objects.get().pk == job.pk
    assert len(set_) == 1


def test_without_the_constraint_two_presses_would_be_two(menu):
    """The twin: what keeps them one is the same digest of the same words."""
    job = jobs.ask(menu, draft=False, at=NOW)
    PaperJob.objects.filter(pk=job.pk).update(digest="other")

    jobs.ask(menu, draft=False, at=NOW)

    assert PaperJob.objects.count() == 2


def test_when_the_menu_changes_a_new_one_is_made_and_the_old_one_goes(client, catalogue, menu):
    old = made_by_a_visitor(client, menu)
    catalogue.lecture(title="あたらしい講座")

    changed = client.get(address(menu)).content.decode()
    assert client.get(f"{address(menu)}booklet.pdf").status_code == 302
    new = made_by_a_visitor(client, menu)

    assert "冊子を作る" in changed
    assert old.pk != new.pk
    assert PaperJob.objects.count() == 1


def test_a_worker_that_died_is_followed_by_another(menu):
    job = jobs.ask(menu, draft=False, at=NOW)
    PaperJob.objects.filter(pk=job.pk).update(state=State.GOING, tries=1, heard_at=NOW)

    assert jobs.make_due(now=lambda: NOW, seconds=60) == 0
    later = NOW + timedelta(minutes=4)
    assert jobs.make_due(now=lambda: later, seconds=60) == 1

    job.refresh_from_db()
    assert (job.state, job.tries) == (State.DONE, 2)


def test_a_worker_that_comes_back_late_changes_nothing(menu, monkeypatch):
    """Another took the job in the meantime; the first one's end finds a later try."""
    job = jobs.ask(menu, draft=False, at=NOW)
    whole = setting.pdf_of

    def slow(*asked):
        PaperJob.objects.filter(pk=job.pk).update(tries=2)
        return whole(*asked)

    monkeypatch.setattr(setting, "pdf_of", slow)

    assert not jobs.make(job.pk, now=clock.now)
    job.refresh_from_db()
    assert (job.state, job.size) == (State.GOING, 0)


def test_what_cannot_be_set_says_so_and_may_be_tried_again(client, menu, monkeypatch):
    def broken(*_asked):
        raise typst.TypstError("made up")

    with monkeypatch.context() as patch:
        patch.setattr(setting, "_set", broken)
        client.post(address(menu))
        tasks.make_papers()
    told = client.get(address(menu)).content.decode()
    again = made_by_a_visitor(client, menu)

    assert "作れませんでした" in told
    assert again.state == State.DONE


def test_a_job_that_kills_its_worker_is_given_up(menu):
    job = jobs.ask(menu, draft=False, at=NOW)
    PaperJob.objects.filter(pk=job.pk).update(state=State.GOING, tries=3, heard_at=NOW)

    jobs.make_due(now=lambda: NOW + timedelta(minutes=4), seconds=60)

    job.refresh_from_db()
    assert job.state == State.FAILED


def test_progress_is_written_while_it_is_made(catalogue, monkeypatch):
    for number in range(20):
        catalogue.lecture(number=f"2-{number:02}")
    job = jobs.ask(MenuPage.objects.get(pk=catalogue.menu.pk), draft=False, at=NOW)
    seen = []
    monkeypatch.setattr(
        setting, "pdf_of",
        lambda *a: seen.append(PaperJob.objects.get(pk=job.pk).percent) or b"%PDF",
    )  # fmt: skip
    monkeypatch.setattr(setting, "pages_in", lambda pdf: 1)

    jobs.make(job.pk, now=clock.now)

    assert seen == [47]


def test_a_menu_that_is_not_published_or_not_of_this_town_is_not_there(client, menu, next_town):
    theirs = MenuPage.objects.exclude(pk=menu.pk).get()
    assert client.get(address(theirs)).status_code == 404
    assert client.post(address(theirs)).status_code == 404

    menu.unpublish()

    assert client.get(address(menu)).status_code == 404
    assert client.get(f"{address(menu)}booklet.pdf").status_code == 404
    assert client.get("/paper/menus/999999/").status_code == 404


def test_a_reader_who_has_it_already_is_told_so(client, menu):
    made_by_a_visitor(client, menu)
    first = client.get(f"{address(menu)}booklet.pdf")

    again = client.get(f"{address(menu)}booklet.pdf", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304


# ---- in the admin


@pytest.fixture
def editor(client, site, menu):
    client.force_login(make.person(site))
    return client


def desk(*parts: object) -> str:
    return "/admin/paper/" + "".join(f"{part}/" for part in parts)


def test_an_editor_makes_a_proof_that_nobody_else_sees(editor, catalogue, menu):
    page = catalogue.lecture(title="公開した題")
    page.title = "直している題"
    page.save_revision()

    editor.post(desk("menus", menu.pk), {"which": "proof"})
    tasks.make_papers()
    shown = editor.get(desk("menus", menu.pk)).content.decode()
    proof = editor.get(f"{desk('menus', menu.pk)}proof.pdf")

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(proof.content)).pages)
    assert f"{desk('menus', menu.pk)}proof.pdf" in shown
    assert "直している題" in text
    assert "校正用" in text
    assert "no-store" in proof["Cache-Control"]
    assert Client().get(f"{address(menu)}booklet.pdf").status_code == 302
    assert Client().get(f"{desk('menus', menu.pk)}proof.pdf").status_code == 302


def test_an_editor_finds_posters_and_texts(editor, catalogue):
    page, course = catalogue.lecture(title="わが家の地図"), catalogue.course(title="鏡川の歴史")

    found = editor.get(desk()).content.decode()
    for each in (page, course):
        assert desk("pages", each.pk) in found
        here = editor.get(desk("pages", each.pk))
        assert f"◆{each.title}" in here.content.decode()
        pdf = editor.get(f"{desk('pages', each.pk)}poster.pdf")
        png = editor.get(f"{desk('pages', each.pk)}poster.png")
        assert pdf.content.startswith(b"%PDF")
        assert png.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "most, status, said",
    [
        ("60", 200, "60字"), ("６０", 200, "60字"), ("", 200, "200字"), ("60字", 200, "60字"),
        ("19", 422, "20から2000"), ("99999", 422, "20から2000"), ("たくさん", 422, "20から2000"),
        ("-1", 422, "20から2000"), ("\x00", 422, ""), ("٣٣", 422, "20から2000"),
    ],
)  # fmt: skip
def test_the_length_of_the_papers_text_is_chosen(editor, catalogue, most, status, said):
    page = catalogue.lecture(title="わが家の地図")

    answer = editor.get(desk("pages", page.pk), {"most": most})

    assert answer.status_code == status
    assert said in answer.content.decode()


def test_a_draft_says_that_it_is_one(editor, catalogue):
    page = catalogue.lecture(title="公開した題")
    page.title = "直している題"
    page.save_revision()

    public = editor.get(desk("pages", page.pk)).content.decode()
    draft = editor.get(desk("pages", page.pk), {"draft": "1"}).content.decode()
    poster = editor.get(f"{desk('pages', page.pk)}poster.pdf?draft=1").content

    assert "◆公開した題" in public
    assert "◆直している題" in draft
    assert "校正用" in PdfReader(io.BytesIO(poster)).pages[0].extract_text()


def test_only_who_may_edit_a_page_finds_its_paper(client, catalogue, menu, next_town):
    page = catalogue.lecture(title="わが家の地図")
    paths = [
        desk("menus", menu.pk), f"{desk('menus', menu.pk)}proof.pdf", desk("pages", page.pk),
        f"{desk('pages', page.pk)}poster.pdf", f"{desk('pages', page.pk)}poster.png",
    ]  # fmt: skip
    with scope(site=next_town):
        neighbour = make.person(next_town)
    client.force_login(neighbour)

    assert [client.get(path).status_code for path in paths] == [302] * 5
    assert client.post(paths[0]).status_code == 302
    assert PaperJob.objects.count() == 0
    assert "わが家の地図" not in client.get(desk()).content.decode()
    assert [Client().get(path).status_code for path in paths] == [302] * 5


def test_pages_of_another_kind_have_no_poster(editor, catalogue):
    assert editor.get(desk("pages", catalogue.news().pk)).status_code == 404
    assert editor.get(desk("pages", 999999)).status_code == 404


def test_the_pages_themselves_lead_to_their_paper(editor, catalogue, menu):
    page = catalogue.lecture()

    assert desk("pages", page.pk) in editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert desk("menus", menu.pk) in editor.get(f"/admin/pages/{menu.pk}/edit/").content.decode()


def test_the_office_finds_paper_from_its_desk(client, site, menu):
    client.force_login(make.person(site, SiteRole.Role.OFFICE))

    assert desk() in client.get("/desk/").content.decode()
    assert client.get(desk("menus", menu.pk)).status_code == 200
