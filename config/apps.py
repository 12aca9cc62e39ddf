"""The settings' own room: what `check --deploy` asks of them."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class ConfigConfig(AppConfig):
    """Settings, addresses and the entries of servers."""

    name = "config"

    def ready(self) -> None:
        """Have the deployment check look at the key."""
        from config.start import check_secret_key

        register(check_secret_key, Tags.security, deploy=True)
