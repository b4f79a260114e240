"""What is said in English remembers how it was made, so that it can be said in another language."""

from trebol.contract.words import Said, listed, said

UPSIDE_DOWN = {"at least {number}": "{number} or more", "text": "letters"}


def speak(text: str) -> str:
    return UPSIDE_DOWN.get(text, text)


def test_it_is_the_text_in_english() -> None:
    assert said("at least {number}", number=3) == "at least 3"
    assert listed([said("text"), said("at least {number}", number=3)]) == "text, at least 3"


def test_it_is_made_again_of_translated_templates_inside_out() -> None:
    text = listed([said("text"), said("at least {number}", number=said("text"))])
    assert isinstance(text, Said)
    assert text.told(speak) == "letters, letters or more"


def test_what_has_no_translation_stays() -> None:
    assert said("of the pattern {pattern}", pattern="^{1,3}$").told(speak) == "of the pattern ^{1,3}$"


def test_a_text_without_values_may_hold_braces() -> None:
    assert said("a set, {1, 2}").told(speak) == "a set, {1, 2}"


def test_nothing_is_a_list_too() -> None:
    assert listed([]).told(speak) == ""
