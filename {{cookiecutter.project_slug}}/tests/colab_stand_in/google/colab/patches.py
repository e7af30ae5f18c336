"""Replacements for functions that need a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

__all__ = ["cv2_imshow", "cv_imshow"]


def cv2_imshow(a: np.ndarray) -> None:
    """Show an image below the cell.

    Args:
        a: grey (N, M) or (N, M, 1), or in OpenCV's order BGR (N, M, 3) and
            BGRA (N, M, 4); values from 0 to 255.
    """
    from IPython.display import display
    from PIL import Image

    image = a.clip(0, 255).astype("uint8")
    if image.ndim == 3:
        blue_first = image[:, :, :3]
        image[:, :, :3] = blue_first[:, :, ::-1].copy()
        if image.shape[2] == 1:
            image = image[:, :, 0]
    display(Image.fromarray(image))


cv_imshow = cv2_imshow
