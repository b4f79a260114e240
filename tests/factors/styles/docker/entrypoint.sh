#!/bin/bash
set -e
python manage.py migrate --noinput
uvicorn api.asgi:application --host 127.0.0.1 --port ${PORT:-8000}
