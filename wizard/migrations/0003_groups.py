"""The groups Viewer, Editor and Publisher, each able to do what the one before it may, and more.

Django makes permissions after all migrations have run, so on a fresh database those named here are made now,
under the names that Django would give them.
"""

from django.db import migrations

APPS = {
    "wizard": (
        "flowgroup", "sitenotice", "flow", "step", "choice", "stepentry", "stepchannel", "alias", "revision",
        "draftchange", "scheduledpublish", "previewlink",
    ),
    "faq": ("category", "entry", "relatedentry", "entryalias", "entryrevision"),
    "contact": ("channel", "openinghours"),
}  # fmt: skip
WRITTEN = {"revision", "draftchange", "scheduledpublish", "previewlink", "entryrevision"}
# What an editor may take away: parts of a guide, an entry or a channel, never one of those as a whole.
PARTS = {"step", "choice", "stepentry", "stepchannel", "alias", "relatedentry", "entryalias", "openinghours"}
PUBLISHED = {
    "flow": "Can publish guides",
    "entry": "Can publish FAQ entries",
    "channel": "Can publish contact channels",
}


def permission(apps, app_label, model, action):
    """The permission to do `action`, made if it is not there yet."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    name = f"Can {action} {apps.get_model(app_label, model)._meta.verbose_name_raw}"
    if action == "publish":
        name = PUBLISHED[model]
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=f"{action}_{model}", defaults={"name": name}
    )
    return found


def make_groups(apps, schema_editor=None):
    """Make the three groups, or give them what they lack; permissions given by hand stay."""
    groups = apps.get_model("auth", "Group").objects
    viewer, editor, publisher = (
        groups.get_or_create(name=name)[0] for name in ("Viewer", "Editor", "Publisher")
    )
    for app_label, models in APPS.items():
        for model in models:
            view = permission(apps, app_label, model, "view")
            for group in (viewer, editor, publisher):
                group.permissions.add(view)
            if model in WRITTEN:
                continue
            actions = ["add", "change", *(["delete"] if model in PARTS else [])]
            allowed = [permission(apps, app_label, model, action) for action in actions]
            for group in (editor, publisher):
                group.permissions.add(*allowed)
            if model in PUBLISHED:
                publisher.permissions.add(permission(apps, app_label, model, "publish"))


class Migration(migrations.Migration):

    dependencies = [
        ("wizard", "0002_editing"),
        ("faq", "0001_initial"),
        ("contact", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
