"""files.*: https://docs.slack.dev/messaging/working-with-files#uploading_files"""

from tests.loopback.slack import posting
from tests.loopback.slack.errors import SlackError
from tests.loopback.slack.shapes import Json, objects
from tests.loopback.slack.workspace import Upload, Workspace

from .core import Args, method, writable


@method("files.getUploadURLExternal", "files:write", tier="4")
def upload_url(ws: Workspace, args: Args) -> Json:
    """Raises: SlackError invalid_arguments."""
    file = Upload(ws.new_id("F"), args.need("filename"), args.number("length", 0))
    ws.uploads[file.id] = file
    return {"upload_url": f"{ws.base_url}upload/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write", tier="4")
def complete(ws: Workspace, args: Args) -> Json:
    """The files as one message of the app's. Raises: SlackError file_not_found, and as `writable`."""
    wanted = [str(each.get("id")) for each in objects(args.structure("files"))]
    files = [ws.uploads[each] for each in wanted if each in ws.uploads and len(ws.uploads[each].data) == ws.uploads[each].length]
    if not files or len(files) < len(wanted):
        raise SlackError("file_not_found")
    message = posting.post(ws, writable(ws, args.need("channel_id")), posting.Content("", []))
    message.files = files
    return {"files": [{"id": file.id, "title": file.name} for file in files]}
