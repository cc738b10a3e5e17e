"""The seven ways in which police and community come to trust each other: an index and a page for each, in each language."""

import uuid

from django.db import migrations
from django.db.models import F
from django.utils import timezone

INDEX = {
    "en": ("The seven ways", "seven-ways", "Seven ways in which police and community come to trust each other. Each is kept up by the partners themselves."),
    "es": ("Los siete caminos", "siete-caminos", "Siete caminos por los que la policía y la comunidad llegan a confiar. Los socios mismos mantienen cada uno."),
}
WAYS = {
    "conversations": {
        "en": ("Hard conversations", "hard-conversations", "Police, families and young people speak about what went wrong, in public, and write down what was said and promised."),
        "es": ("Conversaciones difíciles", "conversaciones-dificiles", "Policía, familias y jóvenes hablan en público de lo que salió mal, y queda por escrito lo que se dijo y se prometió."),
    },
    "accountability": {
        "en": ("Accountability", "accountability", "Every agency’s policies in plain language, since when they hold, and how to commend or complain."),
        "es": ("Rendición de cuentas", "rendicion-de-cuentas", "Las normas de cada agencia en lenguaje sencillo, desde cuándo valen, y cómo felicitar o presentar una queja."),
    },
    "transparency": {
        "en": ("Transparency", "transparency", "What agencies know of an incident, what they do not know yet, and when they speak again; corrected in the open."),
        "es": ("Transparencia", "transparencia", "Lo que las agencias saben de un incidente, lo que todavía no saben y cuándo vuelven a informar; corregido a la vista de todos."),
    },
    "bias": {
        "en": ("Bias and cultural competency", "bias-and-cultural-competency", "What officers and school staff learn about bias, culture, crisis and childhood, and who teaches it."),
        "es": ("Prejuicios y competencia cultural", "prejuicios-y-competencia-cultural", "Lo que agentes y personal escolar aprenden sobre prejuicios, cultura, crisis e infancia, y quién lo enseña."),
    },
    "community": {
        "en": ("In the community", "in-the-community", "Games, leagues, academies, ride-alongs and evenings at the library: where people meet who otherwise would not."),
        "es": ("En la comunidad", "en-la-comunidad", "Partidos, ligas, academias, recorridos en patrulla y tardes en la biblioteca: donde se encuentra la gente que de otro modo no lo haría."),
    },
    "profession": {
        "en": ("The profession", "the-profession", "Ways into the work, those who do it, and how far they resemble the people whom they serve."),
        "es": ("La profesión", "la-profesion", "Cómo entrar en este trabajo, quiénes lo hacen y cuánto se parecen a la gente a la que sirven."),
    },
    "prevention": {
        "en": ("Prevention partnerships", "prevention-partnerships", "Schools, police, probation, cities, non-profits and congregations keep children in school and out of harm, together."),
        "es": ("Alianzas de prevención", "alianzas-de-prevencion", "Escuelas, policía, libertad condicional, ciudades, organizaciones y congregaciones mantienen juntas a los niños en la escuela y fuera de peligro."),
    },
}
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def plant(apps, schema_editor):
    homes = apps.get_model("cms", "HomePage").objects.select_related("locale").order_by("path")
    index_key, keys = uuid.uuid4(), {way: uuid.uuid4() for way in WAYS}
    for home in homes:
        code = home.locale.language_code if home.locale.language_code in INDEX else "en"
        title, slug, intro = INDEX[code]
        index = add(apps, "WayIndexPage", home, title, slug, index_key, intro=intro, show_in_menus=True)
        for way, told in WAYS.items():
            title, slug, lead = told[code]
            add(apps, "WayPage", index, title, slug, keys[way], way=way, lead=lead)


def add(apps, model, parent, title, slug, key, **fields):
    """The page, the last beneath its parent. Treebeard numbers places in base 36, four digits a level."""
    Page = apps.get_model("wagtailcore", "Page")
    last = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("path").last()
    number = int(last.path[-4:], 36) + 1 if last else 1
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model=model.lower()
    )
    now = timezone.now()
    page = apps.get_model("cms", model).objects.create(
        path=parent.path + in_base_36(number),
        depth=parent.depth + 1,
        numchild=0,
        url_path=f"{parent.url_path}{slug}/",
        content_type=content_type,
        locale=parent.locale,
        translation_key=key,
        title=title,
        draft_title=title,
        slug=slug,
        live=True,
        first_published_at=now,
        last_published_at=now,
        **fields,
    )
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
    return page


def in_base_36(number):
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits.rjust(4, "0")


class Migration(migrations.Migration):
    dependencies = [("cms", "0005_ways")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
