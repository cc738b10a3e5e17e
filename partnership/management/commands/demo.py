import os
import signal
import subprocess
import sys
import time
from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from partnership.demo import PASSWORD, sign_ins
from partnership.models import AuditEvent


class Command(BaseCommand):
    help = "Load the demonstration partnership (once) and serve it with its background worker."

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help="Do everything but serve.")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, no_serve, port, **options):
        if settings.PRODUCTION:
            self.stderr.write("The demonstration has well-known sign-ins; it does not load in production.")
            sys.exit(1)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        self.say("Bringing the database up to date ...")
        call_command("migrate", verbosity=0)
        self.load_chapters()
        if not no_serve:
            self.serve(port)

    def load_chapters(self):
        """Each app adds its chapter once; what people changed since is kept."""
        # What is loaded happened before anybody was there to be told of it.
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        told = set(AuditEvent.objects.filter(verb="demo.loaded").values_list("target_label", flat=True))
        for dotted in settings.DEMO_CHAPTERS:
            if dotted in told:
                continue
            started = time.monotonic()
            import_module(dotted).load(say=self.say)
            AuditEvent.objects.create(verb="demo.loaded", actor_label="system", target_label=dotted)
            self.say(f"  {dotted}: {time.monotonic() - started:.1f} s")

    def serve(self, port):
        """Server and worker run together; Ctrl-C (or a stop of either) stops both."""
        environment = {**os.environ, "DEMO_MODE": "1", "BASE_URL": f"http://127.0.0.1:{port}"}
        processes = [
            subprocess.Popen([sys.executable, *words], env=environment)
            for words in (
                ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
                + ["--no-ws", "--log-level", "warning", "--blocking-threads", "4"]
                + ["partnership.wsgi:application"],
                ["manage.py", "worker"],
            )
        ]
        self.introduce(port)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            while all(process.poll() is None for process in processes):
                time.sleep(0.3)
        except KeyboardInterrupt:
            pass
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
        self.say("Stopped. Everything people changed is kept; `make demo` goes on with it.")

    def introduce(self, port):
        self.say(f"\nThe demonstration partnership: http://127.0.0.1:{port}/\n")
        self.say(f"Everybody's password: {PASSWORD}\n")
        width = max(len(email) for email, _ in sign_ins())
        for email, what in sign_ins():
            self.say(f"  {email:{width}}  {what}")
        self.say("\nCtrl-C stops server and worker.")

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()
