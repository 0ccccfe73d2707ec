"""The made-up catalogue of tests/corpus/queries/ as pages, and thousands of pages beside it, quickly."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Locale, Page, Site
from wagtail.search.backends import get_search_backend

from cms.models import ArticlePage, HomePage
from cms.search import finding
from cms.search.asked import Asked
from config import clock
from lectures.models import Category, Department, LecturePage, MenuPage
from tests.corpus.queries import catalogue, queries
from tests.corpus.queries.distractors import distractors
from tests.factories import lectures as make

_AT_ONCE = 500


def fill(site: Site, *, beside: int) -> None:
    """The menu with the catalogue, an English menu with its translations, and pages beside them."""
    department = make.department(site, name="みかがみ課")
    home = _home(site)
    menus = {code: _menu(site, home, code) for code in ("ja", "en")}
    right = [*_of_catalogue(site, department)]
    others = [*_beside(beside, department=department, category=right[0]["category"])]
    for language, menu in menus.items():
        rows = [row for row in (*right, *others) if row["language"] == language]
        lectures = [row for row in rows if "number" in row]
        _insert(LecturePage, lectures, under=menu)
        _insert(ArticlePage, [row for row in rows if "number" not in row], under=home)
    index_all()


def first_of(site: Site, query: str, *, language: str) -> tuple[str, str]:
    """The number and the language of the lecture that the search page shows first."""
    found = finding.find(site, Asked(q=query), language=language).hits
    page = LecturePage.objects.filter(pk=found[0].pk).first() if found else None
    return (page.number, page.language) if page else ("", "")


def missed(site: Site) -> list[str]:
    """Queries of the corpus whose lecture does not come first."""
    return [
        one["q"]
        for one in queries()
        if first_of(site, one["q"], language=one["language"]) != (one["right"], one["language"])
    ]


def index_all() -> None:
    backend = get_search_backend()
    for model in (LecturePage, ArticlePage):
        rows = model.objects.all()
        if model is LecturePage:
            rows = rows.select_related("category", "department")
        for pages in _batches(list(rows)):
            backend.add_bulk(model, pages)


def _home(site: Site) -> HomePage:
    home = HomePage(title="みかがみ市 お気軽講座", slug="home-of-catalogue")
    site.root_page.get_parent().add_child(instance=home)
    site.root_page = home
    site.save()
    return home


def _menu(site: Site, home: HomePage, language: str) -> MenuPage:
    locale = Locale.objects.get_or_create(language_code=language)[0]
    menu = MenuPage(
        title=f"Menu {language}", slug=f"menu-{language}", locale=locale,
        fiscal_year=make.fiscal_year(site, 2026),
    )  # fmt: skip
    return home.add_child(instance=menu)


def _of_catalogue(site: Site, department: Department) -> Iterable[dict[str, Any]]:
    for facts in catalogue():
        category = Category.objects.get_or_create(site=site, name=facts["category"])[0]
        both = {
            "number": facts["number"], "category": category, "department": department,
            "translation_key": uuid5(NAMESPACE_URL, facts["number"]),
        }  # fmt: skip
        yield both | {"title": facts["title"], "summary": facts["summary"], "language": "ja"}
        if "en" in facts:
            yield both | facts["en"] | {"language": "en"}


def _beside(count: int, *, department: Department, category: Category) -> Iterable[dict[str, Any]]:
    for number, one in enumerate(distractors(count), start=1):
        body = [("paragraph", f"<p>{one.body}</p>")]
        row = {"title": one.title, "language": one.language, "body": body}
        if one.is_lecture:
            place = {"department": department, "category": category, "number": f"99-{number}"}
            yield row | place | {"summary": one.summary}
        else:
            yield row | {"intro": one.summary}


def _insert(model: type[Page], rows: Sequence[dict[str, Any]], *, under: Page) -> None:
    """Two inserts for a hundred pages, as the tree wants them; no revisions, no rows of the ledger."""
    under.refresh_from_db()
    start = under.numchild
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    kind = ContentType.objects.get_for_model(model)
    names = {field.name for field in Page._meta.get_fields()}
    pages = []
    for number, row in enumerate(rows, start=1):
        language = row["language"]
        own = {name: value for name, value in row.items() if name not in names | {"language"}}
        page = model(
            title=row["title"], draft_title=row["title"], slug=f"p{start + number}-{under.pk}",
            path=Page._get_path(under.path, under.depth + 1, start + number), depth=under.depth + 1,
            url_path=f"{under.url_path}p{start + number}-{under.pk}/", content_type=kind,
            locale=locales[language], live=True, translation_key=row.get("translation_key", uuid4()), first_published_at=clock.now(), **own,
        )  # fmt: skip
        if model is LecturePage:
            page.language = language
        pages.append(page)
    for some in _batches(pages):
        _insert_both(model, some)
    Page.objects.filter(pk=under.pk).update(numchild=start + len(pages))


def _insert_both(model: type[Page], pages: Sequence[Page]) -> None:
    bases = [
        Page(**{f.attname: getattr(page, f.attname) for f in Page._meta.fields if f.name != "id"})
        for page in pages
    ]
    for page, base in zip(pages, Page.objects.bulk_create(bases), strict=True):
        page.pk = page.page_ptr_id = page.id = base.pk
    fields: Sequence[models.Field] = model._meta.local_concrete_fields
    model._base_manager.all()._insert(pages, fields=fields, using="default")


def _batches(pages: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (pages[at : at + _AT_ONCE] for at in range(0, len(pages), _AT_ONCE))
