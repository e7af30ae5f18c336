# %% [markdown]
# ## Use TensorFlow, Keras and PyTorch
#
# Colab's CPU and GPU machines have all three, so install none of them: `pip install
# torch` can replace the version that fits the GPU. On your own computer, `%pip install
# tensorflow` or `%pip install torch torchvision`.
#
# If an import fails after you installed something, the old version is still in memory:
# Runtime > Restart session, then run your cells again.

# %% steps="S12 S13"
for name in ["tensorflow", "keras", "torch", "torchvision", "jax"]:
    there = importlib.util.find_spec(name) is not None
    print(f"{name:12}", "ready" if there else f"missing: %pip install {name}")

# %% [markdown]
# ## Work on a picture with OpenCV
#
# OpenCV reads, changes and measures images. Its `imread` does not complain about a
# wrong path: it returns `None`, and the error comes one line later ("'NoneType' object
# ..."). Its colours stand in the order blue, green, red. `cv2.imshow` wants a window,
# which a notebook does not have: Colab answers with `DisabledFunctionError`. Use
# `cv2_imshow` there, matplotlib elsewhere.
#
# Try it: choose another `picture` in Settings. What does blurring do to the edges?

# %% steps="S15"
pip_install("opencv-python-headless", "cv2")
import cv2
import matplotlib.pyplot as plt
import sklearn.datasets

flower = Path(sklearn.datasets.__file__).parent / "images" / "flower.jpg"
image = cv2.imread(str(flower))
grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
blurred = cv2.GaussianBlur(grey, (9, 9), 0)
edges = cv2.Canny(blurred, 20, 60)
result = {"grey": grey, "blurred": blurred, "edges": edges}[picture]
print("height, width, colours:", image.shape)
if on_colab:
    from google.colab.patches import cv2_imshow

    cv2_imshow(result)
else:
    plt.imshow(result, cmap="gray")
    plt.axis("off")
    plt.show()

# %% [markdown]
# ## Predict from a table with XGBoost
#
# For tables, boosted trees are often better than a neural network and train in seconds.
# Here they predict from sex, age and class who survived the Titanic. XGBoost takes
# numbers only: "DataFrame.dtypes for data must be int, float, bool or category" names
# the column that still holds text.
#
# Try it: set `tree_depth` to 12. Deep trees learn the training people by heart; what
# happens to the others?

# %% steps="S16"
pip_install("xgboost")
import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

titanic = pd.read_csv(download(titanic_url, work_folder, titanic_sha256))
save_to_drive()
columns = pd.get_dummies(titanic[["sex", "age", "passengerClass"]])
answers = titanic["survived"] == "yes"
parts = train_test_split(columns, answers, test_size=0.25, random_state=0)
train_columns, test_columns, train_answers, test_answers = parts
model = XGBClassifier(max_depth=tree_depth, learning_rate=learning_rate)
model.fit(train_columns, train_answers)
accuracy = model.score(test_columns, test_answers)
print(f"Right for {accuracy:.0%} of {len(test_answers)} people it has not seen.")
print(f"Always saying 'did not survive' is right for {1 - test_answers.mean():.0%}.")

# %% [markdown]
# ## Draw a graph with Graphviz
#
# You need this for a picture of a network or a decision tree. Graphviz has two parts:
# the program `dot`, which arranges boxes and arrows, and pydot, which lets Python speak
# to it. '"dot" not found in path' means that the program is missing: the first line
# installs it.

# %% steps="S17"
can_draw = apt_install("graphviz", shutil.which("dot"))
pip_install("pydot")
from itertools import pairwise

import pydot
from IPython.display import Image, display

graph = pydot.Dot(rankdir="LR", bgcolor="white")
layers = ["28 x 28 image", "Conv 32", "Conv 64", "MaxPool", "Dense 128", "Dense 10"]
for before, after in pairwise(layers):
    graph.add_edge(pydot.Edge(before, after))
if can_draw:
    graph.write_png(str(work_folder / "graph.png"))
    display(Image(str(work_folder / "graph.png")))
    save_to_drive(work_folder / "graph.png")

# %% [markdown] when="framework == 'keras'"
# Keras draws its own networks with these two parts: every box shows the shape that goes
# in and the shape that comes out, so a wrong shape is seen at a glance.

# %% steps="S17" when="framework == 'keras'" cellView="form"
# @title Import Keras without its start-up messages
#: include "frame/without_messages.jinja"


can_draw = can_draw and (install or importlib.util.find_spec("keras"))
if can_draw:
    pip_install("keras")
    backend = "tensorflow" if importlib.util.find_spec("tensorflow") else "jax"
    os.environ.setdefault("KERAS_BACKEND", backend)
    with without_messages():
        import keras

# %% steps="S17" when="framework == 'keras'"
if can_draw:
    network = keras.Sequential(
        [
            keras.Input((64, 64, 3)),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(5),
        ]
    )
    drawing = str(work_folder / "network.png")
    display(keras.utils.plot_model(network, drawing, show_shapes=True, dpi=70))
    save_to_drive(work_folder / "network.png")

# %% [markdown]
# ## Open a .7z archive
#
# Python itself opens zip and tar; libarchive opens nearly everything else: 7z, rar,
# iso. This cell packs a small .7z and reads it back. For an archive of your own, put
# its path in place of `packed` in the second `with` line. "Unrecognized archive format"
# often means that the download was a web page.

# %% steps="S18"
import ctypes.util

if apt_install("libarchive-dev", ctypes.util.find_library("archive")):
    pip_install("libarchive-c", "libarchive")
    import libarchive

    packed = str(local_folder / "notes.7z")
    with libarchive.file_writer(packed, "7zip") as new:
        text = b"kept in a 7z archive\n" * 100
        new.add_file_from_memory("notes/readme.txt", len(text), text)
    with libarchive.file_reader(packed) as members:
        for member in members:
            content = b"".join(member.get_blocks())
            print(member.pathname, len(content), "bytes:", content[:20].decode())

# %% [markdown]
# ## Install Java
#
# Some tools are Java programs, Spark among them. Today one apt package is enough; the
# installer of the old tutorials, with its licence question, is gone. "JAVA_HOME is not
# set" means that a tool was started before the install: run its cell again.

# %% steps="S20"
if apt_install("default-jre-headless", shutil.which("java")):
    run("java", "-version")

# %% [markdown]
# ## Run a retired library: MXNet
#
# Some old courses use MXNet, which Apache retired in 2023. On today's Python its
# install takes NumPy back to an old version, and then MXNet fails to import: that
# breaks your other cells too. So give it a Python of its own. `uv` fetches Python 3.11
# and the old packages, about 100 MB, and nothing in this notebook changes.
#
# Switch on `run_mxnet` in Settings to try it. "No interpreter found for Python 3.11"
# means that uv may not download one on this computer: install Python 3.11 yourself.

# %% steps="S14"
program = "import mxnet; print(mxnet.__version__, mxnet.nd.ones((2, 2)).asnumpy())"
versions = ["--with", "mxnet==1.9.1", "--with", "numpy<1.24"]
if run_mxnet:
    pip_install("uv")
    uv = [sys.executable, "-m", "uv", "run", "--isolated", "--no-project"]
    run(*uv, "--python", "3.11", *versions, "python", "-W", "ignore", "-c", program)
else:
    print("MXNet is not run. Switch on run_mxnet in Settings, then run this cell.")
