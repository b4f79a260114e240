"""What counts as a branch on the name of a deploy, and what does not."""

from __future__ import annotations

import ast

import pytest

from trebol.factors.codebase import branches, is_of_tests


def compares(source: str) -> bool:
    return any(
        branches(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Compare | ast.Match)
    )


@pytest.mark.parametrize(
    "source",
    [
        "if ENVIRONMENT == 'production': x",
        "if os.environ['DJANGO_ENV'] in ('dev', 'staging'): x",
        "if settings.DEPLOY_ENV != 'prod': x",
        "match env:\n    case 'production': x",
        "x = env('APP_ENVIRONMENT') == 'local'",
    ],
)
def test_a_branch_on_a_deploy(source: str) -> None:
    assert compares(source)


@pytest.mark.parametrize(
    "source",
    [
        "if state == 'live': x",
        "if row.stage == 'closed': x",
        "if os.environ.get('DEBUG') == 'true': x",
        "if sys.platform == 'linux': x",
        "if language in ('de', 'es'): x",
        "if request.method == 'POST': x",
    ],
)
def test_no_branch_on_a_deploy(source: str) -> None:
    assert not compares(source)


def test_settings_of_tests() -> None:
    assert is_of_tests("config.settings.test")
    assert is_of_tests("tests.settings")
    assert not is_of_tests("config.settings.production")
