"""What every deploy needs of its project: configuration by URLs, an event stream, health.

Settings import it before Django is set up, so nothing here imports a model::

    from trebol.deploy import Environment, event_stream

    env = Environment(BASE_DIR / ".env")
    SECRET_KEY = env.secret("SECRET_KEY", at_least=32)
    DATABASES = {"default": env.database("DATABASE_URL")}
    env.seal()  # says everything that is missing or wrong, at once
"""

from __future__ import annotations

from trebol.deploy.environment import Environment as Environment
from trebol.deploy.logs import event_stream as event_stream
