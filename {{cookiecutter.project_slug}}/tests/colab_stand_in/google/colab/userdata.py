"""The secrets of a learner."""

import re

from google.colab import _stand_in, errors

# How long Colab waits for the browser.
TIMEOUT_S = 10


class NotebookAccessError(Exception):
    """The learner has not given this notebook access to the secret."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Notebook does not have access to secret {key}")


class SecretNotFoundError(errors.Error):
    """There is no such secret."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Secret {key} does not exist.")


class TimeoutException(errors.Error):
    """No browser answered."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"Requesting secret {key} timed out. Secrets can only be fetched when"
            " running from the Colab UI."
        )


def get(key: str) -> str:
    """Return the secret of that name.

    Raises:
        ValueError: not a name.
        TimeoutException, SecretNotFoundError, NotebookAccessError: as they say.
    """
    if not key or not isinstance(key, str):
        raise ValueError("Please enter a valid secret name")
    if re.search(r"\s", key):
        raise ValueError("Secret name cannot contain spaces or whitespace")
    secrets = _stand_in.SETTINGS["secrets"]
    if secrets is None:
        _stand_in.wait(TIMEOUT_S)
        raise TimeoutException(key)
    if key not in secrets:
        raise SecretNotFoundError(key)
    if secrets[key] is None:
        raise NotebookAccessError(key)
    return secrets[key]
