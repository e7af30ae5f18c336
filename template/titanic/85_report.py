# %% [markdown]
# ## Write the report
#
# One line for you, and the same numbers in a file for programs. The file goes to the
# folder that keeps your work.

# %%
import json

report = {
    "accuracy": float(test_accuracy),
    "baseline": float(baseline),
    "people": len(people),
    "table": table,
    "tree_depth": tree_depth,
    "learning_rate": learning_rate,
    "seed": seed,
    "runtime": versions,
}
report["line"] = (
    f"{test_accuracy:.1%} of {len(test_answers)} people, baseline {baseline:.1%}"
    f" ({table} table, trees of depth {tree_depth}, seed {seed},"
    f" Colab image {versions['image'] or 'none'}, Python {versions['python']})"
)
report_file = work_folder / "report.json"
report_file.write_text(json.dumps(report, indent=1))
save_to_drive(report_file)
print(report["line"])
