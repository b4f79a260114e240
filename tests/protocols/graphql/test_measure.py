"""Documents that are too large are refused, quickly, with the limit and what to do."""

from __future__ import annotations

import gc
import time
import tracemalloc
from typing import Any

import pytest

from tests.protocols.graphql.site import RESPONSE, Answer, Site
from trebol.protocols.graphql import cache, document
from trebol.protocols.graphql.rules import MERGING
from trebol.runtime.limits import Limits

SPREADS = " ".join(f"fragment f{i} on Query {{...f{i + 1} ...f{i + 1}}}" for i in range(20))
FRAGMENTS = 300
LARGE = {
    "twenty fragments": "{...f0} " + SPREADS + " fragment f20 on Query {__typename}",
    "tokens": "{" + "__typename " * 5000 + "}",
    "comments": "#\n" * 5000 + "{__typename}",
    "brackets": "{" * 100_000,
    "lists": "{echoArguments(ints: " + "[" * 100_000,
    "objects": "{echoArguments(pay: " + "{a:" * 100_000,
    "one field": "{" + "__typename " * 2500 + "}",
    "fields": "{trip(tripId: 1) {" + "id " * 2500 + "}}",
    "aliases": "{" + " ".join(f"a{i}: trip(tripId: 1) {{id}}" for i in range(21)) + "}",
    "roots by fragments": "{...f ...f ...f} fragment f on Query {"
    + " ".join(f"a{i}: trip(tripId: 1) {{id}}" for i in range(10)) + "}",
    "a chain of fragments": "{...f0} "
    + " ".join(f"fragment f{i} on Query {{...f{i + 1}}}" for i in range(FRAGMENTS))
    + f" fragment f{FRAGMENTS} on Query {{__typename}}",
    "inline fragments": "{" + "...{" * 160 + "__typename" + "}" * 160 + "}",
    "merging": "{__schema {" + "queryType {name} " * 650 + "}}",
    "depth": "{__schema {queryType {" + "ofType {" * 40 + "name" + "}" * 40 + "}}}",
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_a_large_document_is_refused_in_a_bounded_time(site: Site, name: str) -> None:
    began = time.process_time()
    answer = site.ask(LARGE[name])
    assert time.process_time() - began < 1
    assert answer.status == 400
    assert answer.error["extensions"]["code"] in ("resource_exhausted", "invalid_argument")
    syntax = answer.error["message"].startswith("Syntax Error: Expected")
    assert answer.error["extensions"]["code"] == ("invalid_argument" if syntax else "resource_exhausted")
    assert syntax or "limit" in answer.error["message"]


@pytest.mark.parametrize(
    ("limits", "query", "said"),
    [
        (Limits(depth=2), "{trips {items {id}}}", "nests deeper than the limit of 2"),
        (Limits(fields=3), "{trips {items {id circle}}}", "more fields than the limit of 3"),
        (Limits(operations=1), "{trip(tripId: 1) {id} __typename}", "more root fields than the limit of 1"),
        (Limits(tokens=10), "{trip(tripId: 1) {id circle departsAt}}", "The limit is 10 tokens"),
        (Limits(cost=100), "{trips {items {id}}}", "values, more than the limit of 100"),
        (Limits(cost=10), "{trips(first: 5) {items {passengers {member}}}}", "for smaller pages (first)"),
    ],
)
def test_every_limit_says_what_to_do(anyone: Any, limits: Limits, query: str, said: str) -> None:
    answer = Site(limits).ask(query)
    assert answer.status == 400
    assert answer.error["extensions"]["code"] == "resource_exhausted"
    assert said in answer.error["message"]


def test_what_is_within_the_limits_runs(anyone: Any) -> None:
    limits = Limits(depth=3, fields=4, operations=1, tokens=14, cost=8)
    assert Site(limits).ask("{trips(first: 2) {items {id}}}").data


def test_a_page_costs_what_its_variable_says(anyone: Any) -> None:
    site = Site(Limits(cost=100))
    query = "query($n: Int) {trips(first: $n) {items {id}}}"
    assert site.ask(query, {"n": 2}).data
    assert site.ask(query, {"n": 90}).error["extensions"]["code"] == "resource_exhausted"
    assert site.ask(query, {}).error["extensions"]["code"] == "resource_exhausted", "fifty, by default"
    assert site.ask(query, {"n": 5000}).error["extensions"]["code"] == "invalid_argument", (
        "no page is so large"
    )
    assert site.ask(query, {"n": "x"}).error["extensions"]["code"] == "invalid_argument"


def test_a_fragment_in_a_circle_is_left_to_the_rules(site: Site) -> None:
    answer = site.ask("{...a} fragment a on Query {...b} fragment b on Query {...a}")
    assert "within itself" in answer.errors[0]["message"]


def test_what_is_merged_for_too_long_is_said(site: Site) -> None:
    answer = site.ask(LARGE["merging"])
    assert str(MERGING) in answer.error["message"]


def test_what_introspection_gives_is_bounded(anyone: Any) -> None:
    site = Site(Limits(cost=400))
    answer = site.ask("{__schema {types {fields {name type {name kind}}}}}")
    assert answer.error["extensions"]["code"] == "resource_exhausted"
    assert site.ask("{__schema {queryType {name}}}").data


def test_introspection_goes_only_so_deep(site: Site) -> None:
    deep = "{__schema {types {fields {type {fields {type {fields {name}}}}}}}}"
    assert "introspection depth" in site.ask(deep).error["message"]


def ask_variant(site: Site, flags: int) -> Answer:
    declared = " ".join(f"$v{i}: Boolean!" for i in range(6))
    query = f"query({declared}) {{" + " ".join(f"a{i}: __typename @skip(if: $v{i})" for i in range(6)) + "}"
    return site.ask(query, {f"v{i}": bool(flags >> i & 1) for i in range(6)})


def test_the_plans_of_one_document_are_bounded(site: Site) -> None:
    for flags in range(64):
        assert len(ask_variant(site, flags).data) == 6 - flags.bit_count()
    documents = site.endpoints["trebol-graphql"].handle.__self__.documents  # type: ignore[attr-defined]
    (kept,) = documents.kept.values()
    assert 0 < len(kept.document.plans) <= document.VARIANTS


def prepared(text: str) -> document.Document:
    return document.Document(text, document.parsed(text, Limits()), Limits())


def test_the_documents_kept_are_bounded_in_number() -> None:
    documents = cache.Documents(2)
    first, second, third = (prepared(f"{{{name}}}") for name in "abc")
    documents.keep(first)
    documents.keep(second)
    assert documents.find("{a}") is first
    documents.keep(third)
    assert documents.find("{b}") is None, "the one that was not used went"
    assert (documents.find("{a}"), documents.find("{c}")) == (first, third)


def test_no_document_is_kept_where_none_is_to_be() -> None:
    documents = cache.Documents(0)
    documents.keep(prepared("{a}"))
    assert documents.kept == {}


def test_the_documents_kept_are_bounded_in_memory() -> None:
    documents = cache.Documents(100, memory=3 * cache.BASE)
    for name in "abcd":
        documents.keep(prepared(f"{{{name}}}"))
    assert list(documents.kept) == ["{c}", "{d}"]
    assert documents.weight == sum(kept.weight for kept in documents.kept.values())
    documents.keep(prepared("{e}" + " " * 3 * cache.BASE))
    assert documents.find("{d}") is not None, "what is larger than all of it is not kept"


HEAVY = {
    "small": "{trip(tripId: 1) {id}}",
    "wide": "{trip(tripId: 1) {" + " ".join(f"a{i}: id" for i in range(900)) + "}}",
    "unions": "{trips {items {passengers {"
    + " ".join(f"p{i}: paidBy {{...on Card {{last4}}}}" for i in range(150)) + "}}}}",
    "variables": "query(" + " ".join(f"$a{i}: Int!" for i in range(300)) + ") {echoArguments(ints: ["
    + " ".join(f"$a{i}" for i in range(300)) + "])}",
    "introspection": "{__schema {" + " ".join(f"a{i}: queryType {{name}}" for i in range(150)) + "}}",
    "roots": "{" + " ".join(f"a{i}: trip(tripId: {i}) {{id}}" for i in range(20)) + "}",
}  # fmt: skip


@pytest.mark.parametrize("name", HEAVY)
def test_a_plan_takes_no_more_memory_than_is_counted(site: Site, name: str) -> None:
    variables = {f"a{i}": 1 for i in range(300)}
    # graphql-core keeps one validation's worth of objects, whatever the number of documents.
    count = 50 if name == "small" else 2

    def ask(first: int) -> None:
        for spaces in range(first, first + count):
            site.ask(HEAVY[name] + " " * spaces, variables)

    ask(count)
    documents = site.endpoints["trebol-graphql"].handle.__self__.documents  # type: ignore[attr-defined]
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    ask(0)
    gc.collect()
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert taken / count < documents.kept[HEAVY[name]].weight


def test_a_document_is_kept_once() -> None:
    documents = cache.Documents(10)
    documents.keep(prepared("{a}"))
    documents.keep(prepared("{a}"))
    assert documents.weight == cache.BASE + 3 * cache.PER_CHARACTER


def test_an_answer_says_where_a_limit_was_passed(site: Site) -> None:
    body = b'{"query": "\\n  ' + LARGE["aliases"].encode() + b'"}'
    answer = site.send("POST", "/graphql", body, Accept=RESPONSE)
    assert answer.error["locations"] == [{"line": 2, "column": 3}]
