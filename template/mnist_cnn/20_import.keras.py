# %% when="accelerator != 'tpu'" cellView="form"
# @title Import Keras without its start-up messages, and say how to fetch MNIST
#: include "frame/without_messages.jinja"


with without_messages():
    import keras
    import numpy as np
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of each new network


#: include "mnist_cnn/load_mnist.jinja"

# %% when="accelerator == 'tpu'" cellView="form"
# @title Import Keras with JAX, its engine on a TPU, and say how to fetch MNIST
import os

os.environ["KERAS_BACKEND"] = "jax"  # Keras asks once, at the import

import jax
import keras
import numpy as np


#: include "mnist_cnn/load_mnist.jinja"
