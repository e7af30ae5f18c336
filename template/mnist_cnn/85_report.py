# %% [markdown]
# Last, write the report: one line for you, and the same numbers in a file beside the
# network, for programs.

# %%
report = {
    "accuracy": float(test_accuracy),
    "loss": float(test_loss),
    "epochs": len(history),
    "seconds_per_epoch": seconds,
    "device": device_name,
    "framework": "[= framework =]",
    "recipe": recipe,
    "dataset": data_name,
    "seed": seed,
    "runtime": runtime,
}
report["line"] = (
    f"{test_accuracy:.2%} of {len(test_labels)} test images"
    f" after {len(history)} epochs, {seconds:.1f} seconds an epoch"
    f" ([= framework =], {recipe} recipe, {data_name}, {device_name}, seed {seed},"
    f" Colab image {runtime['image'] or 'none'}, Python {runtime['python']})"
)
report_file = run_folder / "report.json"
report_file.write_text(json.dumps(report, indent=1))
save_to_drive(model_file, report_file)
print(report["line"])

# %% cellView="form"
# @title Where your work is
if save_to_drive.folder and save_to_drive.problem is None:
    on_drive = save_to_drive.folder / run_folder.relative_to(work_folder)
    print("On your Drive, in", on_drive.relative_to("/content/drive"))
elif on_colab:
    print("Only on this machine, which Colab will delete:", run_folder)
    if save_to_drive.problem:
        print("Drive said:", save_to_drive.problem)
        print("Run the cell that connects Drive, then this one and the one before it.")
else:
    print("On this computer, in", os.path.relpath(run_folder))

# %% [markdown]
# To have the file on your own computer too, tick the box and run the cell. Your browser
# saves it as a download. Outside Colab the file is on your computer already.

# %% cellView="form"
# @title Download the network
download = False  # @param {type:"boolean"}
if download and on_colab:
    from google.colab import files

    files.download(str(model_file))

# %% [markdown]
# Is the other recipe better? Choose it in the settings, run all cells again, and the next
# cell shows the best run of each. TensorBoard shows both curves.

# %% cellView="form"
# @title Compare with the other recipe, once you have run it
best_runs = {}
for file in runs.glob("*/report.json"):
    try:
        other = json.loads(file.read_text())
    except ValueError:  # half a file: its own run will write it again
        continue
    if other.get("dataset") == data_name and "line" in other:
        best = best_runs.setdefault(other["recipe"], other)
        best_runs[other["recipe"]] = max(best, other, key=lambda run: run["accuracy"])
for name in sorted(best_runs):
    print(f"{name:9}", best_runs[name]["line"])
