# %% cellView="form"
# @title Where your work is: for a copy of the network, tick the box and run the cell
download = False  # @param {type:"boolean"}
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
if download and on_colab:
    from google.colab import files

    files.download(str(model_file))

# %% question="file"

# %% [markdown]
# ## Compare your runs
#
# Change one setting, and run all cells again. More epochs go on with the same run and
# replace its row: 3 and then 2 give another network than 5. Each network has a code. The
# best run by *validation* stands on top. Where two are equal, *test* must not decide.


# %% cellView="form"
# @title Compare all runs that were saved
def read_reports():
    for file in sorted(runs.glob("*/*report.json")):
        try:
            report = json.loads(file.read_text())
        except ValueError:  # half a file: its own run will write it again
            continue
        if (
            report.get("dataset") == data_name
            and report.get("val_accuracy") is not None
        ):
            yield report


best_first = sorted(read_reports(), key=lambda run: -run["val_accuracy"])
print(
    "validation   test  epochs  recipe      network layers weights  "
    "optimizer    step  batch  seed"
)
for run in best_first:
    print(
        f"{run['val_accuracy']:10.2%} {run['accuracy']:6.2%} {run['epochs']:7}  "
        f"{run['recipe']:11} {run.get('network', '?'):>7} {run.get('layers', '?'):>6}"
        f" {run.get('weights', '?'):>7}  "
        f"{run['optimizer']:9} {run['learning_rate']:7g}"
        f" {run['batch_size']:6} {run['seed']:5}"
    )
if best_first:
    # A digit that was drawn ten times is one digit, not ten chosen by chance.
    number, each = len(validation_labels), "pictures"
    if data_name == "digits":
        number, each = number // copies, f"digits, each moved and turned {copies} times"
    low, high = by_chance(best_first[0]["val_accuracy"], number)
    print(f"Validation has {number} {each}. Of all that are like these,")
    print(f"the best run reads {low:.1%} to {high:.1%}, with 95% confidence.")
    print("The best may have been lucky, too: a run within this range may be as good.")

# %% question="chance"
