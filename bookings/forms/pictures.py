"""A picture that somebody uploads, made harmless: drawn anew, smaller, without what was hidden in it."""

from io import BytesIO
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 8_000_000
LARGEST_SIDE = 1400
_MOST_PIXELS = 60_000_000
_UNREAD = _("画像を読めません。PNGかJPEGのファイルをえらんでください。")


class MapField(forms.FileField):
    """PNG or JPEG in, JPEG bytes out (no place, no camera, no script); nothing: None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
            error_messages={"empty": _("空のファイルです。えらび直してください。")},
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        file = super().clean(data, initial)
        return drawn_anew(file) if isinstance(file, UploadedFile) else None


def drawn_anew(
    file: UploadedFile,
    *,
    formats: tuple[str, ...] = ("PNG", "JPEG"),
    largest: int = LARGEST_FILE,
    unread: Any = _UNREAD,
) -> bytes:
    """As JPEG bytes, upright. `formats` by Pillow's names; `unread`: the sentence for all others."""
    if file.size is None or file.size > largest:
        raise forms.ValidationError(_("8メガバイトまでの画像をえらんでください。"))
    try:
        with Image.open(file, formats=formats) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise _too_large()
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as bomb:  # Pillow's own limit, before ours is asked
        raise _too_large() from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as unreadable:
        raise forms.ValidationError(unread) from unreadable
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    held = BytesIO()
    paper.save(held, format="JPEG", quality=82, optimize=True)
    return held.getvalue()


def _too_large() -> forms.ValidationError:
    return forms.ValidationError(_("画像が大きすぎます。小さくしてください。"))
