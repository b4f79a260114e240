"""The forms about oneself."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pages.form import Form


def text_field(label: str | Promise, help_text: str | Promise = "", **attributes: str) -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.TextInput(attributes)
    )


def email_field() -> forms.CharField:
    """An e-mail address; the contract says which are some."""
    return forms.CharField(
        label=_("E-mail"),
        help_text=_("An address, as ana@example.com."),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )


def password_field(label: str | Promise, autocomplete: str, help_text: str | Promise = "") -> forms.CharField:
    """A password; its spaces count."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": autocomplete}),
    )


def username_field() -> forms.CharField:
    return text_field(
        _("Username"),
        _("4 to 20 letters without accents, digits, dots or underscores. The others see it."),
        autocomplete="username",
        autocapitalize="none",
        spellcheck="false",
    )


def phone_field() -> forms.CharField:
    return forms.CharField(
        label=_("Phone"),
        help_text=_("With the country’s code, digits only: +525512345678."),
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )


class SignUpForm(Form):
    email = email_field()
    username = username_field()
    password = password_field(_("Password"), "new-password", _("At least 8 characters, not a common word."))
    first_name = text_field(_("First name"), _("Up to 60 characters."), autocomplete="given-name")
    last_name = text_field(
        _("Last name"), _("Up to 60 characters. The others do not see it."), autocomplete="family-name"
    )
    phone = phone_field()


class LinkForm(Form):
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_token(self) -> str:
        """What a link can hold; a damaged one is refused as any other."""
        typed: str = self.cleaned_data["token"]
        return "".join(letter for letter in typed[:500] if letter.isprintable())


class LogInForm(Form):
    email = email_field()
    password = password_field(_("Password"), "current-password")


class ProfileForm(Form):
    username = username_field()
    first_name = text_field(_("First name"), _("Up to 60 characters."), autocomplete="given-name")
    last_name = text_field(
        _("Last name"), _("Up to 60 characters. The others do not see it."), autocomplete="family-name"
    )
    phone = phone_field()
    biography = forms.CharField(
        label=_("About you"),
        help_text=_("Up to 500 characters. The others see it."),
        required=False,
        widget=forms.Textarea({"rows": "4", "maxlength": "500"}),
    )
