"""Prints the environment of a development server: what the application asks for, with secrets of its own."""

import secrets

print(f"SECRET_KEY={secrets.token_urlsafe(48)}")
print(f"DEMO_SERVICE_SECRET={secrets.token_urlsafe(32)}")
print("DEVELOPMENT_TOKEN_KEY=true")
print("CORS_ALLOWED_ORIGINS=http://localhost:8001,http://127.0.0.1:8001")
