# %% [markdown]
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
# | "Transport endpoint is not connected" | Drive was lost. Runtime > Restart session, then Runtime > Run all. What was saved before is still there. |
# | "No space left on device" | Your Drive or this machine is full. Empty the bin of your Drive, or delete what you no longer need. |
# | `KeyboardInterrupt` | You stopped the cell. Run it again. |
# | "out of memory", "ResourceExhaustedError" | The machine has not enough memory for this. Choose smaller numbers in the settings, then Runtime > Restart session and Runtime > Run all. |
# | "You have been disconnected" | Connect again, then Runtime > Run all. |
# | Nothing works, or you do not know what you changed | Runtime > Disconnect and delete runtime, then Runtime > Run all. What is on Drive stays. |
