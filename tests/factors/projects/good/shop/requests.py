import json
import logging
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime

from django.conf import settings

current = ContextVar("current", default={})


def request_id(get_response):
    def middleware(request):
        parts = request.headers.get("traceparent", "").split("-")
        trace = parts[1] if len(parts) == 4 else uuid.uuid4().hex
        given = request.headers.get("X-Request-ID", uuid.uuid4().hex)
        token = current.set({"request": given, "trace": trace})
        try:
            response = get_response(request)
        finally:
            current.reset(token)
        response["X-Request-ID"] = given
        response["X-Release"] = settings.RELEASE
        return response

    return middleware


class AddRequest(logging.Filter):
    def filter(self, record):
        record.where = current.get()
        return True


class JsonLines(logging.Formatter):
    def format(self, record):
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "where", {}),
        }
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said)
