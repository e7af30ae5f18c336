# %% [markdown]
# ## Plan a longer training
#
# The steps begin small, grow for the first fifth of the training, and then shrink to
# nothing. The largest step is the *learning rate*.
#
# The recipe `tutorial` builds the network of 2018, with steps of one size. Its layer
# `Dense(128)` joins every place with 128 numbers: fifty times as many weights in all.
# `Dropout` switches off some *activations* at random, so that the network cannot rely on
# any single one.

# %% cellView="form"
# @title See what trains, and describe a network, to tell it from others
import json

#: if accelerator == "tpu"
tpus = [device for device in jax.devices() if device.platform == "tpu"]
device_name = tpus[0].device_kind if tpus else "CPU"
half_length = device_name != "CPU"
print("JAX", jax.__version__, "with Keras", keras.__version__, "trains on", device_name)
#: else
gpus = tf.config.list_physical_devices("GPU")
about = tf.config.experimental.get_device_details(gpus[0]) if gpus else {}
device_name = about.get("device_name", "CPU")
half_length = about.get("compute_capability", (0, 0)) >= (8, 0)  # GPUs from 2020 on
print("TensorFlow", tf.__version__, "with Keras", keras.__version__, end=" ")
print("trains on", device_name)
#: endif
# Half the bits where the chip is built for it.
keras.config.set_dtype_policy("mixed_bfloat16" if half_length else "float32")


def describe(network):
    configs = [layer.get_config() for layer in network()]
    for config in configs:
        for automatic in ("name", "dtype"):
            config.pop(automatic, None)
    kinds = [type(layer).__name__ for layer in network()]
    return json.dumps([kinds, configs], sort_keys=True, default=str)


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
