# %% cellView="form"
# @title Note which machine and which versions this was
#: include "frame/runtime.jinja"

# %% [markdown]
# ## Take your results with you
#
# One line for each experiment, for your report, and the same numbers in a file.

# %%
import json
import os

experiments = {
    "ReLU": relu_results,
    "steps of 0.3": step_results,
    "different pictures": picture_results,
    "memory": memory_results,
    "adadelta": optimizer_results,
    "seeds": seed_results,
}
for name, results in experiments.items():
    print(f"{name:19}", ", ".join(f"{key} {one:.1%}" for key, one in results.items()))

report = {"accuracy": accuracy, "seed": first_seed, "epochs": first_epochs}
report |= {"experiments": experiments, "runtime": versions}
report_file = work_folder / "report.json"
report_file.write_text(json.dumps(report, indent=1))
save_to_drive(report_file)
print("The same numbers:", os.path.relpath(report_file))
