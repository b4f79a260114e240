"""The form of a page: it reads what a person typed; what the contract refuses stands beside the fields."""

from collections.abc import Callable
from typing import Any

from django import forms

from pages.words import FIELDS, MISSING, WRONG, told
from trebol import Code, Fault, InvalidArgument

UNPROCESSABLE, CONFLICT = 422, 409
STATUS = {Code.INVALID_ARGUMENT: UNPROCESSABLE, Code.UNAUTHENTICATED: UNPROCESSABLE}
TOO_MANY = {"TooManyAttempts": 429}


class Form(forms.Form):
    """Fields named as the parameters of an operation; nothing is a rule here that is one in the contract."""

    use_required_attribute = False  # the browser's own bubbles would hide what the page says
    error_css_class = "wrong"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status = 200
        self.answer: Any = None

    def sends(self, operation: Callable[..., Any], *fixed: Any) -> bool:
        """Call an operation with what was typed; True where it was done, and `answer` holds the result."""
        if not self.is_valid():
            self.status = UNPROCESSABLE
            return False
        try:
            self.answer = operation(*fixed, **self.cleaned_data)
        except InvalidArgument as error:
            self.refuse(error)
        except Fault as fault:
            self.refuse_as(fault)
        return self.is_valid()

    def refuse(self, error: InvalidArgument) -> None:
        """Say each violation beside its field."""
        self.status, typed = UNPROCESSABLE, dict(self.cleaned_data)
        for violation in error.violations:
            name = str(violation.steps[0]) if violation.steps else ""
            field = self.fields.get(name)
            if field is None:
                self.add_error(None, WRONG)
            elif typed.get(name) in (None, ""):
                self.add_error(name, MISSING)
            else:
                self.add_error(name, field.help_text or WRONG)

    def refuse_as(self, fault: Fault) -> None:
        """Say what a fault means, beside the field that it is about."""
        fault_name = type(fault).__name__
        self.status = TOO_MANY.get(fault_name) or STATUS.get(fault.code, CONFLICT)
        name = FIELDS.get(fault_name)
        for sentence in told(fault):
            self.add_error(name if name in self.fields else None, sentence)
