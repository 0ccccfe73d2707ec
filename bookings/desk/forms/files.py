"""Putting a small PDF or picture beside a request. What is kept is never what was sent."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bookings.desk.forms.base import DeskForm
from bookings.forms.fields import WordsField
from bookings.forms.pdfs import written_anew
from bookings.forms.pictures import LARGEST_FILE, drawn_anew
from bookings.models import RequestFile

MOST_LETTERS = 80
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


class PaperField(forms.FileField):
    """PDF, PNG or JPEG in; (kind, bytes written anew) out."""

    def __init__(self, **options: Any) -> None:
        wanted = _("書類をえらんでください。")
        super().__init__(
            widget=forms.FileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
            error_messages={
                "required": wanted,
                "invalid": wanted,
                "missing": wanted,
                "empty": _("空のファイルです。えらび直してください。"),
            },
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> tuple[str, bytes]:
        file = super().clean(data, initial)
        assert isinstance(file, UploadedFile)
        if file.size is None or file.size > LARGEST_FILE:
            raise forms.ValidationError(_("8メガバイトまでの書類をえらんでください。"))
        is_pdf = file.read(1024).lstrip().startswith(b"%PDF-")
        file.seek(0)
        if is_pdf:
            return RequestFile.Kind.PDF, written_anew(file.read())
        return RequestFile.Kind.JPEG, drawn_anew(file)


class FileForm(DeskForm):
    paper = PaperField(
        label=_("書類"), help_text=_("PDF、PNG、JPEG。8メガバイトまで、PDFは40ページまで。")
    )
    name = WordsField(
        label=_("書類の名前"),
        max_length=MOST_LETTERS,
        help_text=_("空けておくと、ファイルの名前になります。例：会場の見取り図"),
    )

    @property
    def said(self) -> dict[str, Any]:
        """Arguments of `filing.put`, of a valid form."""
        kind, data = self.cleaned_data["paper"]
        typed = self.cleaned_data["name"] or self._sent_name()
        return {"kind": kind, "data": data, "name": typed.translate(_FORBIDDEN)}

    def _sent_name(self) -> str:
        """Of the file as it was sent, without its ending and without what no name has."""
        sent = self.files["paper"].name or ""
        plain = WordsField(max_length=10_000).to_python(sent.rpartition(".")[0] or sent)
        return plain[:MOST_LETTERS] or str(_("書類"))
