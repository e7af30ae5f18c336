"""The errors of google.colab."""


class Error(Exception):
    """Any error of Colab."""


class AuthorizationError(Error):
    """Signing in failed."""


class RuntimeManagementError(Error):
    """The machine could not be given back."""
