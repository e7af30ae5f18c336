# %% [markdown]
# ## Send a large file to Drive
#
# Copying to `/content/drive` returns before the file has arrived, and when the session
# ends in between, the file is lost. For a large result, speak to Drive directly, in
# pieces: after a broken connection the upload goes on from what has arrived. At the end
# the size and the MD5, a fingerprint of the content, are compared with those that Drive
# reports.
#
# Sending the same file again uploads nothing, and nothing is called done before it is
# whole. The folded cells do the work, and the last cell starts it.

# %% cellView="form" steps="S35"
# @title Send one piece to Drive
import http.client

pip_install("google-api-python-client", "googleapiclient")
import httplib2
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaFileUpload

pause = 1  # seconds before the second try, then 2, 4, 8 ...
try_again = {429, *range(500, 600)}  # too many requests, or trouble on Drive's side
lost = (OSError, httplib2.HttpLib2Error, http.client.HTTPException)


def begin(drive, path, file_id):
    kind, size = "application/octet-stream", piece_mb * 2**20
    pieces = MediaFileUpload(str(path), kind, chunksize=size, resumable=True)
    # httplib2 sends again when a reply is lost. A stream is then at its end, and both
    # sides wait for a minute; bytes in memory can be sent twice.
    pieces.has_stream = lambda: False
    about = {"id": file_id, "name": path.name}
    return drive.files().create(body=about, media_body=pieces, fields="id")


def send_piece(request):
    try:  # after a failure, next_chunk first asks Drive how much has arrived
        _, answer = request.next_chunk()
        return ("complete" if answer else "more"), 0
    except HttpError as problem:
        status = problem.resp.status
        if status == 409:  # Drive has a whole file with this id already
            return "complete", 0
        if status in (404, 410):  # Drive has forgotten this upload
            return "forgotten", 0
        if status not in try_again and b"ateLimitExceeded" not in problem.content:
            raise
        wait = problem.resp.get("retry-after", "0")
        return "broken", int(wait) if wait.isdigit() else 0
    except lost:
        return "broken", 0


# %% cellView="form" steps="S35"
# @title Send all pieces, and go on after a failure
def send(drive, path, upload):
    failures, forgotten, before, event = 0, 0, 0, "more"
    size = path.stat().st_size
    bar = tqdm(total=size, **look)
    while event != "complete":
        event, wait = send_piece(upload["request"])
        if event == "forgotten":
            upload["request"] = begin(drive, path, upload["id"])
            forgotten += 1
        arrived = upload["request"].resumable_progress
        failures = 0 if arrived > before else failures + 1
        if event != "complete" and (failures > 8 or forgotten > 5):
            raise RuntimeError("Drive does not answer. Run this again: it goes on.")
        if event in ("broken", "forgotten"):
            time.sleep(max(wait, pause * 2**failures))
        bar.update(arrived - before)
        before = arrived
    bar.update(size - bar.n)
    bar.close()


# %% cellView="form" steps="S35"
# @title Say done only when Drive has the same file
unfinished = {}  # kept when a cell is interrupted: run it again and it goes on


def upload_to_drive(drive, path):
    path = Path(path)
    here = (path.stat().st_size, pooch.file_hash(path, alg="md5"))
    if not here[0]:
        raise ValueError(f"{path} is empty: there is nothing to send.")
    fields, files = "id, name, size, md5Checksum", drive.files()
    name = path.name.replace("\\", "\\\\").replace("'", "\\'")
    query = f"name = '{name}' and trashed = false"
    found = files.list(q=query, fields=f"files({fields})").execute(num_retries=5)
    for file in found["files"]:
        if (int(file.get("size", 0)), file.get("md5Checksum")) == here:
            print(path.name, "is on Drive already, byte for byte.")
            return file
    key = (path, *here)
    if key not in unfinished:  # an id of our own: no second copy, ever
        file_id = files.generateIds(count=1).execute(num_retries=5)["ids"][0]
        request = begin(drive, path, file_id)
        unfinished[key] = {"id": file_id, "request": request}
    upload = unfinished[key]
    send(drive, path, upload)
    del unfinished[key]
    file = files.get(fileId=upload["id"], fields=fields).execute(num_retries=5)
    there = (int(file.get("size", 0)), file.get("md5Checksum"))
    if there != here:
        files.delete(fileId=upload["id"]).execute(num_retries=5)
        words = "The copy on Drive differs and is deleted. Run this cell again."
        raise RuntimeError(f"{words} Here: {here}, there: {there}.")
    print(f"{path.name}: {here[0]:,} bytes on Drive, MD5 {here[1]}: the same as here.")
    return file


# %% [markdown]
# Write the path of your file into `large_file`. Colab asks once for your permission, and
# the file appears in My Drive. "storage quota has been exceeded" means that Drive is
# full: delete something and empty its bin. After "Drive does not answer", run the cell
# again. It goes on from the last piece.

# %% cellView="form" steps="S25 S35"
# @title Which file, in pieces of how many megabytes
large_file = ""  # @param {type:"string", placeholder:"/content/model.keras"}
piece_mb = 8  # @param {type:"slider", min:1, max:32, step:1}
globals().update(given)

# %% steps="S35"
if not large_file:
    print("Nothing to send: write the path of a file into large_file above.")
elif not on_colab:
    print("Signing in to Drive works on Colab only.", large_file, "stays here.")
else:
    from google.colab import auth
    from googleapiclient.discovery import build

    try:
        auth.authenticate_user()
    except Exception as problem:
        print(f"Not signed in ({problem}). Run this cell again and allow access.")
    else:
        upload_to_drive(build("drive", "v3"), large_file)
