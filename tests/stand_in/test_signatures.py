"""The stand-in's functions are called as those of the real package.

The list was read off `googlecolab/colabtools`; a signature that changes there is
changed here first.
"""

import json

from colab_stand_in import Colab

from tests.stand_in.on_colab import in_python

SIGNATURES = {
    "auth.authenticate_user": "(clear_output=True, project_id=None)",
    "drive.flush_and_unmount": "(timeout_ms=86400000)",
    "drive.mount": ("(mountpoint, force_remount=False, timeout_ms=120000, readonly=False)"),
    "files.download": "(filename)",
    "files.upload": "(target_dir='')",
    "files.upload_file": "(filename)",
    "files.view": "(filepath)",
    "output.clear": "(wait=False, output_tags=())",
    "output.eval_js": "(script, ignore_result=False, timeout_sec=None)",
    "output.serve_kernel_port_as_iframe": (
        "(port, path='/', width='100%', height='400', cache_in_notebook=False)"
    ),
    "patches.cv2_imshow": "(a)",
    "runtime.unassign": "()",
    "userdata.get": "(key)",
}
CLASSES = {
    "_message.MessageError": "google.colab.errors.Error",
    "errors.AuthorizationError": "google.colab.errors.Error",
    "errors.RuntimeManagementError": "google.colab.errors.Error",
    "userdata.NotebookAccessError": "builtins.Exception",
    "userdata.SecretNotFoundError": "google.colab.errors.Error",
    "userdata.TimeoutException": "google.colab.errors.Error",
}


def test_functions_take_what_the_real_ones_take(tmp_path):
    code = f"""
import importlib, inspect, json
def find(name):
    module, function = name.split(".")
    return getattr(importlib.import_module("google.colab." + module), function)
def bare(signature):
    parameters = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in signature.parameters.values()
    ]
    return signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty)
names = {list(SIGNATURES)}
print(json.dumps([str(bare(inspect.signature(find(name)))) for name in names]))
"""
    found = json.loads(in_python(Colab(tmp_path), code).stdout)
    assert dict(zip(SIGNATURES, found, strict=True)) == SIGNATURES


def test_errors_descend_from_what_the_real_ones_descend_from(tmp_path):
    code = f"""
import importlib, json
def base(name):
    module, error = name.split(".")
    found = getattr(importlib.import_module("google.colab." + module), error)
    [parent] = found.__bases__
    return parent.__module__ + "." + parent.__qualname__
print(json.dumps([base(name) for name in {list(CLASSES)}]))
"""
    found = json.loads(in_python(Colab(tmp_path), code).stdout)
    assert dict(zip(CLASSES, found, strict=True)) == CLASSES
