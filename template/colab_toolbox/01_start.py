# %% [markdown]
# # Colab toolbox
#
# Keep this notebook open in a second tab beside your lesson. Each section below is one
# trick: when you need it, a cell that does it, and what to do when it fails. The table
# of contents is behind the list icon on the left.
#
# Run the cells down to "See what machine you have" once. After that, every trick runs
# on its own, in any order.

# %% [markdown]
# ## Choose your settings
#
# Run this cell after each change: a field only counts once its cell has run. To see the
# code behind the form, double-click its title.
#
# The fields are plain variables with a comment behind them, so you can make forms of
# your own. The same cell is what papermill overrides when a notebook runs without a
# person: `papermill colab_toolbox.ipynb out.ipynb -p tree_depth 5`. A value must be one
# literal on one line; Colab leaves a field out when its comment is not spelled exactly
# right.

# %% tags=["parameters"] cellView="form" steps="S25"
# @title Settings
# @markdown **What this notebook may do**
install = True  # @param {type:"boolean"}
ask_me = False  # @param {type:"boolean"}
use_drive = False  # @param {type:"boolean"}
run_mxnet = False  # @param {type:"boolean"}
# @markdown `install`: fetch what is missing. `ask_me`: cells may wait for a click of
# @markdown yours. `use_drive`: keep files on your Drive.
# @markdown
# @markdown **Where things are**
drive_folder = "[= drive_folder =]"  # @param {type:"string"}
titanic_url = "https://vincentarelbundock.github.io/Rdatasets/csv/carData/TitanicSurvival.csv"  # @param {type:"string"}
titanic_sha256 = ""  # @param {type:"string", placeholder:"check the file"}
archive_url = "https://storage.googleapis.com/download.tensorflow.org/example_images/flower_photos.tgz"  # @param {type:"string"}
repository = "octocat/Hello-World"  # @param ["octocat/Hello-World", "[= github_repo =]"] {allow-input: true}
large_file = ""  # @param {type:"string", placeholder:"a file to send to Drive"}
secret_name = ""  # @param {type:"string", placeholder:"the name of a Colab secret"}
# @markdown
# @markdown **Numbers and choices**
tree_depth = 3  # @param {type:"integer"}
learning_rate = 0.3  # @param {type:"number"}
piece_mb = 8  # @param {type:"slider", min:1, max:32, step:1}
picture = "edges"  # @param ["edges", "grey", "blurred"]
classes = ["1st", "2nd", "3rd"]  # @param {type:"raw"}
first_lesson = "2027-01-11"  # @param {type:"date"}
