"""Shows a page to a headless Chromium and prints what the page reports, as one line of JSON.

Usage: browser_page.py CHROMIUM PORT SERVER TOKEN HOST

The page is served on PORT; HOST is the name that the browser calls it by, and with that its origin. It opens an
EventSource on the session of TOKEN at SERVER, sends events by fetch, closes the session and reports what it has heard.
"""

import http.server
import json
import queue
import shutil
import subprocess
import sys
import tempfile
import threading

PAGE = """<!doctype html><meta charset="utf-8"><title>a shop</title><script type="module">
const base = SERVER + "/api/v1/enrichment/sessions";
const heard = [];
let times = 0;

async function send(ids, close) {
  const events = ids.map(id => ({event_id: id, kind: "EVENT_KIND_VISIT", venue_category: "coffee",
    time: new Date().toISOString()}));
  const answer = await fetch(base + "/events", {method: "POST", headers: {"content-type": "application/json"},
    body: JSON.stringify({token: TOKEN, events, close})});
  return {status: answer.status, body: await answer.json()};
}

async function report(more) {
  await fetch("/report", {method: "POST", body: JSON.stringify({heard, ...more})});
}

const source = new EventSource(base + "/updates?token=" + TOKEN);
for (const name of ["update", "snapshot", "notice", "closed"]) {
  source.addEventListener(name, async event => {
    heard.push({name, id: event.lastEventId, data: JSON.parse(event.data)});
    if (name === "update" && heard.at(-1).data.cause_event_ids.includes("b")) await send(["c"], true);
    if (name === "closed") { source.close(); await report({times}); }
  });
}
source.onopen = async () => {
  times += 1;
  if (times === 1) { const first = await send(["a", "b"], false); heard.push({name: "sent", data: first}); }
};
source.onerror = async () => {
  if (source.readyState !== EventSource.CLOSED) return;
  let reason = "";
  try { await send(["a"], false); } catch (error) { reason = String(error); }
  await report({blocked: true, reason});
};
</script>"""


def main():
    chromium, port, server, token, host = sys.argv[1:]
    page = PAGE.replace("SERVER", json.dumps(server)).replace("TOKEN", json.dumps(token)).encode()
    reports = queue.Queue()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.answer(page)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            self.answer(b"")
            reports.put(body.decode())

        def answer(self, body):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    shop = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
    threading.Thread(target=shop.serve_forever, daemon=True).start()
    profile = tempfile.mkdtemp()
    browser = subprocess.Popen(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--ignore-certificate-errors",
         "--remote-debugging-port=0", f"--user-data-dir={profile}", f"http://{host}:{port}/"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        print(reports.get(timeout=120))
    finally:
        browser.kill()
        browser.wait()
        shutil.rmtree(profile, ignore_errors=True)


if __name__ == "__main__":
    main()
