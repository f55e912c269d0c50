"""How Naast gets in, from the settings. Light to import: it is read before anything is started."""

from dataclasses import field

from bot.errors import SettingsError
from bot.record import record
from bot.settings import Secret, Settings


@record
class Access:
    """The homeserver, as an address or a server's name, and a user with a password or an access token.
    `servers` are those whose people may invite Naast; everybody's where there are none."""

    homeserver: str
    user: str = field(default="", repr=False)
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    servers: tuple[str, ...] = ()


def access_of(settings: Settings) -> Access | None:
    """The way in that is set; None where none is. Raises SettingsError where a part is missing."""
    password, token = _shown(settings.matrix_password), _shown(settings.matrix_token)
    if not settings.matrix_homeserver:
        if settings.matrix_user or password or token:
            raise SettingsError("Set NAAST_MATRIX_HOMESERVER to the address of the homeserver.")
        return None
    if token is None and (not settings.matrix_user or password is None):
        raise SettingsError("Set NAAST_MATRIX_USER and NAAST_MATRIX_PASSWORD, or NAAST_MATRIX_TOKEN.")
    return Access(settings.matrix_homeserver, settings.matrix_user, password, token, settings.matrix_invites)


def _shown(secret: Secret | None) -> str | None:
    return secret.get_secret_value() if secret else None
