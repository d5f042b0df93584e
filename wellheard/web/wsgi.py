"""Django as a WSGI application: every page and the API run here, in threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellheard.settings")

application = get_wsgi_application()
