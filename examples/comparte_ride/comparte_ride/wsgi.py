"""The WSGI entry of Comparte Ride."""

import os

from trebol.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comparte_ride.settings")

application = get_wsgi_application()
