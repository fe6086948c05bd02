"""Has h11 read messages and compares with readings that are given: oracle.py FILE

FILE has a JSON object a line: the message in hexadecimal digits, its body, how many bytes lie behind it, and the fields,
those of the trailers among them. Prints each difference.
"""

import json
import re
import sys

import h11

# Fields of the connection, which are not handed on, and the expectation, which is met; the host is under another name.
DROPPED = {
    b"host", b"expect", b"connection", b"keep-alive", b"proxy-connection", b"te", b"transfer-encoding", b"upgrade",
    b"http2-settings",
}


def text(value):
    """A value as handlers get it: UTF-8, or Latin-1 where it is not that."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def read(message):
    """What h11 makes of a message: the request, its body, the trailers and how much lies behind."""
    connection = h11.Connection(h11.SERVER)
    connection.receive_data(message)
    request, body, trailers = None, b"", []
    while True:
        event = connection.next_event()
        if isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage):
            return request, body, list(event.headers), len(connection.trailing_data[0])
        else:
            raise h11.RemoteProtocolError(f"no whole message: {event}")


def parts(target):
    """The host that a target names, None where it names none, and its path and query."""
    address = re.fullmatch(r"(?i:http)://([^/?]*)(.*)", target)
    if not address:
        return None, target
    return address[1], address[2] if address[2].startswith("/") else "/" + address[2]


def difference(ours):
    """What h11 reads differently; None when nothing."""
    message = bytes.fromhex(ours["message"])
    # One empty line before a request is passed over here, as RFC 9112 wants; h11 does not.
    message = message[2:] if message.startswith(b"\r\n") else message
    try:
        request, body, trailers, rest = read(message)
    except h11.RemoteProtocolError as error:
        return f"h11 refuses it: {error}"
    pseudo = dict(field for field in ours["fields"] if field[0].startswith(":"))
    if pseudo[":method"] != request.method.decode():
        return f"the method is {request.method}"
    named, path = parts(request.target.decode())
    if path != pseudo[":path"]:
        return f"the path is {path}"
    hosts = [text(value) for name, value in request.headers if name == b"host"] or [named]
    if [pseudo.get(":authority")] != hosts or (named or hosts[0] or "").lower() != (hosts[0] or "").lower():
        return f"the host is {hosts} and {named}"
    options = {
        option.strip().lower() for name, value in request.headers if name == b"connection" for option in value.split(b",")
    }
    fields = [
        [name.decode(), text(value)] for name, value in list(request.headers) + trailers
        if name not in DROPPED and name not in options]
    mine = [field for field in ours["fields"] if not field[0].startswith(":")]
    if fields != mine:
        return f"the fields are {fields}"
    if body.hex() != ours["body"]:
        return f"the body is {body}"
    if rest != ours["rest"]:
        return f"{rest} bytes lie behind it"
    return None


for line in open(sys.argv[1], encoding="utf-8"):
    reading = json.loads(line)
    found = difference(reading)
    if found:
        print(bytes.fromhex(reading["message"]), reading["fields"], found)
