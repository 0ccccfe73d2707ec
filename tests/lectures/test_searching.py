"""Search in Japanese through Wagtail's own API, on the engine of this run."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st
from modelsearch.query import And, Not, Or, Phrase, PlainText
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from lectures.models import LecturePage, SynonymGroup
from lectures.search import asking
from lectures.search.folding import asked_tokens, fold, index_tokens
from lectures.search.indexing import indexed
from tests.factories import lectures as make


@pytest.fixture
def menu(site):
    return make.menu(site)


def lecture(menu, title: str, **fields: object) -> LecturePage:
    return make.lecture_page(menu, title=title, **{"summary": "", **fields})


def found(query, pages=None, **options) -> list[str]:
    pages = LecturePage.objects.all() if pages is None else pages
    return [page.title for page in pages.search(query, **options)]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("地域の防災訓練", "防災"),
        ("地域の防災訓練", "ぼうさい"),
        ("地域の防災訓練", "訓練 地域"),
        ("マイナンバーの話", "ﾏｲﾅﾝﾊﾞｰ"),
        ("マイナンバーの話", "まいなんばー"),
        ("クーリング・オフ", "クーリングオフ"),
        ("AEDの使い方", "ａｅｄ"),
        ("避難所の運営を体験する", "避難所運営"),
        ("避難所の運営を体験する", "ひなんじょ"),
        ("引っ越しの手続き", "引越し 手続"),
        ("空き家を考える", "空家"),
        ("住民税のしくみ", "税"),
        ("生成AIと文章", "生成AI"),
        ("令和8年のお知らせ", "令和8年"),
        ("ゆれにそなえる", "揺れ"),
        ("First steps with earthquakes", "EARTHQUAKE"),
        ("What to do in an earthquake", "earthquakes"),
    ],
)
def test_a_word_is_found_however_it_is_written(menu, title, query):
    lecture(menu, title)
    lecture(menu, "城下町を歩く")

    assert found(query) == [title]


@pytest.mark.parametrize("query", ["城下町", "火災", "ひなんじ"])
def test_what_a_page_does_not_hold_is_not_found(menu, query):
    lecture(menu, "地域の防災訓練")

    assert found(query) == []


def test_a_number_finds_its_lecture(menu):
    lecture(menu, "防災", number="3-07")
    lecture(menu, "減災", number="3-08")

    assert found("3-07") == found("３－０７") == ["防災"]


def test_a_word_of_the_title_comes_before_one_of_the_body(menu):
    lecture(menu, "市のしくみ", body=[("paragraph", "<p>手話と手話と手話。</p>")])
    lecture(menu, "手話であいさつ")

    assert found("手話") == ["手話であいさつ", "市のしくみ"]


def test_words_of_category_and_department_find_their_lectures(menu, site):
    lecture(
        menu, "家の点検",
        category=make.category(site, name="防災・防犯"),
        department=make.department(site, name="危機管理課"),
    )  # fmt: skip

    assert found("防犯") == found("危機管理") == ["家の点検"]


def test_pages_of_all_kinds_and_the_admins_own_way_are_found(menu):
    lecture(menu, "避難所の運営")

    assert [page.title for page in Page.objects.search("避難所")] == ["避難所の運営"]
    assert [page.title for page in Page.objects.autocomplete("避難")] == ["避難所の運営"]
    assert [page.title for page in Page.objects.autocomplete("ひ")] == ["避難所の運営"]


def test_the_engine_counts_slices_and_facets_what_it_finds(menu):
    for number in range(5):
        lecture(menu, f"手話{number}")
    results = LecturePage.objects.search("手話")

    assert (results.count(), len(results[:3]), len(results[3:])) == (5, 3, 2)
    assert sum(results.facet("category_id").values()) == 5
    assert LecturePage.objects.filter(live=False).search("手話").count() == 0


def test_fields_part_the_title_from_the_rest(menu):
    lecture(menu, "手話であいさつ", summary="窓口で使います。")

    assert (
        found("手話", fields=["title"]) == found("窓口", fields=["summary"]) == ["手話であいさつ"]
    )
    assert found("窓口", fields=["title"]) == []


def test_parts_of_a_query_are_put_together(menu):
    lecture(menu, "防災訓練")
    lecture(menu, "防災と手話")
    only = LecturePage.objects.all()

    assert found(And([PlainText("防災"), PlainText("手話")]), only) == ["防災と手話"]
    assert set(found(Or([PlainText("訓練"), PlainText("手話")]), only)) == {
        "防災訓練",
        "防災と手話",
    }
    assert found(And([PlainText("防災"), Not(PlainText("手話"))]), only) == ["防災訓練"]
    assert found(Not(PlainText("手話")), only) == ["防災訓練"]
    assert found(Phrase("災訓"), only) == ["防災訓練"]
    assert set(found("訓練 手話", only, operator="or")) == {"防災訓練", "防災と手話"}


def test_an_order_of_ones_own_is_kept(menu):
    for title in ("手話と手話", "手話一", "手話三"):
        lecture(menu, title)
    pages = LecturePage.objects.order_by("-title")

    kept = found("手話", pages, order_by_relevance=False)

    assert kept == [page.title for page in pages]


@pytest.mark.parametrize(
    "query", ["", " ", "***", '"', "'", "\\", "(", "a & b | !c", "防災\0", "：*", "a" * 5000, "防" * 5000,
              "{title} : x", "NEAR(a b)", "%s %d", "<->", "ー", "・", "𠮷野", "🙂", "の"],
)  # fmt: skip
def test_no_query_breaks_the_engine(menu, query):
    lecture(menu, "防災訓練")

    assert Page.objects.search(query).count() in (0, 1)
    assert Page.objects.autocomplete(query).count() in (0, 1)
    assert list(Page.objects.search(query)[:5]) is not None


def test_a_new_synonym_is_used_at_once_and_in_its_town_only(menu, site):
    SynonymGroup.objects.all().delete()
    lecture(menu, "特殊詐欺にだまされない")
    assert found("オレオレ詐欺") == []

    SynonymGroup.objects.create(site=site, words="特殊詐欺\nオレオレ詐欺\nfraud")

    assert (
        found("オレオレ詐欺")
        == found("おれおれ詐欺の話")
        == found("Fraud")
        == ["特殊詐欺にだまされない"]
    )
    with scope(site=make.other_town()):
        assert found("オレオレ詐欺") == []


def test_a_synonym_is_seen_only_where_a_word_ends(menu, site):
    SynonymGroup.objects.create(site=site, words="避難\nevacuation")
    lecture(menu, "避難所の運営")
    lecture(menu, "An evacuation drill")

    assert found("避難所運営") == ["避難所の運営"]


def test_a_search_asks_for_the_synonyms_once(menu):
    lecture(menu, "手話")
    found("手話")  # which kinds of page there are is remembered
    with CaptureQueriesContext(connection) as seen:
        found("手話")

    assert sum('FROM "lectures_synonymgroup"' in row["sql"] for row in seen) == 1


def test_a_page_that_goes_is_found_no_more(menu):
    page = lecture(menu, "手話")
    page.title = page.draft_title = "点字"
    page.save_revision().publish()
    assert (found("手話"), found("点字")) == ([], ["点字"])

    page.delete()

    assert found("点字") == []


def test_ordering_by_relevance_looks_at_the_index_once(menu):
    """Upstream's own SQLite backend asks the index again for every row found."""
    if connection.vendor != "sqlite":
        pytest.skip("a fault of the SQLite backend")
    query = LecturePage.objects.search("手話").get_queryset()

    assert str(query.query).count("MATCH") == 1


def test_an_entry_of_the_index_leads_to_its_page_by_number(menu):
    """Upstream's own PostgreSQL backend compares texts, and reads every page there is."""
    written = str(LecturePage.objects.search("手話").get_queryset().query).upper()

    assert "VARCHAR" not in written
    assert written.count('CAST("WAGTAILSEARCH_INDEXENTRY"."OBJECT_ID" AS') == 1


def test_an_image_of_the_same_number_is_no_page(menu):
    page = lecture(menu, "点字")
    get_image_model().objects.create(pk=page.pk, title="手話", file="a.png", width=1, height=1)

    assert Page.objects.search("手話").count() == 0
    assert [page.title for page in Page.objects.search("点字")] == ["点字"]


def test_texts_of_the_index_stay_in_their_rows():
    """Set aside, each would be fetched again to be ranked: three quarters of a search's time."""
    if connection.vendor != "postgresql":
        pytest.skip("a habit of PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'wagtailsearch_indexentry'")
        kept = cursor.fetchone()[0]

    assert kept == ["toast_tuple_target=8160"]


def test_every_indexed_text_goes_through_our_tokens(menu):
    page = lecture(menu, "防災訓練")
    entry = page.index_entries.get()

    assert "防災" in str(entry.title)
    assert "ぼう" in str(entry.title)
    assert isinstance(page.search_fields[0], index.BaseField)
    assert type(get_search_backend()).__module__ == f"lectures.search.{connection.vendor}"


def test_folding_and_tokens():
    assert fold("ﾏｲﾅﾝﾊﾞｰ") == fold("まいなんばー")
    assert index_tokens("防災とAI") == ["防災", "災と", "と", "ai"]
    assert asked_tokens("防災") == ["防災"]
    assert asked_tokens("税") == ["税"]
    assert asked_tokens("3-07") == ["3", "07"]
    assert indexed("避難所") == "避難 難所 所 ひな なん んじ じょ ょ ひな なん んし しょ ょ"


def test_light_words_are_not_needed_but_may_be_asked_for_alone():
    none = asking.Synonyms()
    with_light = asking.needed(asking.concepts("スマホ教室", synonyms=none))

    assert with_light == asking.needed(asking.concepts("スマホ", synonyms=none))
    assert asking.needed(asking.concepts("教室", synonyms=none)) == asking.Near(("教室",))


@given(st.text(max_size=60))
def test_a_text_holds_whatever_phrase_it_is(text):
    """What is typed as it stands in a title asks for tokens that stand side by side there."""
    asked, kept = asked_tokens(text), index_tokens(text)

    assert kept[: len(asked)] == asked


@given(st.text(max_size=200))
def test_any_text_can_be_indexed_and_asked_for(text):
    indexed(text)
    asking.needed(asking.concepts(text, synonyms=asking.Synonyms.of([["ごみ", "garbage"]])))
