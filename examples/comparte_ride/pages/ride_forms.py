"""The forms about rides."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.form import Form

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BY_THE_CLOCK = "%Y-%m-%dT%H:%M"


def time_field(label: "StrOrPromise", help_text: "StrOrPromise" = "") -> forms.DateTimeField:
    """A day and a time by the site's clock."""
    widget = forms.DateTimeInput({"type": "datetime-local"}, format=BY_THE_CLOCK)
    return forms.DateTimeField(label=label, help_text=help_text, required=False, widget=widget)


def place_field(label: "StrOrPromise") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=_("A corner, a gate, a station: up to 120 characters."),
        required=False,
        widget=forms.TextInput({"maxlength": "120"}),
    )


def seats_field(label: "StrOrPromise") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=_("1 to 15."),
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric", "min": "1", "max": "15"}),
    )


class RideForm(Form):
    origin = place_field(_("From"))
    destination = place_field(_("To"))
    departs_at = time_field(_("Departure"), _("At least 20 minutes from now."))
    arrives_at = time_field(_("Arrival"), _("After the departure."))
    seats = seats_field(_("Seats you offer"))
    notes = forms.CharField(
        label=_("Notes"),
        help_text=_("Luggage, music, where to wait. Up to 500 characters."),
        required=False,
        widget=forms.Textarea({"rows": "3", "maxlength": "500"}),
    )


class TakeForm(Form):
    seats = seats_field(_("Seats"))


class RateForm(Form):
    stars = forms.TypedChoiceField(
        label=_("Stars"),
        choices=[(number, f"{number} " + "★" * number) for number in range(5, 0, -1)],
        coerce=int,
        required=False,
        empty_value=None,
    )


class SearchForm(Form):
    """What `list_rides` looks for; an empty field asks for nothing."""

    circle_slug = forms.ChoiceField(label=_("Circle"), required=False)
    text = forms.CharField(
        label=_("Place or note"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "maxlength": "80", "autocomplete": "off"}),
    )
    departs_after = time_field(_("Departs after"))
    departs_before = time_field(_("Departs before"))
    seats = forms.IntegerField(
        label=_("Free seats"),
        required=False,
        min_value=1,
        max_value=15,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("soonest", _("The soonest first")),
            ("latest", _("The latest first")),
            ("newest", _("The newest offers first")),
            ("most_seats", _("The most seats first")),
        ],
    )

    def __init__(self, data: Any, circles: list[tuple[str, str]]) -> None:
        super().__init__(data)
        chosen: Any = self.fields["circle_slug"]
        chosen.choices = [("", _("All my circles")), *circles]

    def asked(self) -> dict[str, Any]:
        """The arguments of the search; of what was typed wrong, nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def narrows(self) -> bool:
        """Whether more is asked than a text and a circle: what asks it is shown then."""
        asked = self.asked()
        return asked.pop("order", "soonest") != "soonest" or bool(asked.keys() - {"text", "circle_slug"})


def told_of(ride: Any) -> dict[str, Any]:
    """What the form says of a ride at first."""
    told = {name: getattr(ride, name) for name in RideForm.base_fields}
    return told | {name: timezone.localtime(told[name]) for name in ("departs_at", "arrives_at")}
