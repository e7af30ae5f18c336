# %% [markdown]
# ## Plan a longer training
#
# The steps begin small, grow for the first fifth of the training, and then shrink to
# nothing. The largest step is the *learning rate*.
#
# The recipe `tutorial` builds the network of 2018, with steps of one size. Its layer
# `Dense(128)` joins every answer with 128 numbers: fifty times as many weights.
# `Dropout` switches off some *activations* at random, so that the network relies on no
# single one.


# %%
def tutorial_network():
    return [
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
import math


def say_how_it_learns():
    batches = math.ceil(len(train_images) / plan["batch_size"])
    steps = max(10, plan["epochs"] * batches)
    step_sizes = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=plan["learning_rate"] / 20,
        warmup_target=plan["learning_rate"],
        warmup_steps=steps // 5,
        decay_steps=steps - steps // 5,
    )
    if recipe == "tutorial":  # the same step from beginning to end
        step_sizes = plan["learning_rate"]
    optimizers = {"adam": "Adam", "sgd": "SGD", "adadelta": "Adadelta"}
    make_optimizer = getattr(keras.optimizers, optimizers[plan["optimizer"]])
    model.compile(
        optimizer=make_optimizer(step_sizes),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        steps_per_execution=16,  # 16 batches at a time: less waiting in between
    )
