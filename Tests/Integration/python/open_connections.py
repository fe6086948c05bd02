"""Opens connections to HOST:PORT and holds them: open_connections.py ENDPOINT COUNT

Prints how many of them the server has left open after a second.
"""

import socket
import sys
import time

host, port = sys.argv[1].rsplit(":", 1)
connections = [socket.create_connection((host, int(port)), timeout=5) for _ in range(int(sys.argv[2]))]
time.sleep(1)
left = 0
for connection in connections:
    connection.setblocking(False)
    try:
        left += len(connection.recv(1)) > 0
    except BlockingIOError:
        left += 1
    except OSError:
        pass
print(left)
