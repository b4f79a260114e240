"""People's whole way through Comparte Ride as it is deployed, once for every wire: a real server, a real
worker, e-mails read at a mail server, clients that others wrote.
"""
