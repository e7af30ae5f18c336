"""What waits for a person: uploads, secrets, signing in, the page."""

import pytest
from colab_stand_in import Colab, faults

from tests.stand_in.on_colab import in_kernel, in_python

UPLOAD = "from google.colab import files; print(files.upload({!r}))"
SECRET = "from google.colab import userdata; print(userdata.get({!r}))"
SIGN_IN = "from google.colab import auth; auth.authenticate_user()"


def last_line(done):
    return (done.stderr or done.stdout).splitlines()[-1]


def test_upload_saves_what_a_learner_chose(tmp_path):
    colab = Colab(tmp_path, uploads={"a.csv": b"1,2"})
    once, twice = in_kernel(colab, UPLOAD.format(""), UPLOAD.format(""))
    assert once == "Saving a.csv to a.csv\n{'a.csv': b'1,2'}"
    assert twice == "Saving a.csv to a (1).csv\n{'a (1).csv': b'1,2'}"
    assert (colab.content / "a (1).csv").read_bytes() == b"1,2"


def test_upload_into_a_folder(tmp_path):
    colab = Colab(tmp_path, uploads={"a.csv": b"1,2"})
    assert in_python(colab, UPLOAD.format("data")).returncode == 0
    assert (colab.content / "data" / "a.csv").exists()


def test_upload_cancelled(tmp_path):
    assert in_python(Colab(tmp_path), UPLOAD.format("")).stdout == "{}\n"


def test_upload_without_a_browser_cannot_be_caught(tmp_path):
    code = f"try:\n    {UPLOAD.format('')}\nexcept Exception:\n    pass"
    [said] = in_kernel(Colab(tmp_path, uploads=None), code)
    assert said == "Hung: files.upload() waits for ever: no browser answers"


@pytest.mark.parametrize(
    ("uploads", "said"),
    [
        ({}, "ValueError: File has not been uploaded"),
        (
            {"a": b"", "b": b""},
            "ValueError: Multiple files received, please upload a single file",
        ),
    ],
)
def test_one_file_is_asked_for(uploads, said, tmp_path):
    code = "from google.colab import files; files.upload_file('x')"
    assert last_line(in_python(Colab(tmp_path, uploads=uploads), code)) == said


@pytest.mark.parametrize(
    ("secrets", "key", "said"),
    [
        ({"KEY": "value"}, "KEY", "value"),
        (
            {},
            "KEY",
            "google.colab.userdata.SecretNotFoundError: Secret KEY does not exist.",
        ),
        (
            {"KEY": None},
            "KEY",
            "google.colab.userdata.NotebookAccessError: "
            "Notebook does not have access to secret KEY",
        ),
        (
            None,
            "KEY",
            "google.colab.userdata.TimeoutException: Requesting secret KEY timed out. "
            "Secrets can only be fetched when running from the Colab UI.",
        ),
        ({}, "", "ValueError: Please enter a valid secret name"),
        (
            {},
            "A KEY",
            "ValueError: Secret name cannot contain spaces or whitespace",
        ),
    ],
)
def test_secret(secrets, key, said, tmp_path):
    done = in_python(Colab(tmp_path, secrets=secrets), SECRET.format(key))
    assert last_line(done) == said


SIGNED_IN = {
    "accept": "",
    "refuse": (
        "google.colab._message.MessageError: Error: credential propagation was unsuccessful"
    ),
    "fail": ("google.colab.errors.AuthorizationError: Failed to fetch user credentials"),
    "no browser": (
        "google.colab._stand_in.Hung: auth.authenticate_user() waits for ever: no browser answers"
    ),
}


@pytest.mark.parametrize("outcome", faults.AUTH)
def test_signing_in(outcome, tmp_path):
    done = in_python(Colab(tmp_path, auth=outcome), SIGN_IN)
    assert done.stderr.splitlines()[-1:] == [SIGNED_IN[outcome]][: bool(done.stderr)]
    assert bool(done.stderr) == bool(SIGNED_IN[outcome])


def test_giving_the_machine_back_ends_no_test(tmp_path):
    colab = Colab(tmp_path)
    code = "from google.colab import runtime; runtime.unassign(); print('goes on')"
    assert in_kernel(colab, code) == ["goes on"]
    assert colab.calls() == [{"name": "runtime.unassign"}]


def test_downloads_are_noted(tmp_path):
    colab = Colab(tmp_path)
    code = (
        "from google.colab import files; open('a', 'w').close()\n"
        "files.download('a'); files.view('a'); files.download('b')"
    )
    done = in_python(colab, code)
    assert last_line(done) == "FileNotFoundError: Cannot find file: b"
    assert [call["name"] for call in colab.calls()] == ["files.download", "files.view"]


def test_no_page_answers(tmp_path):
    code = (
        "from google.colab import output\n"
        "print(output.eval_js('1', ignore_result=True))\n"
        "print(output.eval_js('1', timeout_sec=1))\n"
        "output.serve_kernel_port_as_iframe(6006)\n"
        "output.eval_js('1')\n"
    )
    colab = Colab(tmp_path)
    done = in_python(colab, code)
    assert done.stdout == "None\nNone\n"
    assert "output.eval_js() waits for ever" in last_line(done)
    assert len(colab.calls()) == 4


def test_output_is_cleared(tmp_path):
    code = "from google.colab import output; print('old'); output.clear(); print('new')"
    assert in_kernel(Colab(tmp_path), code) == ["new"]
