# %% cellView="form"
# @title What happens after each epoch: curves, a checkpoint, the time
import time

#: if accelerator == "tpu"
from tensorboardX import SummaryWriter

#: endif


def from_last_checkpoint():
    global model, trained_model, history, begun, start, callbacks
    model = trained_model = build(chosen_network)
    say_how_it_learns()
    model.optimizer.build(model.trainable_variables)
    state, history = last_checkpoint()
    if state:
        model.load_weights(state)
    #: if accelerator == "tpu"
    callbacks = [keras.callbacks.LambdaCallback(on_epoch_end=after_epoch)]
    #: else
    curves = keras.callbacks.TensorBoard(run_folder, write_graph=False)
    callbacks = [curves, keras.callbacks.LambdaCallback(on_epoch_end=after_epoch)]
    #: endif
    begun, start = len(history), time.perf_counter()


def after_epoch(epoch, numbers):
    global start
    #: if accelerator == "tpu"
    for part, prefix in [("train", ""), ("validation", "val_")]:
        with SummaryWriter(str(run_folder / part)) as curves:
            for name in ["loss", "accuracy"]:
                curves.add_scalar("epoch_" + name, numbers[prefix + name], epoch)
    #: else
    callbacks[0].on_train_end()  # close TensorBoard's files, so that they are whole,
    callbacks[0].set_model(model)  # and begin new ones
    #: endif
    # As many training pictures as there are for validation, measured after the epoch.
    some = {"x": train_images[:tenth], "y": train_labels[:tenth]}
    _, after = model.evaluate(**some, batch_size=1000, verbose=0)
    seconds, starts = time.perf_counter() - start, len(history) == begun
    numbers = {**numbers, "train_accuracy": after}
    history.append({**numbers, "seconds": seconds, "starts": starts})
    save_checkpoint(history, model.save_weights, ".weights.h5")
    start = time.perf_counter()


# %%
with going_on():
    model.fit(
        train_images,
        train_labels,
        validation_data=(validation_images, validation_labels),
        batch_size=plan["batch_size"],
        initial_epoch=len(history),
        epochs=plan["epochs"],
        callbacks=callbacks,
        verbose=2,  # one line after each epoch
    )
sum_up()

# %% question="checkpoint"

# %% [markdown]
# ## Take the exam
#
# The network reads the test pictures.


# %%
from scipy.stats import beta


def take_exam(network):
    answers = network.predict(test_images, batch_size=1000, verbose=0)
    loss, accuracy = network.evaluate(
        test_images, test_labels, batch_size=1000, verbose=0
    )
    return answers.argmax(axis=1), loss, accuracy


#: include "mnist_cnn/exam.jinja"

# %% question="exam"
