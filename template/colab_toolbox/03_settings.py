# %% [markdown]
# ## Choose your settings
#
# Change a field, then run this cell: a new value counts from then on. To see the code
# behind the form, double-click its title.
#
# Each field is a plain variable with a comment behind it, so you can make forms of your
# own. The same cell is what papermill overrides when the notebook runs without a
# person: `papermill colab_toolbox.ipynb out.ipynb -p tree_depth 5`. A value must be one
# literal on one line; with anything else Colab shows no field.

# %% tags=["parameters"] cellView="form" steps="S25"
# @title Settings
# @markdown Install what is missing
install = True  # @param {type:"boolean"}
#: set keep_on_drive = "False"
#: include "frame/drive_fields.jinja"
# @markdown Cells may wait for a click of yours
ask_me = False  # @param {type:"boolean"}
# @markdown A table to download, and its SHA-256 if you know it
titanic_url = "https://vincentarelbundock.github.io/Rdatasets/csv/carData/TitanicSurvival.csv"  # @param {type:"string"}
titanic_sha256 = ""  # @param {type:"string", placeholder:"64 letters and digits"}
# @markdown Passenger classes to look at, as a Python list
classes = ["1st", "2nd", "3rd"]  # @param {type:"raw"}
# @markdown How deep XGBoost's trees are, and how much each one may change
tree_depth = 3  # @param {type:"integer"}
learning_rate = 0.3  # @param {type:"number"}
# @markdown An archive to download and unpack
archive_url = "https://storage.googleapis.com/download.tensorflow.org/example_images/flower_photos.tgz"  # @param {type:"string"}
# @markdown What OpenCV shows
picture = "edges"  # @param ["edges", "grey", "blurred"]
# @markdown The day of your first lesson
first_lesson = "2027-01-11"  # @param {type:"date"}
# @markdown A GitHub repository to fetch: choose one, or type owner/name
repository = "octocat/Hello-World"  # @param ["octocat/Hello-World", "[= github_repo =]"] {allow-input: true}
# @markdown A file to send to Drive, in pieces of how many megabytes
large_file = ""  # @param {type:"string", placeholder:"/content/model.keras"}
piece_mb = 8  # @param {type:"slider", min:1, max:32, step:1}
# @markdown A Colab secret to read
secret_name = ""  # @param {type:"string", placeholder:"its name"}
# @markdown Run MXNet in a Python of its own (about 100 MB)
run_mxnet = False  # @param {type:"boolean"}
