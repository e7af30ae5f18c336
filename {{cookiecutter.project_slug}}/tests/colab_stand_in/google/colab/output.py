"""Talking to the page that shows the notebook."""

from __future__ import annotations

from collections.abc import Iterable

from google.colab import _stand_in

__all__ = ["clear", "eval_js", "serve_kernel_port_as_iframe"]


def clear(wait: bool = False, output_tags: str | Iterable[str] = ()) -> None:
    """Clear the cell's output; with tags, only outputs that carry them: none here."""
    if not output_tags:
        from IPython.display import clear_output

        clear_output(wait=wait)


def eval_js(script: str, ignore_result: bool = False, timeout_sec: float | None = None) -> None:
    """Run JavaScript in the page: no page is there, so no answer comes.

    Returns:
        None when the result is ignored or the time is over.
    """
    _stand_in.record("output.eval_js", script=script)
    if ignore_result:
        return
    if timeout_sec is None:
        _stand_in.wait_for_ever("output.eval_js()")
    _stand_in.wait(timeout_sec)


def serve_kernel_port_as_iframe(
    port: int,
    path: str = "/",
    width: str = "100%",
    height: str = "400",
    cache_in_notebook: bool = False,
) -> None:
    """Show what a server on this machine serves."""
    _stand_in.record("output.serve_kernel_port_as_iframe", port=port, path=path)
