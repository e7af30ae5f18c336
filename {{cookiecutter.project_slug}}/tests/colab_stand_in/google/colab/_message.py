"""What the browser answers."""

from typing import NoReturn

from google.colab import errors


class MessageError(errors.Error):
    """The browser answered with an error, such as a refused sign-in."""


def refuse_credentials() -> NoReturn:
    """Raise what Colab raises when the learner does not sign in."""
    raise MessageError("Error: credential propagation was unsuccessful")
