"""The two page trees, English and Spanish: home, partner directory, programs, news.

Wagtail's own first page, groups and workflow go: rights come from roles here (partnership.access.roles).
"""

import uuid

from django.db import migrations
from django.utils import timezone

HOMES = {
    "en": {
        "title": "Home",
        "slug": "home",
        "headline": "One county, one strategy for every child",
        "lead": "Police, schools, probation, cities, non-profits and faith groups work together so that "
        "children stay in school and out of harm. Here you find who takes part, what is done, and what changes.",
        "search_description": "Who takes part in the county's prevention partnership, what it does and what changes.",
    },
    "es": {
        "title": "Inicio",
        "slug": "inicio",
        "headline": "Un condado, una estrategia para cada niño",
        "lead": "Policía, escuelas, libertad condicional, ciudades, organizaciones sin fines de lucro y grupos "
        "religiosos trabajan juntos para que los niños sigan en la escuela y fuera de peligro. Aquí encontrará "
        "quién participa, qué se hace y qué cambia.",
        "search_description": "Quién participa en la alianza de prevención del condado, qué hace y qué cambia.",
    },
}
INDEXES = [
    (
        "DirectoryPage",
        {
            "en": {
                "title": "Partners",
                "slug": "partners",
                "intro": "Every organization of the partnership. Search by name, or narrow the list to a city "
                "or a kind of partner.",
            },
            "es": {
                "title": "Socios",
                "slug": "socios",
                "intro": "Todas las organizaciones de la alianza. Busque por nombre, o limite la lista a una "
                "ciudad o a un tipo de socio.",
            },
        },
    ),
    (
        "ProgramIndexPage",
        {
            "en": {
                "title": "Programs",
                "slug": "programs",
                "intro": "What partners do together with children, families and schools: where each program "
                "takes place, for whom, and who answers for it.",
            },
            "es": {
                "title": "Programas",
                "slug": "programas",
                "intro": "Lo que los socios hacen junto con niños, familias y escuelas: dónde se ofrece cada "
                "programa, para quién, y quién responde por él.",
            },
        },
    ),
    (
        "NewsIndexPage",
        {
            "en": {
                "title": "News",
                "slug": "news",
                "intro": "What partners and programs report, newest first.",
            },
            "es": {
                "title": "Noticias",
                "slug": "noticias",
                "intro": "Lo que informan los socios y los programas, lo más reciente primero.",
            },
        },
    ),
]


def plant_trees(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    clear_defaults(apps)
    root = Page.objects.get(depth=1)
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in HOMES}
    key = uuid.uuid4()
    homes = {
        code: add(apps, "HomePage", root, number, locales[code], key, children=len(INDEXES), **HOMES[code])
        for number, code in enumerate(HOMES, 1)
    }
    for number, (model, texts) in enumerate(INDEXES, 1):
        key = uuid.uuid4()
        for code, text in texts.items():
            add(apps, model, homes[code], number, locales[code], key, show_in_menus=True, **text)
    Page.objects.filter(pk=root.pk).update(numchild=len(homes))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page_id": homes["en"].pk}
    )


def clear_defaults(apps):
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("wagtailcore", "WorkflowPage").objects.all().delete()
    apps.get_model("wagtailcore", "WorkflowTask").objects.all().delete()
    apps.get_model("wagtailcore", "Workflow").objects.all().delete()
    apps.get_model("wagtailcore", "GroupApprovalTask").objects.all().delete()
    apps.get_model("wagtailcore", "Task").objects.all().delete()
    apps.get_model("wagtailcore", "Page").objects.filter(depth__gt=1).delete()
    groups = apps.get_model("auth", "Group").objects.filter(name__in=["Moderators", "Editors"])
    apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group__in=groups).delete()
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(group__in=groups).delete()
    groups.delete()


def add(apps, model, parent, number, locale, key, children=0, **fields):
    """The page at a place of the tree. Treebeard numbers places in base 36, four digits a level."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model=model.lower()
    )
    now = timezone.now()
    return apps.get_model("cms", model).objects.create(
        path=f"{parent.path}{number:04d}",
        depth=parent.depth + 1,
        numchild=children,
        url_path=f"{parent.url_path}{fields['slug']}/",
        content_type=content_type,
        locale=locale,
        translation_key=key,
        draft_title=fields["title"],
        live=True,
        first_published_at=now,
        last_published_at=now,
        latest_revision_created_at=None,
        **fields,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(plant_trees, migrations.RunPython.noop)]
