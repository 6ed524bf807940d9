"""The WSGI application that gunicorn serves."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heliu.config.settings")
application = get_wsgi_application()


def _warm_up() -> None:
    from heliu.matching.adapters.reading import warm_up

    warm_up()


# Loading the sentence model takes seconds; pages answer meanwhile, and the first search need not wait for it.
threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
