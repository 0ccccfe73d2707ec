"""The blocks of an article. No raw HTML: what an editor writes stays readable everywhere."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from lectures.models.pages.body import PaperBlock, PictureBlock


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(
        label=_("質問"),
        max_length=120,
        help_text=_("聞く人の言葉で。例：会場がまだ決まっていません"),
    )
    answer = blocks.RichTextBlock(
        label=_("答え"), features=["bold", "link", "ol", "ul", "document-link"]
    )

    class Meta:
        icon = "help"
        label = _("質問と答え")
        description = _("よくある質問。一つずつ重ねます")
        template = "cms/blocks/question.html"


class ArticleBody(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("見出し"),
        icon="title",
        max_length=60,
        description=_("本文を分ける見出し"),
        template="cms/blocks/heading.html",
    )
    paragraph = blocks.RichTextBlock(
        label=_("文章"),
        icon="pilcrow",
        features=["bold", "link", "ol", "ul", "document-link"],
        description=_("ふつうの文章と箇条書き"),
    )
    steps = blocks.ListBlock(
        blocks.CharBlock(label=_("手順"), max_length=120),
        label=_("手順"),
        icon="list-ol",
        description=_("順番にすること。番号がつきます"),
        template="cms/blocks/steps.html",
    )
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("文字"), required=False, max_length=120)),
            ("number", blocks.FloatBlock(label=_("数"), required=False)),
        ],
        label=_("表"),
        icon="table",
        description=_("小さな表。何の表かを「キャプション」に書いてください"),
        template="cms/blocks/table.html",
    )
    question = QuestionBlock()
    picture = PictureBlock()
    paper = PaperBlock()
