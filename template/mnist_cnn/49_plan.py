# %% cellView="form"
# @title Plan the training: what is 0 in the settings is chosen here
#: include "mnist_cnn/describe." ~ framework ~ ".jinja"


def make_plan():
    check_settings()
    name, step, count, pictures = optimizer, learning_rate, epochs, batch_size
    if recipe == "tutorial":  # as it was published
        name, step, count = "adadelta", 1.0, epochs or 12
    usual_epochs = 3 if device_name == "CPU" else 6
    if dataset == "own":  # where there are few, more corrections and more epochs
        pictures = min(batch_size, max(8, len(all_images) // 40))
        usual_epochs = max(usual_epochs, min(30, 200 * pictures // len(train_images)))
    return {
        "optimizer": name,
        "learning_rate": step or usual_steps[name],
        "epochs": count or usual_epochs,
        "batch_size": pictures,
    }


# %% cellView="form"
# @title Tell the plan, and at the end what came of it
def tell(plan):
    print(say_count(plan["epochs"], "epoch"), "with", plan["optimizer"], end=", ")
    print(
        f"steps of at most {plan['learning_rate']:g}, {plan['batch_size']} at a time."
    )
    if recipe == "tutorial":
        print(
            "The recipe tutorial brings its own optimizer, steps, and 12 epochs, unless"
        )
        print("you write another number of epochs.")
    elif not epochs and plan["epochs"] == 3:
        print("The processor trains, hence 3 epochs. For more, write them above.")
    elif not epochs and plan["epochs"] > 6:
        print("There are few pictures, so it sees them in more epochs.")


def say_count(number, thing):
    return f"{number} {thing}" + ("" if number == 1 else "s")


def seconds_an_epoch():
    # Without the first epoch after a start, if there are others: it also warms up.
    steady = [epoch["seconds"] for epoch in history if not epoch["starts"]]
    seconds = steady or [epoch["seconds"] for epoch in history]
    return sum(seconds) / max(1, len(seconds))


def sum_up():
    print(
        say_count(len(history), "epoch"),
        f"done. One took {seconds_an_epoch():.1f} seconds, the first often more.",
    )
    if history:
        print(f"It reads {history[-1]['val_accuracy']:.1%} of the validation pictures.")


plan = make_plan()
tell(plan)

# %% cellView="form"
# @title Name each run after its settings and its network
import re
import zlib

runs = work_folder / "runs"


def chosen_network():
    return tutorial_network() if recipe == "tutorial" else small_network()


def name_run():
    global data_name
    # By what was loaded: the settings may have changed since.
    known = {"load_mnist": "mnist", "load_small_digits": "digits"}
    data_name = known.get(load.__name__, "own")
    if data_name == "own":  # other pictures are another run
        stem = re.sub(r"\W+", "-", Path(own_images).stem)[:20]
        data_name = f"own-{stem}-{zlib.crc32(all_images, zlib.crc32(all_labels)):08x}"
    numbers = f"{plan['learning_rate']:g}-batch{plan['batch_size']}-seed{seed}"
    network = zlib.crc32(describe(chosen_network).encode())
    settings = f"[= framework =]-{data_name}-{recipe}-{plan['optimizer']}-{numbers}"
    return settings, f"{settings}-network-{network:08x}"


def choose_run():
    global run_folder, trained
    settings, name = name_run()
    if not any(runs.glob(f"{name}-*")) and any(runs.glob(f"{settings}-network-*")):
        print("You changed the network: this is a new run.")
    number = 1
    while (runs / f"{name}-{number + 1}").exists():
        number += 1
    if not resume and any((runs / f"{name}-{number}").glob("checkpoints/*.json")):
        number += 1
    run_folder = runs / f"{name}-{number}"
    (run_folder / "checkpoints").mkdir(parents=True, exist_ok=True)
    print("This run is called", run_folder.name)
    # The settings may change before the report is written.
    trained = {"recipe": recipe, "dataset": data_name, "seed": seed}
    trained |= {key: plan[key] for key in ("optimizer", "learning_rate", "batch_size")}
    trained |= {"network": name.rpartition("-")[2][:4], "layers": len(chosen_network())}
