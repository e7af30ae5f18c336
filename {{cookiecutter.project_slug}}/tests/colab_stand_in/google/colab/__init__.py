"""A stand-in for the `google.colab` of a Colab machine.

There is no `google/__init__.py` beside it: `google` is a namespace that
`google.auth` and `google.protobuf` share.
"""

from google.colab import _github, _redirect

# Before anything else, so that modules imported later see the redirected functions.
_redirect.install()
_github.install()

from google.colab import auth, drive, files, output, runtime, userdata  # noqa: E402

__all__ = ["auth", "drive", "files", "output", "runtime", "userdata"]
