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
# which a notebook does not have. Colab answers with `DisabledFunctionError`. Use
# `cv2_imshow` there, matplotlib elsewhere.
#
# **Try it:** choose another `picture`. What does blurring do to the edges?

# %% cellView="form" steps="S25 S15"
# @title What the cell below shows
picture = "edges"  # @param ["edges", "grey", "blurred"]
globals().update(given)

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
# **Try it:** set `tree_depth` to 12. Deep trees learn the training people by heart. What
# happens to the others?

# %% cellView="form" steps="S25 S16"
# @title Which table, how deep the trees are, and how much each one may change
titanic_url = "https://vincentarelbundock.github.io/Rdatasets/csv/carData/TitanicSurvival.csv"  # @param {type:"string"}
tree_depth = 3  # @param {type:"integer"}
learning_rate = 0.3  # @param {type:"number"}
globals().update(given)

# %% steps="S16"
pip_install("xgboost")
import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

titanic = pd.read_csv(download(titanic_url, work_folder))
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
# Keras draws its own networks with these two parts. Every box shows the shapes that
# go in and come out, so a wrong shape is seen at a glance.

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
