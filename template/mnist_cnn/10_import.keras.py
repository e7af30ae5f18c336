# %% [markdown]
# ## Import the framework
#
# The import takes a few seconds. Then you read which versions Colab has today.

# %% when="accelerator != 'tpu'" cellView="form"
# @title Import TensorFlow and Keras without their start-up messages
#: include "frame/without_messages.jinja"


with without_messages():
    import keras
    import tensorflow as tf

# %% when="accelerator != 'tpu'"
gpus = tf.config.list_physical_devices("GPU")
device_name = "CPU"
if gpus:
    about_gpu = tf.config.experimental.get_device_details(gpus[0])
    device_name = about_gpu["device_name"]

print("Trains on       ", device_name)
print("TensorFlow      ", tf.__version__, "with Keras", keras.__version__)

# %% [markdown] when="accelerator == 'tpu'"
# Keras is a language that several engines understand. On a TPU the engine is JAX, and
# Keras asks only once, at the import, which one to use.

# %% when="accelerator == 'tpu'"
import os

os.environ["KERAS_BACKEND"] = "jax"

import jax
import keras

tpus = [device for device in jax.devices() if device.platform == "tpu"]
device_name = tpus[0].device_kind if tpus else "CPU"

print("Trains on       ", device_name)
print("JAX             ", jax.__version__, "with Keras", keras.__version__)
