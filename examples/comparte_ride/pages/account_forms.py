"""The forms about oneself."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pages.form import Form

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def text_field(label: "StrOrPromise", help_text: "StrOrPromise" = "", **attributes: str) -> forms.CharField:
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


def password_field(
    label: "StrOrPromise", autocomplete: str, help_text: "StrOrPromise" = ""
) -> forms.CharField:
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
        help_text=_("With the code of the country, digits only: +525512345678."),
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


class TokenField(forms.CharField):
    """What a link holds; a damaged one becomes one that the service refuses as any other."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> str:
        return "".join(letter for letter in str(value or "")[:500] if letter.isprintable())


class LinkForm(Form):
    token = TokenField(required=False)


class ForgottenForm(Form):
    email = email_field()


class ResetForm(LinkForm):
    password = password_field(
        _("New password"), "new-password", _("At least 8 characters, not a common word.")
    )


class LogInForm(Form):
    email = email_field()
    password = password_field(_("Password"), "current-password")


def language_field() -> forms.ChoiceField:
    """The language of the e-mails, and of the pages once it is saved."""
    return forms.ChoiceField(label=_("Language of e-mails"), choices=settings.LANGUAGES, required=False)


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
    language = language_field()
