# %% [markdown]
# ## Get a project from GitHub
#
# You need this for code or data that somebody keeps on GitHub. `--depth 1` fetches the
# files of today without their history: much less to wait for. Clone to the local disk,
# since Git makes many small files, which Drive is slow with. When the folder is there
# already, the cell updates it.
#
# "could not read Username" means that the repository is private or its name is
# misspelled. "would be overwritten by merge" means that you changed a file there. Copy
# it to `work_folder`, delete the folder, and run the cell again.

# %% cellView="form" steps="S25 S31"
# @title Which repository: choose one, or type owner/name
repository = "octocat/Hello-World"  # @param ["octocat/Hello-World", "[= github_repo =]"] {allow-input: true}
globals().update(given)

# %% steps="S31"
address = repository if "://" in repository else f"https://github.com/{repository}"
clone = local_folder / address.rstrip("/").split("/")[-1].removesuffix(".git")
os.environ["GIT_TERMINAL_PROMPT"] = "0"  # do not wait for a password
if clone.exists():
    run("git", "pull", "--ff-only", folder=clone)
else:
    run("git", "clone", "--quiet", "--depth", "1", address, clone)
print("In", clone)
print(*sorted(file.name for file in clone.glob("[!.]*")), sep="\n")

# %% [markdown]
# ## Open a notebook from GitHub
#
# In Colab: File > Open notebook > GitHub, then type the owner or paste the address. Or
# use a badge, one link that opens the notebook for everybody. This cell writes one for
# your README.
#
# "Notebook not found" means that the owner, the branch (`main` or `master`) or the path
# is wrong. Or the repository is private. What you change is not saved on GitHub:
# choose File > Save a copy in Drive first.

# %% steps="S32"
owner_and_name = "[= github_repo =]"
branch = "main"
path = "notebooks/colab_toolbox.ipynb"
colab = "https://colab.research.google.com"
link = f"{colab}/github/{owner_and_name}/blob/{branch}/{path}"
badge = f"[![Open In Colab]({colab}/assets/colab-badge.svg)]({link})"
print(badge)

# %% [markdown]
# ## Save and share your notebook
#
# Colab saves to your Drive by itself, in the folder Colab Notebooks. The File menu has
# the rest:
#
# - Save a copy in Drive, Save a copy in GitHub, Save a copy as a GitHub Gist
# - Download > Download .ipynb, or Download .py for a program
#
# Share (top right) makes a link. Whoever may only view your notebook chooses File >
# Save a copy in Drive before working in it. Before you share, choose Edit > Clear all
# outputs: outputs make the file big, and they may show what is only for you.
#
# This cell does the same for every notebook in `work_folder`: a copy without outputs,
# and a .py that runs with plain `python`. "Notebook does not appear to be JSON" means
# that a file ends in .ipynb and is something else.

# %% steps="S38 S41"
pip_install("jupytext")
import jupytext
import nbformat

example = nbformat.v4.new_notebook()
example.cells = [nbformat.v4.new_code_cell("print(6 * 7)", execution_count=1)]
example.cells[0].outputs = [nbformat.v4.new_output("stream", text="42\n")]
nbformat.write(example, work_folder / "example.ipynb")
shared = work_folder / "to_share"
shared.mkdir(exist_ok=True)
for file in work_folder.glob("*.ipynb"):
    notebook = nbformat.read(file, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, shared / file.name)
    jupytext.write(notebook, shared / f"{file.stem}.py", fmt="py:percent")
save_to_drive(*work_folder.glob("*.ipynb"), *shared.iterdir())
print(*sorted(file.name for file in shared.iterdir()), sep="\n")
