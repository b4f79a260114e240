"""What the page says of each thing."""

from __future__ import annotations

import pytest

from tests.portal import hostile
from tests.portal.site import assembled, page, part
from trebol.bootstrap import assemble


@pytest.mark.parametrize(
    ("anchor", "said"),
    [
        ("samples.v2.create_sample", "REST POST /api/v2/samples"),
        ("samples.v2.create_sample", "GraphQL mutation createSample"),
        ("samples.v2.create_sample", "SOAP CreateSample"),
        ("samples.v2.create_sample", "Faults Taken already_exists"),
        ("samples.v2.create_sample", "seats whole number, at least 1, at most 5 default 1"),
        ("samples.v2.create_sample", "Who may Anybody, also without a caller."),
        ("samples.v2.delete_sample", "Nothing: that it succeeded."),
        ("samples.v2.delete_sample", "Idempotent"),
        ("samples.v2.get_sample", "Who may Any caller."),
        ("samples.v2.peek_sample", "Who may Member The caller is a member."),
        ("samples.v2.peek_sample", "Result Sample or null"),
        ("samples.v2.update_dry", "notes text left out, it stays as it is"),
        ("samples.v2.hide_samples", "SOAP not here"),
        ("samples.v2.list_samples", "Result page of Sample"),
        ("samples.v1.get_sample", "GraphQL not here"),
        ("samples.v2.Taken", "code already_exists"),
        ("samples.v2.Card", "in a union, its type is Card"),
        ("samples.v2.Color", "A colour. red blue"),
        ("rides.v1.RideTaken", "in order for each ride_id"),
        ("rides.v1.take_ride", "It declares none."),
        ("samples.v1", "There is a newer version"),
    ],
)
def test_the_page_says(anchor: str, said: str) -> None:
    assert said in part(page(assembled()), anchor)


def test_an_operation_without_parameters_says_so() -> None:
    assert "It takes none." in part(page(assembled()), "samples.v2.example_samples")


def test_what_a_contract_says_is_written_as_text() -> None:
    root = page(assemble([hostile.Hostile], [hostile.HostileService], project="tests"))
    assert not root.xpath("//script | //b | //i | //img[@onerror]")
    said = part(root, "hostile.v1")
    for text in ('<script>alert("operation")</script>', "<i>said</i>", '"<b>"', "^<b>$", "<img src=x"):
        assert text in said
