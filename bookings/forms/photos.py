"""写真: one picture of a session, with the word of whoever sends it about the people in it."""

from io import BytesIO
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image
from pillow_heif import register_heif_opener

from bookings.forms.fields import WordsField
from bookings.forms.pictures import drawn_anew
from bookings.models import SessionPhoto
from bookings.models.photo import MOST_WORDS
from lectures.forms import PlainForm

LARGEST = 20_000_000  # bytes: what a telephone takes today
_FORMATS = ("PNG", "JPEG", "WEBP", "HEIF")
_CHOOSE = _("写真をえらんでください。")
_CONSENT = _("写っている人のことを、どちらかえらんでください。")

register_heif_opener()


class PhotoField(forms.FileField):
    """JPEG, PNG, WebP or HEIC in; JPEG bytes drawn anew out (no place, no camera)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.FileInput(
                attrs={"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif"}
            ),
            error_messages={
                "required": _CHOOSE, "invalid": _CHOOSE, "missing": _CHOOSE,
                "empty": _("空のファイルです。えらび直してください。"),
            },
            **options,
        )  # fmt: skip

    def clean(self, data: Any, initial: Any = None) -> bytes:
        file = super().clean(data, initial)
        assert isinstance(file, UploadedFile)
        if file.size is None or file.size > LARGEST:
            raise forms.ValidationError(_("20メガバイトまでの写真をえらんでください。"))
        unread = _("写真を読めません。JPEG、PNG、WebP、HEICの写真をえらんでください。")
        return drawn_anew(file, formats=_FORMATS, largest=LARGEST, unread=unread)


class PhotoForm(PlainForm):
    photo = PhotoField(
        label=_("写真"),
        help_text=_(
            "JPEG、PNG、WebP、HEIC。20メガバイトまで。撮った場所などの情報は取りのぞきます。"
        ),
    )
    consent = forms.ChoiceField(
        label=_("写っている人"), choices=SessionPhoto.Consent.choices, widget=forms.RadioSelect,
        error_messages={"required": _CONSENT, "invalid_choice": _CONSENT},
    )  # fmt: skip
    may_publish = forms.BooleanField(
        label=_("市の実績のページで公開してもよい"), required=False,
        help_text=_("公開するかどうかは、事務局が決めます。了解は、公開のことも話してとってください。"),
    )  # fmt: skip
    words = WordsField(
        label=_("何の写真か（なくてもかまいません）"),
        max_length=MOST_WORDS,
        help_text=_("例：簡易トイレを組み立てているところ。人や団体の名前は書かないでください。"),
    )

    @property
    def said(self) -> dict[str, Any]:
        """Arguments of `picturing.put`, of a valid form."""
        given = self.cleaned_data
        with Image.open(BytesIO(given["photo"])) as picture:
            size = picture.size
        return {
            "data": given["photo"], "size": size, "consent": given["consent"],
            "may_publish": given["may_publish"], "words": given["words"],
        }  # fmt: skip
