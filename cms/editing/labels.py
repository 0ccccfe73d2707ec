"""Labels of Wagtail's forms that its own code leaves in English, or fixes before a language is
chosen; and the family name first, which is enough."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.forms.account import NameEmailForm
from wagtail.images.forms import ImageInsertionForm

_LINK = _("リンクの言葉")
_LABELS = {
    choosers.ExternalLinkChooserForm: {"link_text": _LINK},
    choosers.AnchorLinkChooserForm: {"link_text": _LINK},
    choosers.EmailLinkChooserForm: {
        "email_address": _("メールアドレス"),
        "link_text": _LINK,
        "subject": _("件名"),
        "body": _("本文"),
    },
    choosers.PhoneLinkChooserForm: {"phone_number": _("電話番号"), "link_text": _LINK},
    ImageInsertionForm: {
        "format": _("形式"),
        "image_is_decorative": _("装飾用の画像です"),
        "alt_text": _("画像の説明（読み上げる文）"),
    },
}


def put() -> None:
    for form, labels in _LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
    NameEmailForm.field_order = ["last_name", "first_name"]
    NameEmailForm.base_fields["first_name"].required = False
