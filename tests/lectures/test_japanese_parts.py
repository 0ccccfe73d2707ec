"""Japanese words on an English page say so themselves."""

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from lectures.templatetags.okigaru_japanese import in_japanese


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("事業報告書", '<span lang="ja">事業報告書</span>'),
        (
            "Report of 令和5年度 事業報告書.",
            'Report of <span lang="ja">令和5年度 事業報告書</span>.',
        ),
        ("A & B", "A &amp; B"),
        ("<b>市</b>", '&lt;b&gt;<span lang="ja">市</span>&lt;/b&gt;'),
        (mark_safe('<b title="市">市</b>'), '<b title="市"><span lang="ja">市</span></b>'),
        (gettext_lazy("年度"), "Fiscal year"),
        (None, ""),
    ],
)
def test_in_english_each_part_is_marked_and_nothing_else_is_touched(words, shown):
    with override("en"):
        assert in_japanese(words) == shown


@pytest.mark.parametrize("language", ["ja", "ja-easy"])
def test_in_japanese_there_is_nothing_to_mark(language):
    with override(language):
        assert in_japanese("<事業報告書>") == "&lt;事業報告書&gt;"
