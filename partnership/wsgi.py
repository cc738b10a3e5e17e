import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")
application = get_wsgi_application()
# A kept page takes three milliseconds. Beside a thread that makes a page it would wait five for each of its turns.
sys.setswitchinterval(0.0005)
