"""Background work by Django's Tasks API: a backend in the database, periodic tasks, Celery by URL."""
