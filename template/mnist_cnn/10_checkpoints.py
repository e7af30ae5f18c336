# %% [markdown]
# ## Train
#
# After every epoch the state of the training is saved as a *checkpoint*. If Colab
# disconnects, run the notebook again from the top: it goes on after the last epoch that
# was finished.

# %% cellView="form"
# @title Save a checkpoint after each epoch, and find the last good one
import json

checkpoints = run_folder / "checkpoints"
checkpoints.mkdir(exist_ok=True)


def save_checkpoint(history, write, suffix):
    # The record is written last. It says what the state must look like.
    name = f"epoch-{len(history):04d}"
    part, state = checkpoints / f"part{suffix}", checkpoints / f"{name}{suffix}"
    write(part)
    os.replace(part, state)
    record = checkpoints / f"{name}.json"
    content = {"state": state.name, "sha256": sha256(state), "history": history}
    part.write_text(json.dumps(content, indent=1))
    os.replace(part, record)
    save_to_drive(state, record)
    if drive_problem is None:
        forget_checkpoints(name, keep=3)


def forget_checkpoints(newest, keep):
    names = sorted({path.name.split(".")[0] for path in checkpoints.glob("epoch-*")})
    for name in [name for name in names if name <= newest][:-keep]:
        for path in checkpoints.glob(f"{name}.*"):
            path.unlink()
            if saved_folder:
                (saved_folder / path.relative_to(work_folder)).unlink(missing_ok=True)


def last_checkpoint():
    for record in sorted(checkpoints.glob("epoch-*.json"), reverse=True):
        try:
            content = json.loads(record.read_text())
            state = checkpoints / content["state"]
            if sha256(state) == content["sha256"]:
                return state, content["history"]
        except (OSError, ValueError, KeyError):
            pass
        print(f"{record.stem} is damaged, so the one before it is used.")
    return None, []
