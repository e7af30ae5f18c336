# %% [markdown]
# ## Where to go next
#
# - Change one setting at the top, such as the learning rate, and run all cells again.
#   Each run keeps its own curves in TensorBoard. Which settings learn fastest?
# - Take one layer out of the network. How much worse does it get?
# - Write a digit on paper, photograph it, bring it to 28 x 28 pixels, and let the network
#   read it. Light ink on dark ground works best. Why?
#
# ## If something goes wrong
#
# | You read | What to do |
# |---|---|
# | `NameError: name '...' is not defined` | A cell above has not run on this machine. Click the cell that failed, then Runtime > Run before. |
# #: if accelerator != "cpu"
# | "Cannot connect to [= accelerator | upper =] backend", "Failed to assign a backend" | All free [= accelerator | upper =]s are in use. Connect without one, or try again later. |
# #: endif
# | "credential propagation was unsuccessful" | Drive was refused. Run the cell that connects Drive again and tick everything it asks for. |
# | "Mountpoint must not already contain files" | Something was saved in `/content/drive` before Drive was connected. Click the folder icon, rename the folder `drive`, and run the cell that connects Drive again. |
# | "Transport endpoint is not connected" | Drive was lost. Runtime > Restart session, then Runtime > Run all: the training goes on where it stopped. |
# | `ResourceExhaustedError`, "out of memory" | Choose a smaller `batch_size` in the settings, such as 64. Then Runtime > Restart session and Runtime > Run all. |
# | "You have been disconnected" | Connect again, then Runtime > Run all: the training goes on where it stopped. |
# | Nothing works, or you do not know what you changed | Runtime > Disconnect and delete runtime, then Runtime > Run all. What is on Drive stays. |
