import os
import signal
import threading
from wsgiref.simple_server import make_server

from shop.wsgi import application

server = make_server("127.0.0.1", int(os.environ["PORT"]), application)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
server.serve_forever()
