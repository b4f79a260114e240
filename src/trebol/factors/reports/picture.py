"""A wheel of twelve spokes: each as long as the share of its checks that pass, coloured by its worst
outcome.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from trebol.factors.check import TITLES, Outcome, Result

COLOURS = {
    Outcome.FAIL: "#c62828",
    Outcome.COULD_NOT_RUN: "#6a6a6a",
    Outcome.WARN: "#e6a100",
    Outcome.PASS: "#2e7d32",
    Outcome.NOT_APPLICABLE: "#76857a",
}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
RADIUS = 150
HUB = 26


def wheel(results: Iterable[Result]) -> str:
    """The picture as inline SVG."""
    kept = list(results)
    spokes = [spoke(factor, [each for each in kept if each.check.factor == factor]) for factor in TITLES]
    rings = [
        f'<circle r="{HUB + (RADIUS - HUB) * part:.0f}" fill="none" stroke="#dfe5e0"/>' for part in (0.5, 1.0)
    ]
    return (
        f'<svg viewBox="-190 -190 380 380" role="img" aria-label="{in_words(kept)}" class="wheel">'
        + "".join([*rings, *spokes])
        + f'<circle r="{HUB - 4}" fill="#2e7d32"/>'
        + '<text class="hub" text-anchor="middle" dy="5">12</text></svg>'
    )


def in_words(results: list[Result]) -> str:
    """The picture in words: each factor and its worst outcome."""
    said = [worst([each for each in results if each.check.factor == factor]) for factor in TITLES]
    words = [f"{ROMAN[number]} {outcome.replace('_', ' ')}" for number, outcome in enumerate(said)]
    return f"The twelve factors: {', '.join(words)}"


def worst(results: list[Result]) -> Outcome:
    """The worst outcome, in the order of `COLOURS`; not applicable where there is none."""
    found = {each.outcome for each in results}
    return next((outcome for outcome in COLOURS if outcome in found), Outcome.NOT_APPLICABLE)


def share(results: list[Result]) -> float:
    """The part of the applicable checks that pass or only warn; 1 where none applies."""
    applicable = [each for each in results if each.outcome is not Outcome.NOT_APPLICABLE]
    good = [each for each in applicable if each.outcome in {Outcome.PASS, Outcome.WARN}]
    return len(good) / len(applicable) if applicable else 1.0


def spoke(factor: int, results: list[Result]) -> str:
    """One spoke with its number, and its title for a reader who points at it."""
    angle = math.radians((factor - 1) * 30 - 90)
    length = HUB + (RADIUS - HUB) * max(share(results), 0.06) if results else HUB
    end, label = point(angle, length), point(angle, RADIUS + 20)
    outcome = worst(results)
    title = (
        f"{ROMAN[factor - 1]}. {TITLES[factor]}: {outcome.replace('_', ' ')}" if results else TITLES[factor]
    )
    near = point(angle, HUB)
    return (
        f"<g><title>{title}</title>"
        f'<line x1="{near[0]}" y1="{near[1]}" x2="{end[0]}" y2="{end[1]}" stroke="{COLOURS[outcome]}" '
        f'stroke-width="15" stroke-linecap="round"/>'
        f'<text x="{label[0]}" y="{label[1]}" text-anchor="middle" dy="5">{ROMAN[factor - 1]}</text></g>'
    )


def point(angle: float, radius: float) -> tuple[str, str]:
    """A point of the wheel, as SVG writes it."""
    return f"{math.cos(angle) * radius:.1f}", f"{math.sin(angle) * radius:.1f}"
