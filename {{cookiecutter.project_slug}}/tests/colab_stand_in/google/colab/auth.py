"""Signing in to Google Cloud."""

from __future__ import annotations

from google.colab import _message, _stand_in, errors

__all__ = ["authenticate_user"]


def authenticate_user(clear_output: bool = True, project_id: str | None = None) -> None:
    """Sign the learner in.

    Raises:
        MessageError: the learner refused.
        errors.AuthorizationError: signing in failed.
    """
    outcome = _stand_in.SETTINGS["auth"]
    _stand_in.record("auth.authenticate_user", project_id=project_id)
    if outcome == "no browser":
        _stand_in.wait_for_ever("auth.authenticate_user()")
    if outcome == "refuse":
        _message.refuse_credentials()
    if outcome == "fail":
        raise errors.AuthorizationError("Failed to fetch user credentials")
