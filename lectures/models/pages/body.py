"""The few blocks that an editor may put into a lecture's or course's page. No raw HTML."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

_TEXT_FEATURES = ["bold", "link", "ol", "ul", "document-link"]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("写真"))
    alt = blocks.CharBlock(
        label=_("写真の説明"),
        max_length=120,
        help_text=_("見えない人に読み上げる文。例：参加者が地図を囲んで話している"),
    )

    class Meta:
        icon = "image"
        label = _("写真")
        description = _("写真と、その説明")
        template = "lectures/blocks/picture.html"


class PaperBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("ファイル"))
    words = blocks.CharBlock(
        label=_("リンクの言葉"), max_length=80, help_text=_("例：当日の資料（PDF）")
    )

    class Meta:
        icon = "doc-full"
        label = _("ファイル")
        description = _("PDFなどを開くリンク。大事なことは本文にも書いてください")
        template = "lectures/blocks/paper.html"


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("見出し"),
        icon="title",
        max_length=60,
        description=_("本文を分ける見出し"),
        template="lectures/blocks/heading.html",
    )
    paragraph = blocks.RichTextBlock(
        label=_("文章"),
        icon="pilcrow",
        features=_TEXT_FEATURES,
        description=_("ふつうの文章と箇条書き"),
    )
    outline = blocks.ListBlock(
        blocks.CharBlock(label=_("内容"), max_length=80),
        label=_("講座の流れ"),
        icon="list-ol",
        description=_("話す順に、短く"),
        template="lectures/blocks/outline.html",
    )
    picture = PictureBlock()
    paper = PaperBlock()
