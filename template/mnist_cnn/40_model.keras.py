# %% [markdown]
# ## Build the network
#
# A *convolution* slides a small window over the picture and answers one question at
# every place, such as "is there an edge here?". The first one has 16 windows of 5 x 5
# pixels, hence 16 questions. The next ones ask about the answers of the one before, so
# they recognise corners, loops, and at last whole strokes.
#
# - `Rescaling`: a pixel is a number from 0 to 255. Networks learn faster from small
#   numbers, so divide by 255.
# - `strides=2` and `MaxPooling2D` halve the picture, so that the next layer sees more of
#   it at once and has less to compute.
# - `BatchNormalization` keeps the numbers between two layers in a sensible range. This
#   one line lets the network learn in bigger steps.
# - `ReLU` turns negative numbers into 0. Without it, three layers could do no more than
#   one.
# - `Dense`: one number for each class, here for each of the ten digits. The largest is
#   the network's answer.

# %% [markdown] when="accelerator != 'cpu'"
# #: if accelerator == "tpu"
# TPUs are built to count with half as many digits. For learning that is enough, and the
# chip does more at once.
# #: else
# GPUs from 2020 on (not the T4) are built to count with half as many digits. For learning
# that is enough, and the chip does more at once.
# #: endif

# %% when="accelerator != 'cpu'" cellView="form"
# @title Use half as many digits where the chip is built for it
#: if accelerator == "tpu"
half_length = device_name != "CPU"
#: else
half_length = bool(gpus) and about_gpu.get("compute_capability", (0, 0)) >= (8, 0)
#: endif
keras.config.set_dtype_policy("mixed_bfloat16" if half_length else "float32")

# %%
from keras import layers

keras.utils.set_random_seed(seed)

network = [
    layers.Rescaling(1 / 255),
    layers.Conv2D(16, 5, strides=2, use_bias=False),
    layers.BatchNormalization(momentum=0.9),
    layers.ReLU(),
    layers.Conv2D(32, 3, use_bias=False),
    layers.MaxPooling2D(),
    layers.BatchNormalization(momentum=0.9),
    layers.ReLU(),
    layers.Conv2D(64, 3, use_bias=False),
    layers.GlobalMaxPooling2D(),
    layers.BatchNormalization(momentum=0.9),
    layers.ReLU(),
    layers.Dense(len(class_names)),
]

# %% [markdown]
# The recipe `tutorial` builds the network of 2018 instead. It halves the picture only
# once and then compares everything with everything (`Flatten`, `Dense(128)`), which needs
# fifty times as many numbers. `Dropout` switches off some of them at random, so that the
# network cannot rely on any single one.

# %%
if recipe == "tutorial":
    network = [
        layers.Rescaling(1 / 255),
        layers.Conv2D(32, 3, activation="relu"),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(len(class_names)),
    ]

# %%
model = keras.Sequential([keras.Input((height, width, colours)), *network])
parameters = model.count_params()
model.summary()

# %% [markdown]
# **Think:** in the fast network the layer `Conv2D(32, 3)` looks at 16 pictures with windows of 3 x 3. Can you
# explain its number of parameters, 4,608?

# %% [markdown]
# ## Say how it learns
#
# The *loss* says how wrong an answer is. The *optimizer* changes the network so that the
# loss gets smaller, in steps whose size is the *learning rate*. The steps begin small,
# while the network knows nothing, grow for the first fifth of the training, and then
# shrink to nothing, like a painter who takes finer brushes towards the end.

# %%
import math

steps = max(10, epochs * math.ceil(0.9 * len(train_images) / batch_size))
learning_rates = keras.optimizers.schedules.CosineDecay(
    initial_learning_rate=learning_rate / 20,
    warmup_target=learning_rate,
    warmup_steps=steps // 5,
    decay_steps=steps - steps // 5,
)
if recipe == "tutorial":  # the same step size from beginning to end
    optimizer, learning_rate = "adadelta", 1.0
    learning_rates = learning_rate

optimizers = {
    "adam": keras.optimizers.Adam,
    "sgd": keras.optimizers.SGD,
    "adadelta": keras.optimizers.Adadelta,
}
model.compile(
    optimizer=optimizers[optimizer](learning_rates),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
    steps_per_execution=16,  # 16 batches at a time: less waiting in between
)
