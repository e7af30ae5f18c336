"""What the lesson is compared with: the tutorial of 2018, and PyTorch's own MNIST example.

Each function trains with the published settings and returns the accuracy on the exam
images after every epoch and on the real digits at the end. `watch` is called after every
epoch, before anything that only the benchmark needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

Data = Mapping[str, np.ndarray]


def keras_tutorial(
    data: Data, epochs: int, seed: int, logs: Path, watch: Callable[[], None], tensorboard: bool
) -> tuple[list[float], float]:
    """Conv32-Conv64-pool-dropout-Dense128, batch 128, Adadelta, 12 epochs, all of TensorBoard.

    One departure: learning rate 1.0, as it was in 2018; today's default 0.001 hardly learns.
    """
    import keras
    from keras import layers

    keras.utils.set_random_seed(seed)
    x_train = data["train_images"][..., None].astype("float32") / 255
    x_test = data["test_images"][..., None].astype("float32") / 255
    y_train = keras.utils.to_categorical(data["train_labels"], 10)
    y_test = keras.utils.to_categorical(data["test_labels"], 10)
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, (3, 3), activation="relu"),
            layers.Conv2D(64, (3, 3), activation="relu"),
            layers.MaxPooling2D((2, 2)),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.Adadelta(1.0),
        metrics=["accuracy"],
    )
    callbacks = [keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: watch())]
    if tensorboard:
        callbacks.insert(0, keras.callbacks.TensorBoard(logs, histogram_freq=1, write_images=True))
    curves = model.fit(
        x_train,
        y_train,
        batch_size=128,
        epochs=epochs,
        verbose=0,
        validation_data=(x_test, y_test),
        callbacks=callbacks,
    )
    real = data["real_images"][..., None].astype("float32") / 255
    answers = model.predict(real, verbose=0).argmax(axis=1)
    return curves.history["val_accuracy"], float((answers == data["real_labels"]).mean())


def pytorch_example(
    data: Data, epochs: int, seed: int, logs: Path, watch: Callable[[], None], tensorboard: bool
) -> tuple[list[float], float]:
    """Two 3x3 convolutions 32/64, dropout, Adadelta 1.0, StepLR 0.7, batch 64, 14 epochs.

    Two departures, both in its favour: the images are normalised once instead of again in
    every epoch, and scalars are the only thing that TensorBoard gets.
    """
    import torch
    from torch import nn
    from torch.nn.functional import nll_loss
    from torch.utils.data import DataLoader, TensorDataset
    from torch.utils.tensorboard import SummaryWriter

    torch.manual_seed(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"

    def prepare(part: str, size: int, shuffle: bool) -> DataLoader:
        images = torch.tensor(data[f"{part}_images"]).unsqueeze(1) / 255
        labels = torch.tensor(data[f"{part}_labels"]).long()
        return DataLoader(TensorDataset((images - 0.1307) / 0.3081, labels), size, shuffle)

    model = nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Flatten(),
        nn.Linear(9216, 128),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(128, 10),
        nn.LogSoftmax(dim=1),
    ).to(device)
    optimizer = torch.optim.Adadelta(model.parameters(), lr=1.0)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)

    @torch.no_grad()
    def examine(loader: DataLoader) -> float:
        model.eval()
        right = 0
        for images, labels in loader:
            right += (model(images.to(device)).argmax(dim=1).cpu() == labels).sum().item()
        return right / len(loader.dataset)

    train, test = prepare("train", 64, True), prepare("test", 1000, False)
    accuracies = []
    with SummaryWriter(logs) as writer:
        for epoch in range(epochs):
            model.train()
            for images, labels in train:
                optimizer.zero_grad()
                loss = nll_loss(model(images.to(device)), labels.to(device))
                loss.backward()
                optimizer.step()
            schedule.step()
            accuracies.append(examine(test))
            if tensorboard:
                writer.add_scalar("accuracy", accuracies[-1], epoch)
                writer.add_scalar("loss", loss.item(), epoch)
            watch()
    return accuracies, examine(prepare("real", 1000, False))
