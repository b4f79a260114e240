from shop import requests

WATCHED = requests
