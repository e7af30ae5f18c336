# %% [markdown]
# ## Get the images
#
# #: if project_type == "assignment"
# Your digits come with a package that is here already: scikit-learn's 1,797 digits, written
# by hand, each training digit drawn ten times. For a longer training choose `mnist` in the
# settings, a collection of 70,000 digits, 11 MB in all. It is downloaded
# #: else
# MNIST is a collection of 70,000 digits written by hand, 11 MB in all. It is downloaded
# #: endif
# once. The long number is the file's fingerprint: a file that differs from it in one bit
# is refused, so that you never train on broken data.

# %%
mnist_urls = [
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    "https://s3.amazonaws.com/img-datasets/mnist.npz",
]
mnist_sha256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"

# %% cellView="form"
# @title Download MNIST, check it, and try the second source if the first fails
#: if framework == "pytorch"
import hashlib
from pathlib import Path

#: endif
import numpy as np


#: if framework == "pytorch"
def is_whole(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() == mnist_sha256


#: endif
def load_mnist():
    for url in mnist_urls:
        try:
            #: if framework == "keras"
            # Half a file from an earlier try has another hash and is fetched again.
            path = keras.utils.get_file("mnist.npz", url, file_hash=mnist_sha256)
            #: else
            path = Path(torch.hub.get_dir()) / "mnist.npz"
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or not is_whole(path):
                # A file with another hash never gets this name.
                torch.hub.download_url_to_file(url, path, mnist_sha256, progress=False)
            #: endif
        except Exception as problem:
            print(f"{url} did not work: {problem}")
            continue
        with np.load(path) as data:
            return [data[name] for name in ("x_train", "y_train", "x_test", "y_test")]
    raise RuntimeError(
        "MNIST could not be downloaded. Check the network connection and run this cell "
        'again, or choose dataset = "digits" in the settings: it needs no network.'
    )
