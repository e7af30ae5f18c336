# %% cellView="form"
# @title Go on where an earlier run stopped
state, history = last_checkpoint()
if state:
    model.optimizer.build(model.trainable_variables)
    model.load_weights(state)
if len(history) >= epochs:
    print(f"This run is finished after epoch {len(history)}. Raise epochs in the")
    print("settings to train on, or choose resume = False to begin a new run.")
elif history:
    print(f"Going on after epoch {len(history)}.")

# %% [markdown]
# Each epoch shows all training images once, in random order. The last tenth of them is
# held back: `val_accuracy` is how well the network does on those. When it stops rising
# while `accuracy` goes on, the network learns its pictures by heart.
#
# If you read `ResourceExhaustedError` or "out of memory", the batches are too large for
# this machine. Choose `batch_size` 64 in the settings, then Runtime > Restart session,
# then Runtime > Run all.

# %%
import time

#: if accelerator == "tpu"
from tensorboardX import SummaryWriter

#: endif


def after_epoch(epoch, numbers):
    global start
    #: if accelerator == "tpu"
    for part, prefix in [("train", ""), ("validation", "val_")]:
        with SummaryWriter(str(run_folder / part)) as curves:
            for name in ["loss", "accuracy"]:
                curves.add_scalar("epoch_" + name, numbers[prefix + name], epoch)
    #: else
    curves.on_train_end()  # close TensorBoard's files, so that they are whole,
    curves.set_model(model)  # and begin new ones
    #: endif
    history.append({**numbers, "seconds": time.perf_counter() - start})
    save_checkpoint(history, model.save_weights, ".weights.h5")
    start = time.perf_counter()


callbacks = [keras.callbacks.LambdaCallback(on_epoch_end=after_epoch)]
#: if accelerator != "tpu"
curves = keras.callbacks.TensorBoard(run_folder, write_graph=False)
callbacks.insert(0, curves)
#: endif

# %%
start = time.perf_counter()
model.fit(
    train_images,
    train_labels,
    batch_size=batch_size,
    validation_split=0.1,
    initial_epoch=len(history),
    epochs=epochs,
    callbacks=callbacks,
    verbose=2,  # one line after each epoch
)
seconds = sum(epoch["seconds"] for epoch in history) / len(history)
print(
    f"{len(history)} epochs of {seconds:.1f} seconds. On the images held back,", end=" "
)
print(f"{history[-1]['val_accuracy']:.1%} of the answers are right.")

# %% [markdown]
# Now the exam. For each test image the network gives as many numbers as there are classes,
# and the place of the largest is the class that it sees.

# %%
predictions = model.predict(test_images, batch_size=1000, verbose=0).argmax(axis=1)
test_loss, test_accuracy = model.evaluate(
    test_images, test_labels, batch_size=1000, verbose=0
)
print(f"{test_accuracy:.2%} of the test images are recognised.")
