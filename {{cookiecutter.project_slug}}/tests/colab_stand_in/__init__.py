"""A stand-in for Google Colab: a virtual machine and a Drive in a folder.

A notebook that runs with this environment believes that it is on Colab. What goes
wrong there is chosen as data, and each fault raises what Colab raises:

    colab = Colab(tmp_path, mount="refuse")
    with unittest.mock.patch.dict(os.environ, colab.environment()):
        papermill.execute_notebook(notebook, output, cwd=colab.content)

`/content` and the mounted Drive are folders below `tmp_path`; Python's own file
functions are redirected to them inside the kernel (see `google/colab/_mounts.py`),
so a notebook keeps its real paths and needs no permission to write to `/content`.
"""

from colab_stand_in.machine import Colab as Colab
