#!/bin/bash
set -e
python manage.py migrate --noinput
python manage.py collectstatic --noinput
granian --interface wsgi --host 127.0.0.1 --port $PORT --workers 1 shop.wsgi:application
