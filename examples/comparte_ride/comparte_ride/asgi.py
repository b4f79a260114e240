"""The ASGI entry of Comparte Ride."""

import os

from trebol.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comparte_ride.settings")

application = get_asgi_application()
