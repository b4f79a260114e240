"""The forms about circles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.form import Form


class CircleForm(Form):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("1 to 80 characters."),
        required=False,
        widget=forms.TextInput({"maxlength": "80", "autocomplete": "off"}),
    )
    description = forms.CharField(
        label=_("Description"),
        help_text=_("Who it is for and where you go. Up to 500 characters."),
        required=False,
        widget=forms.Textarea({"rows": "4", "maxlength": "500"}),
    )
    public = forms.BooleanField(
        label=_("Public"),
        help_text=_("Everybody sees that it exists. One comes in by invitation all the same."),
        required=False,
    )
    members_limit = forms.IntegerField(
        label=_("Limit of members"),
        help_text=_("10 to 32,000. Leave it empty for no limit."),
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )


class JoinForm(Form):
    code = forms.CharField(
        label=_("Invitation code"),
        help_text=_("As you were given it. Capitals, spaces and hyphens make no difference."),
        required=False,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class SearchForm(forms.Form):
    text = forms.CharField(
        label=_("Search circles"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "maxlength": "80", "autocomplete": "off"}),
    )
