# %% tags=["parameters"] cellView="form" locked="settings"
# @title Settings
# @markdown `mnist` is downloaded, `digits` is smaller and is here, `own` is yours
#: if project_type == "assignment"
dataset = "digits"  # @param ["mnist", "digits", "own"]
#: else
dataset = "mnist"  # @param ["mnist", "digits", "own"]
#: endif
# @markdown Your `own` images: for each class a folder with five or more, a zip or .npz
own_images = ""  # @param {type:"string", placeholder:"/content/leaves.zip"}
# @markdown `fast` is today's way, `tutorial` a bigger network as it was taught in 2018
recipe = "fast"  # @param ["fast", "tutorial"]
# @markdown How often the network sees all pictures; 0: what suits recipe and machine
epochs = 0  # @param {type:"integer"}
# @markdown How many pictures it sees before it corrects itself; "out of memory": 64
batch_size = 128  # @param {type:"integer"}
# @markdown How it corrects itself, and its largest step; 0: what suits the optimizer
optimizer = "adam"  # @param ["adam", "sgd", "adadelta"]
learning_rate = 0  # @param {type:"number"}
#: include "frame/drive_fields.jinja"
# @markdown Go on where an interrupted run stopped
resume = True  # @param {type:"boolean"}
# @markdown Where chance begins: with the same seed it falls the same way again
seed = 1  # @param {type:"integer"}
