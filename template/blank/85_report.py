# %% [markdown]
# ## Keep your result
#
# What you write into `work_folder` is copied to your Drive by `save_to_drive()`.

# %%
result = work_folder / "result.txt"
result.write_text(f"Ten ways to school, {minutes.mean():.1f} minutes on average\n")
save_to_drive(result)
print(result.read_text())
