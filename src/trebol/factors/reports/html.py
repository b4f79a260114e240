"""The report as one HTML page that needs nothing beside it: the wheel, then every check with its evidence."""

from __future__ import annotations

from html import escape
from itertools import groupby

from trebol.factors.check import TITLES, Outcome, Result
from trebol.factors.engine import Report
from trebol.factors.reports.picture import COLOURS, ROMAN, wheel
from trebol.factors.reports.text import summary

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.wheel { display: block; width: 100%; max-width: 26rem; margin: 1rem auto; }
.wheel text { font-size: 13px; fill: currentColor; } .wheel .hub { fill: #fff; font-weight: 700; }
details { border-left: 4px solid var(--mark); padding: .3rem .8rem; margin: .4rem 0; }
summary { cursor: pointer; } code { font-size: .9em; overflow-wrap: anywhere; }
.badge { font-weight: 700; } .hint { font-style: italic; }
"""


def render(report: Report) -> str:
    """The page."""
    ordered = sorted(report.results, key=lambda each: each.check.factor)
    sections = [
        section(factor, list(results))
        for factor, results in groupby(ordered, key=lambda each: each.check.factor)
    ]
    title = f"The twelve factors of {escape(report.project)}"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><h1>{title}</h1><p>{escape(summary(report))}</p>{wheel(report.results)}"
        f"{''.join(sections)}</body></html>\n"
    )


def section(factor: int, results: list[Result]) -> str:
    """One factor."""
    heading = f"<h2>{ROMAN[factor - 1]}. {TITLES[factor]}</h2>"
    return f"<section>{heading}{''.join(entry(each) for each in results)}</section>"


def entry(result: Result) -> str:
    """One check; findings are open, the rest is folded."""
    check, outcome = result.check, result.outcome
    shown = " open" if outcome in {Outcome.FAIL, Outcome.COULD_NOT_RUN} else ""
    facts = "".join(f"<li><code>{escape(str(each))}</code></li>" for each in result.verdict.evidence)
    hint = f'<p class="hint">{escape(check.hint)}</p>' if outcome in {Outcome.FAIL, Outcome.WARN} else ""
    strict = "" if check.demand == "text" else " (strict)"
    return (
        f'<details style="--mark:{COLOURS[outcome]}"{shown}><summary>'
        f'<span class="badge">{outcome.replace("_", " ")}</span> '
        f"{escape(check.title)} <code>{check.id}</code>{strict}</summary><ul>{facts}</ul>{hint}</details>"
    )
