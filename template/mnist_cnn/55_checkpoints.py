# %% [markdown]
# ## Train
#
# After every epoch the state of the training is saved as a *checkpoint*. If Colab
# disconnects, run the notebook again from the top: it goes on after the last epoch that
# was finished.

# %% cellView="form"
# @title Save a checkpoint after each epoch
import contextlib
import hashlib
import json
import os

checkpoints = run_folder / "checkpoints"
checkpoints.mkdir(exist_ok=True)


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def save_checkpoint(history, write, suffix):
    # The record is written last. It says what the state must look like.
    part, state = (
        checkpoints / f"part{suffix}",
        checkpoints / f"{len(history):04d}{suffix}",
    )
    record = checkpoints / f"{len(history):04d}.json"
    try:
        write(part)
        os.replace(part, state)
        content = {"state": state.name, "sha256": sha256(state), "history": history}
        part.write_text(json.dumps(content, indent=1))
        os.replace(part, record)
    except OSError as problem:
        print(f"Epoch {len(history)} is not saved: {problem}. The training goes on.")
        return
    save_to_drive(state, record)
    forget_checkpoints(keep=5)


def forget_checkpoints(keep):
    for record in sorted(checkpoints.glob("*.json"))[:-keep]:
        for path in checkpoints.glob(f"{record.stem}.*"):
            path.unlink()
            if save_to_drive.folder and save_to_drive.problem is None:
                old = save_to_drive.folder / path.relative_to(work_folder)
                with contextlib.suppress(OSError):  # one too many does no harm
                    old.unlink(missing_ok=True)


# %% cellView="form"
# @title Find the last good checkpoint
def last_checkpoint():
    for record in sorted(checkpoints.glob("*.json"), reverse=True):
        try:
            content = json.loads(record.read_text())
            state = checkpoints / content["state"]
            if sha256(state) == content["sha256"]:
                return state, content["history"]
        except (OSError, ValueError, KeyError, TypeError):
            pass
        print(
            f"The checkpoint of epoch {int(record.stem)} is damaged. The one before",
            end=" ",
        )
        print("it is used instead.")
    return None, []
