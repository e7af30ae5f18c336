# %% cellView="form"
# @title Save a checkpoint after each epoch
import contextlib
import hashlib
import json
import os


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def save_checkpoint(history, write, suffix):
    # The record is written last. It says what the state must look like.
    name = run_folder / "checkpoints" / f"{len(history):04d}"
    part, state = name.with_name(f"part{suffix}"), name.with_name(name.name + suffix)
    record = name.with_name(name.name + ".json")
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
    for record in sorted(run_folder.glob("checkpoints/*.json"))[:-keep]:
        for path in record.parent.glob(f"{record.stem}.*"):
            path.unlink()
            if save_to_drive.folder and save_to_drive.problem is None:
                old = save_to_drive.folder / path.relative_to(work_folder)
                with contextlib.suppress(OSError):  # one too many does no harm
                    old.unlink(missing_ok=True)


# %% cellView="form"
# @title Begin with the last good checkpoint, and say so
def last_checkpoint():
    for record in sorted(run_folder.glob("checkpoints/*.json"), reverse=True):
        try:
            content = json.loads(record.read_text())
            state = record.with_name(content["state"])
            if sha256(state) == content["sha256"]:
                return state, content["history"]
        except (OSError, ValueError, KeyError, TypeError):
            pass
        print(f"The checkpoint of epoch {int(record.stem)} is damaged.", end=" ")
        print("The one before it is used instead.")
    return None, []


@contextlib.contextmanager
def going_on():
    # Everything is made anew, so that it does not matter which cells ran before.
    global plan
    plan = make_plan()
    choose_run()
    from_last_checkpoint()
    if len(history) >= plan["epochs"]:
        print(
            f"This run is finished after epoch {len(history)}. For more, write a larger"
        )
        print("number of epochs in the settings. For a new run, choose another seed.")
    elif history:
        print(f"Going on after epoch {len(history)}.")
    try:
        yield
    except KeyboardInterrupt:  # half an epoch is forgotten
        from_last_checkpoint()
        raise
