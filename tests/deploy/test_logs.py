"""The event stream: what a line holds, and what it never shows."""

from __future__ import annotations

import json
import logging
import logging.config
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import pytest

from trebol.deploy.logs import EventFormatter, event_stream
from trebol.deploy.masking import Known, keep_password_secret, keep_secret

PLANTED = 'pa"ss/wörd of this test'


@pytest.fixture(autouse=True)
def unmasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Known, "texts", ())


def written(event: str = "something", error: BaseException | None = None, **extra: Any) -> dict[str, Any]:
    """What becomes of one record."""
    record = logging.makeLogRecord(
        {
            "name": "here",
            "levelno": logging.ERROR,
            "levelname": "ERROR",
            "msg": event,
            "exc_info": (type(error), error, None) if error else None,
            **extra,
        }
    )
    line = EventFormatter(pretty=False, release="abc").format(record)
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found


def test_an_event_says_when_and_where_in_utc() -> None:
    found = written()
    assert list(found)[:4] == ["timestamp", "level", "logger", "event"]
    assert (found["level"], found["logger"], found["event"]) == ("error", "here", "something")
    assert datetime.fromisoformat(found["timestamp"]).utcoffset() == timedelta(0)
    assert found["release"] == "abc"


def test_a_traceback_is_one_line() -> None:
    assert "ZeroDivisionError" in written(error=ZeroDivisionError("x\ny"))["exception"]


def test_facts_are_fields_and_objects_are_left_out() -> None:
    found = written(attempt=2, request=object())
    assert found["attempt"] == 2
    assert "request" not in found


@pytest.mark.parametrize("name", ["password", "Authorization", "set_cookie", "api_key", "access_token"])
def test_what_is_named_like_a_secret_is_masked(name: str) -> None:
    facts: dict[str, Any] = {name: "abc"}
    assert written(**facts)[name] == "***"


def test_a_secret_that_is_known_is_masked_wherever_it_stands() -> None:
    keep_secret(PLANTED)
    keep_password_secret("postgresql://ana:gr%40peshot9@db/rides")
    found = written(f"with {PLANTED}", ValueError(PLANTED), fact=f"<{PLANTED}>", other="grape gr@peshot9")
    assert "wörd" not in json.dumps(found, ensure_ascii=False)
    assert found["other"] == "grape ***"
    assert found["fact"] == "<***>"


def test_a_short_secret_does_not_blot_out_words() -> None:
    keep_secret("it")
    assert written("write it")["event"] == "write it"


PROGRAM = """
import logging, logging.config, structlog
from trebol.deploy import event_stream
logging.config.dictConfig(event_stream(level="INFO"))
structlog.get_logger("new").info("said", password="hunter2", times=3)
logging.getLogger("old").warning("said %s", "too")
logging.getLogger("quiet").debug("unheard")
"""


def test_the_standard_librarys_loggers_and_structlogs_go_to_stdout() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    new, old = map(json.loads, done.stdout.splitlines())
    assert (new["event"], new["times"], new["logger"], new["password"]) == ("said", 3, "new", "***")
    assert (old["event"], old["level"]) == ("said too", "warning")
    assert done.stderr == ""


def test_a_terminal_gets_lines_for_people() -> None:
    made = event_stream(pretty=True)["formatters"]["events"]
    record = logging.makeLogRecord({"name": "here", "levelname": "INFO", "msg": "something"})
    line = EventFormatter(pretty=made["pretty"]).format(record)
    assert "something" in line
    assert not line.startswith("{")
