"""Viewer, Editor and Publisher may do their work in every room, not only in those there were when they were made.

Enquiries hold the only personal data there is, so that they are for Publishers alone; see docs/write-a-guide.md.
"""

from django.db import migrations

GRANTS = {
    "Viewer": {
        ("contact", "specialday"): ["view"],
        ("search", "synonyms"): ["view"],
        ("insights", "stepcount"): ["view_insights"],
        ("wizard", "publishedstep"): ["view"],
        ("wizard", "mention"): ["view"],
    },
    "Editor": {
        ("contact", "specialday"): ["add", "change", "delete"],
        ("search", "synonyms"): ["add", "change", "delete"],
        ("insights", "comment"): ["change"],
    },
    "Publisher": {("contact", "enquiry"): ["view", "change"]},
}


def permission(apps, app_label, model, action):
    """The permission to do `action`, made if it is not there yet, as Django would make it after all migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    meta = apps.get_model(app_label, model)._meta
    own = dict(meta.permissions)
    codename, name = (
        (action, own[action])
        if action in own
        else (f"{action}_{model}", f"Can {action} {meta.verbose_name_raw}")
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return found


def granted(apps):
    """Each group with what it may do from now on: its own, and that of the groups before it.

    A group that somebody has taken away stays away.
    """
    found = []
    for name, grants in GRANTS.items():
        found += [permission(apps, *of, action) for of, actions in grants.items() for action in actions]
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            yield group, list(found)


def grant(apps, schema_editor=None):
    """Give the groups what they lack."""
    for group, permissions in granted(apps):
        group.permissions.add(*permissions)


def take_away(apps, schema_editor=None):
    """Take it from them again."""
    for group, permissions in granted(apps):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):

    dependencies = [
        ("wizard", "0004_loaded_pack"),
        ("contact", "0002_special_days_and_enquiries"),
        ("insights", "0001_initial"),
        ("search", "0001_initial"),
    ]

    operations = [migrations.RunPython(grant, take_away)]
