"""What can go wrong, in words for the operator.

Every error that a person can mend is a `NaastError`, and its text is one line: what is wrong and
how to mend it. The command line prints that line and exits with status 1. Anything else that
escapes is a bug and keeps its traceback.
"""


class NaastError(Exception):
    """Something that the operator or an editor can mend."""


class SettingsError(NaastError):
    """The environment asks for something that cannot be."""


class ContentError(NaastError):
    """The folders `knowledge/` and `dialogs/` cannot be used as they are."""


class StoreError(NaastError):
    """The conversations cannot be opened, read or written."""


class RefusedError(NaastError):
    """What a person gave cannot be made into what they asked for. The text is for them, from the content."""


class ConflictError(StoreError):
    """Somebody else saved this conversation since it was loaded: load it again, take the turn again."""
