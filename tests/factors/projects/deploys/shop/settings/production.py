from shop.settings.base import *

SESSION_COOKIE_AGE = 3600
