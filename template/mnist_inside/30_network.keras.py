# %% [markdown]
# ## Build and train the network again
#
# It is the fast network of the first notebook. Each part can be left out, because that is
# what the experiments do. Read the code now or later: double-click a title.

# %% cellView="form"
# @title Import Keras without its start-up messages
#: include "frame/without_messages.jinja"


with without_messages():
    import keras
from keras import layers


# %% cellView="form"
# @title Build the network, with parts to leave out
def build(relu=True, pooling="max", normalise=True, memory=0.9, chance=None):
    check_settings()
    keras.utils.set_random_seed(chance or seed)
    pool, pool_all = {
        "max": (layers.MaxPooling2D, layers.GlobalMaxPooling2D),
        "average": (layers.AveragePooling2D, layers.GlobalAveragePooling2D),
    }[pooling]
    picture = keras.Input((28, 28, 1))
    network = [picture, layers.Rescaling(1 / 255)]
    plan = [
        (layers.Conv2D(16, 5, strides=2, use_bias=not normalise), None),
        (layers.Conv2D(32, 3, use_bias=not normalise), pool(2)),
        (layers.Conv2D(64, 3, use_bias=not normalise), pool_all()),
    ]
    for windows, smaller in plan:
        network.append(windows)
        if smaller:
            network.append(smaller)
        if normalise:
            network.append(layers.BatchNormalization(momentum=memory))
        if relu:
            network.append(layers.ReLU())
    return keras.Sequential([*network, layers.Dense(10)])


# %% cellView="form"
# @title Train a network, and say how well it reads what is held back
usual_steps = {"adam": 0.01, "sgd": 0.1, "adadelta": 1.0}


def train(
    network, optimizer="adam", step=None, pictures=12_000, times=None, chance=None
):
    times = times or epochs  # as the settings say, unless an experiment says otherwise
    keras.utils.set_random_seed(chance or seed)
    step = step or usual_steps[optimizer]
    # Few pictures are shown more often: each network sees as many in all.
    chosen = np.tile(choose_pictures(pictures), 12_000 // pictures)
    steps = times * -(-len(chosen) // 128)
    steps_grow_and_shrink = keras.optimizers.schedules.CosineDecay(
        step / 20, steps - steps // 5, warmup_target=step, warmup_steps=steps // 5
    )
    optimizers = {
        "adam": keras.optimizers.Adam,
        "sgd": keras.optimizers.SGD,
        "adadelta": keras.optimizers.Adadelta,
    }
    network.compile(
        optimizer=optimizers[optimizer](steps_grow_and_shrink),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        steps_per_execution=16,
    )
    network.fit(
        train_images[chosen],
        train_labels[chosen],
        batch_size=128,
        epochs=times,
        verbose=0,
    )
    right = read(network, held_back).argmax(axis=1) == held_back_labels
    return float(right.mean())


# %% cellView="form"
# @title Let a network read pictures: ten numbers for each, which add up to 1
def read(network, pictures):
    parts = np.array_split(pictures, -(-len(pictures) // 1000))
    answers = [network(part[..., None], training=False) for part in parts]
    return keras.ops.convert_to_numpy(keras.ops.softmax(keras.ops.concatenate(answers)))


# %% cellView="form"
# @title Take the first layer's windows out of a network, and their answers
def look_at_windows(network, picture):
    first = network.layers[1]
    windows = keras.ops.convert_to_numpy(first.weights[0])[:, :, 0].transpose(2, 0, 1)
    answers = keras.ops.convert_to_numpy(first(picture[None, ..., None] / 255))
    return windows, answers[0].transpose(2, 0, 1)


def list_sizes(network, picture):
    sizes, numbers = [("picture", (28, 28, 1))], picture[None, ..., None]
    for layer in network.layers:
        numbers = layer(numbers)
        shape = tuple(numbers.shape[1:])
        if shape != sizes[-1][1]:
            sizes.append((type(layer).__name__, shape))
    return sizes
