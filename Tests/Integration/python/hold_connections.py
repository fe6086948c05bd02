"""Holds connections to a server and says nothing, or a few bytes; opens each anew that is closed.

hold_connections.py HOST:PORT CONNECTIONS SECONDS HEX: prints how many connections it has opened.
"""
import select
import socket
import sys
import time

host, port = sys.argv[1].rsplit(":", 1)
wanted, seconds, hello = int(sys.argv[2]), float(sys.argv[3]), bytes.fromhex(sys.argv[4])
poll, held, opened = select.epoll(), {}, 0
gone = select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR

end = time.monotonic() + seconds
while time.monotonic() < end:
    for _ in range(min(200, wanted - len(held))):
        connection = socket.socket()
        connection.setblocking(False)
        connection.connect_ex((host, int(port)))
        held[connection.fileno()] = connection
        poll.register(connection.fileno(), gone | (select.EPOLLOUT if hello else 0))
        opened += 1
    for descriptor, event in poll.poll(0.05, 500):
        if event & gone:
            poll.unregister(descriptor)
            held.pop(descriptor).close()
        else:
            held[descriptor].send(hello)
            poll.modify(descriptor, gone)
print(opened)
