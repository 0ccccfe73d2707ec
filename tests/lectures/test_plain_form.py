"""Our forms: no check of the browser's, mistakes beside the field and on top."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string

from lectures.forms import Noted, PlainForm

CHECKS = re.compile(r"\s(required|maxlength|minlength|pattern|min|max|step)\b")


class Asked(PlainForm):
    name = forms.CharField(
        label="団体の名前",
        max_length=5,
        help_text="例：<b>会</b>",
        error_messages={"required": "団体の名前を入れてください"},
    )
    people = forms.IntegerField(label="人数", min_value=1, max_value=9, required=False)
    part = forms.ChoiceField(
        label="時間帯",
        choices=[("am", "午前"), ("pm", Noted("午後", note="15時まで"))],
        widget=forms.RadioSelect,
        error_messages={"required": "時間帯をえらんでください"},
    )
    agreed = forms.BooleanField(label="約束します", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_no_box_carries_a_check_of_the_browser():
    html = str(Asked())

    assert CHECKS.search(html) is None


def test_a_field_added_later_carries_none_either():
    form = Asked()
    form.fields["late"] = forms.CharField(label="あとから", max_length=10)

    assert CHECKS.search(str(form["late"])) is None


def test_djangos_own_form_would_carry_them():
    class Usual(forms.Form):
        name = forms.CharField(max_length=5)

    assert CHECKS.search(str(Usual()["name"]))


def test_a_mistake_stands_beside_its_field_and_is_read_out_with_it():
    html = Asked({})["name"].as_field_group()

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<span class="vh">エラー：</span>団体の名前を入れてください' in html


def test_radios_are_one_question_with_cards():
    html = Asked({})["part"].as_field_group()

    assert '<legend class="label">時間帯</legend>' in html
    assert 'aria-describedby="id_part_error"' in html
    assert html.count('<label class="choice">') == 2
    assert '<small id="id_part_1_note">15時まで</small>' in html
    assert "aria-invalid" not in html


def test_the_summary_links_to_each_field_in_the_order_of_the_page():
    form = Asked({"version": "x"})
    form.add_error(None, "この日は、もう決まりました")

    assert [tuple(link) for link in form.error_links] == [
        ("", "この日は、もう決まりました"),
        ("id_name", "団体の名前を入れてください"),
        ("id_part_0", "時間帯をえらんでください"),
        ("", "整数を入力してください。"),
    ]


def test_the_targets_of_the_summary_exist_on_the_page():
    form = Asked({}, prefix="a")
    html = str(form)

    targets = [link.target for link in form.error_links if link.target]
    assert targets == ["id_a-name", "id_a-part_0"]
    assert all(f'id="{target}"' in html for target in targets)


def test_what_was_typed_comes_back_escaped():
    html = str(Asked({"name": '<script>"', "people": "九人"}))

    assert 'value="&lt;script&gt;&quot;"' in html
    assert 'value="九人"' in html
    assert "例：&lt;b&gt;会&lt;/b&gt;" in html


@pytest.mark.parametrize("context", [{}, {"form": Asked()}, {"forms": Asked()}])
def test_without_mistakes_there_is_no_summary(context):
    assert render_to_string("frame/error_summary.html", context).strip() == ""


@pytest.mark.parametrize("name", ["form", "forms"])
def test_the_summary_takes_the_form_by_either_name(name):
    html = render_to_string("frame/error_summary.html", {name: Asked({})})

    assert '<a href="#id_name">団体の名前を入れてください。</a>' in html
