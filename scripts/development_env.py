"""Writes the environment of a development server: what the application asks for, with secrets of its own.

`python scripts/development_env.py FILE`; what the file says already stays.
"""

import os
import secrets
import sys
from pathlib import Path

file = Path(sys.argv[1])
said = file.read_text() if file.exists() else ""
wanted = {
    "SECRET_KEY": secrets.token_urlsafe(48),
    "DATABASE_URL": "sqlite:///comparte_ride.sqlite3",
    "DEMO_SERVICE_SECRET": secrets.token_urlsafe(32),
    "DEVELOPMENT_TOKEN_KEY": "true",
    "CORS_ALLOWED_ORIGINS": "http://localhost:8001,http://127.0.0.1:8001",
}
names = {line.partition("=")[0].strip() for line in said.splitlines()}
missing = "".join(f"{name}={value}\n" for name, value in wanted.items() if name not in names)
os.umask(0o077)
if missing:
    file.write_text(said + ("\n" if said and not said.endswith("\n") else "") + missing)
