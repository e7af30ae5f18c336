# %% [markdown]
# ## Choose your settings
#
# These are the numbers you will play with. Leave them for the first run. Later, change
# one, run all cells again, and compare the curves.

# %% tags=["parameters"] cellView="form" locked="settings"
# @title Settings
# @markdown `fast` is today's way, `tutorial` a bigger network as it was taught in 2018
recipe = "fast"  # @param ["fast", "tutorial"]
# @markdown How often the network sees all images
#: if accelerator != "cpu"
epochs = 6  # @param {type:"integer"}
# @markdown The same where no [= accelerator | upper =] is attached
epochs_on_cpu = 3  # @param {type:"integer"}
#: else
epochs = 3  # @param {type:"integer"}
#: endif
# @markdown How many images it sees before it corrects itself
batch_size = 128  # @param {type:"integer"}
# @markdown How it corrects itself, and how big a step it takes at most (`fast` only)
optimizer = "adam"  # @param ["adam", "sgd", "adadelta"]
learning_rate = 0.01  # @param {type:"number"}
# @markdown `mnist` is downloaded, `digits` is smaller and is here, `own` is yours
#: if project_type == "assignment"
dataset = "digits"  # @param ["mnist", "digits", "own"]
#: else
dataset = "mnist"  # @param ["mnist", "digits", "own"]
#: endif
# @markdown Your `own` images: a folder with a folder for each class, a zip or an .npz
own_images = ""  # @param {type:"string", placeholder:"/content/leaves.zip"}
#: include "frame/drive_fields.jinja"
# @markdown Go on where an interrupted run stopped
resume = True  # @param {type:"boolean"}
# @markdown The same seed gives the same random numbers
seed = 1  # @param {type:"integer"}
