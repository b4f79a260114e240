"""The form for a picture."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.form import Form

ENOUGH = 2_000_001  # bytes: with so many the contract knows that a picture is too large


class PictureForm(Form):
    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("A JPEG, PNG or WebP of up to two megabytes."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_picture(self) -> bytes | None:
        """What the file holds; of one that is too large only as much as shows it."""
        file: Any = self.cleaned_data["picture"]
        return file.read(ENOUGH) if file is not None else None
