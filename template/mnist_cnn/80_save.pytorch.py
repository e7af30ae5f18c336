# %% [markdown]
# ## Save the network
#
# One file holds everything that the network has learned. To use it in another notebook,
# copy the cells that build the network and load the file, as the next cell does. The
# report says what this file can do.

# %% cellView="form"
# @title Write the report: a line for you, and the same numbers in a file for programs
def write_report():
    chance = by_chance(test_accuracy, len(test_labels))
    report = {
        "accuracy": float(test_accuracy),
        "loss": float(test_loss),
        "by_chance": list(map(float, (chance.low, chance.high))),
        "val_accuracy": history[-1]["val_accuracy"] if history else None,
        "epochs": len(history),
        "seconds_per_epoch": seconds_an_epoch(),
        "device": device_name,
        "framework": "[= framework =]",
        "recipe": recipe,
        "dataset": data_name,
        "seed": seed,
        **{name: plan[name] for name in ("optimizer", "learning_rate", "batch_size")},
        "runtime": versions,
    }
    report["line"] = (
        f"{test_accuracy:.2%} ({chance.low:.1%} to {chance.high:.1%} by chance)"
        f" of {len(test_labels)} test images"
        f" after {say_count(len(history), 'epoch')},"
        f" {seconds_an_epoch():.1f} seconds an epoch"
        f" ([= framework =], {recipe} recipe, {data_name}, {device_name},"
        f" {plan['optimizer']}, step {plan['learning_rate']:g},"
        f" batch {plan['batch_size']}, seed {seed},"
        f" Colab image {versions['image'] or 'none'}, Python {versions['python']})"
    )
    report_file = run_folder / "report.json"
    report_file.write_text(json.dumps(report, indent=1))
    save_to_drive(model_file, report_file)
    return report["line"]


# %%
model_file = run_folder / "mnist_cnn.pt"
torch.save(model.state_dict(), model_file)
saved = build(chosen_network)
saved.load_state_dict(torch.load(model_file, map_location=device))
predictions, test_loss, test_accuracy = take_exam(saved)
#: include "mnist_cnn/saved.jinja"
